// `berth logs`: a task's log, from CloudWatch Logs as any client would read it.
#include "cli/logs.h"

#include <algorithm>
#include <charconv>
#include <ostream>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/time_format.h"
#include "cli/complaint.h"
#include "cli/endpoint.h"
#include "cli/exit_status.h"
#include "cli/log_lines.h"
#include "cli/log_reader.h"
#include "cli/task_logs.h"
#include "net/runtime.h"

namespace berth::cli {
namespace {

constexpr int kTailMax = 1'000'000;

constexpr const char* kFooter =
    "Without --task it is the newest task of the cluster, running or stopped. The lines are read\n"
    "from CloudWatch Logs, so the task's containers log with the driver awslogs; its options in\n"
    "the task definition say which group and region. A line reaches CloudWatch Logs up to five\n"
    "seconds after it was written.\n"
    "AWS_ENDPOINT_URL with AWS_ACCESS_KEY_ID or AWS_PROFILE in the environment point it at any\n"
    "other endpoint, unless --state-dir names an installation.\n"
    "Exit status: 0; 1 where there is no task or no log of it; 2 for wrong usage.\n"
    "Examples:\n"
    "  berth logs                                   the newest task's log\n"
    "  berth logs --follow                          the same, and on until the task has stopped\n"
    "  berth logs --task ARN --container web        one container of one task\n"
    "  berth logs --since 10m --tail 100 -t         the last of it, with times\n"
    "  berth logs --output json | jq -r .message    one JSON object a line";

/// What a task's log is printed from. Made, used and gone within one coroutine.
class LogsCommand {
 public:
  LogsCommand(net::asio::io_context& context, const LogsOptions& options, Endpoint endpoint,
              std::ostream& out)
      : options_(options), clients_(context, std::move(endpoint), clock_), out_(out) {}

  net::Task<Result<void>> run() {
    auto found = co_await find();
    if (!found) co_return fail(found.error());
    for (;;) {
      // Looked at before the log: what a task wrote is there once it has been stopped for a while.
      const bool is_last = !options_.follow || is_settled();
      auto printed = co_await read_merged(readers_, [this](const LogLine& line) {
        print_log_line(line, format_, out_);
        return out_.good();
      });
      out_.flush();
      if (!printed) co_return fail(printed.error());
      if (!out_.good()) {
        co_return fail(client_fault("WriteFailed", "standard output cannot be written to"));
      }
      if (is_last) break;
      co_await net::sleep_for(options_.poll_interval);
      auto refreshed = co_await refresh();
      if (!refreshed) co_return fail(refreshed.error());
    }
    co_return why_nothing();
  }

 private:
  net::Task<Result<void>> find() {
    const std::string& region = options_.region;
    name_ = resolved(
        {options_.task, options_.cluster, region.empty() ? clients_.default_region() : region});
    BERTH_CO_ASSIGN(ecs_, clients_.in(name_.region));
    auto task = co_await find_task(*ecs_, name_);
    if (!task) co_return fail(task.error());
    task_ = std::move(*task);
    name_.task = task_.task_arn.value_or("");
    auto definition = co_await definition_of(*ecs_, task_);
    if (!definition) co_return fail(definition.error());
    BERTH_CO_ASSIGN(auto sources,
                    log_sources(*definition, task_, options_.container, name_.region));
    format_ = format_for(sources);
    BERTH_CO_ASSIGN(const LogWindow window, make_window());
    for (LogSource& source : sources) {
      BERTH_CO_ASSIGN(client::AwsClient * logs, clients_.in(source.region));
      readers_.emplace_back(*logs, std::move(source), window);
    }
    co_return Result<void>();
  }

  Result<LogWindow> make_window() const {
    LogWindow window;
    if (!options_.since.empty()) {
      BERTH_ASSIGN(const TimePoint since, parse_since(options_.since, clock_.now()));
      window.since_ms = to_epoch_ms(since);
    }
    if (options_.tail) window.tail = static_cast<std::size_t>(*options_.tail);
    return window;
  }

  LogFormat format_for(const std::vector<LogSource>& sources) const {
    LogFormat format;
    format.json = options_.output == "json";
    format.timestamps = options_.timestamps;
    format.escape_controls = options_.to_terminal;
    if (sources.size() < 2) return format;
    for (const LogSource& source : sources) {
      format.name_width = std::max(format.name_width, source.container.size());
    }
    return format;
  }

  bool is_stopped() const { return task_.last_status == "STOPPED"; }

  /// The task stopped so long ago that its log is complete. Clocks may differ: longer than
  /// `delivery_time` from now is never waited.
  bool is_settled() {
    if (!is_stopped()) return false;
    const TimePoint now = clock_.now();
    if (!settled_at_) {
      const auto stopped_at = std::min(task_.stopped_at.value_or(now), now);
      settled_at_ = stopped_at + options_.delivery_time;
    }
    return now >= *settled_at_;
  }

  /// Looks for what the task has come to, and on from the ends of its streams.
  net::Task<Result<void>> refresh() {
    for (LogReader& reader : readers_) reader.resume();
    if (is_stopped()) co_return Result<void>();
    auto task = co_await find_task(*ecs_, name_);
    if (!task && task.error().code == "NoTask") {
      task_.last_status = "STOPPED";  // and forgotten
      co_return Result<void>();
    }
    if (!task) co_return fail(task.error());
    task_ = std::move(*task);
    for (LogReader& reader : readers_) name_stream(task_, reader.source());
    co_return Result<void>();
  }

  /// The reason where no container has a stream; success where one has, empty or not.
  Result<void> why_nothing() const {
    const auto found = std::find_if(readers_.begin(), readers_.end(),
                                    [](const LogReader& reader) { return reader.is_found(); });
    if (found != readers_.end()) return {};
    const LogSource& source = readers_.front().source();
    std::string status = task_.last_status.value_or("UNKNOWN");
    if (task_.stopped_reason) status += ": " + *task_.stopped_reason;
    const std::string where = fmt::format("log group {} in {}", source.group, source.region);
    const std::string reason =
        source.stream.empty() ? fmt::format("its container {} is not made yet", source.container)
                              : fmt::format("there is no stream {} in {}", source.stream, where);
    return fail(client_fault("NoLog",
                             fmt::format("task {} has written no log{} ({}): {}", task_id_of(task_),
                                         is_stopped() ? "" : " yet", status, reason)));
  }

  const LogsOptions& options_;
  SystemClock clock_;
  RegionalClients clients_;
  std::ostream& out_;
  TaskName name_;
  client::AwsClient* ecs_ = nullptr;
  aws::ecs::Task task_;
  LogFormat format_;
  std::vector<LogReader> readers_;
  std::optional<TimePoint> settled_at_;
};

int complain(std::ostream& err, const Fault& fault) {
  err << "berth logs: " << told(fault) << '\n';
  return fault.code == "InvalidOption" ? kWrongUsage : kFailed;
}

std::string wrong_since(const std::string& text) {
  const auto parsed = parse_since(text, TimePoint());
  return parsed ? std::string() : parsed.error().message;
}

}  // namespace

void add_logs_options(CLI::App& command, LogsOptions& options) {
  add_state_dir_option(command, options.common);
  auto* task = command.add_option("--task", options.task, "The task; the newest one if absent")
                   ->type_name("ID|ARN");
  refuse_empty(*task);
  command.add_option("--cluster", options.cluster, "The task's cluster, where no ARN names it")
      ->type_name("NAME|ARN")
      ->capture_default_str();
  command.add_option("--region", options.region, "The task's region, where no ARN names it")
      ->type_name("REGION");
  command.add_option("--container", options.container, "One container alone")->type_name("NAME");
  command.add_flag("-f,--follow", options.follow,
                   "Go on with what is written, until the task has stopped");
  command.add_option("--since", options.since, "Not what is older: 30s, 10m, 2h, 1d, or a time")
      ->type_name("DURATION|TIME")
      ->check(CLI::Validator(wrong_since, "", ""));
  command.add_option("--tail", options.tail, "Of each container not more than the last N lines")
      ->type_name("N")
      ->check(CLI::Range(0, kTailMax));
  command.add_flag("-t,--timestamps", options.timestamps, "Begin each line with its time");
  command.add_option("--output", options.output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  options.to_terminal = ::isatty(STDOUT_FILENO) == 1;
  command.footer(kFooter);
}

Result<TimePoint> parse_since(const std::string& text, TimePoint now) {
  if (const auto time = parse_iso8601(text)) return *time;
  constexpr std::string_view kUnits = "smhd";
  constexpr std::int64_t kMilliseconds[] = {1000, 60'000, 3'600'000, 86'400'000};
  constexpr std::int64_t kCountMax = 1'000'000;
  std::int64_t count = -1;
  const char* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, count);
  const auto unit = number.ptr + 1 == end ? kUnits.find(*number.ptr) : std::string_view::npos;
  if (number.ec != std::errc() || unit == std::string_view::npos || count < 0 ||
      count > kCountMax) {
    return fail(client_fault("InvalidOption",
                             "--since wants 30s, 10m, 2h, 1d or a time such as "
                             "2026-11-24T08:00:00Z, and got '" +
                                 text + "'"));
  }
  return now - std::chrono::milliseconds(count * kMilliseconds[unit]);
}

int run_logs(const LogsOptions& options, std::ostream& out, std::ostream& err) {
  auto endpoint =
      find_endpoint(options.common.state_dir, client::process_environment(), "berth logs");
  if (!endpoint) return complain(err, endpoint.error());
  net::Runtime runtime(1);
  Result<void> done;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    LogsCommand command(runtime.main_context(), options, std::move(*endpoint), out);
    done = co_await command.run();
  });
  return done ? 0 : complain(err, done.error());
}

}  // namespace berth::cli
