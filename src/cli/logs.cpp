// `berth logs`: the log of a task or of a log group, from CloudWatch Logs as any client would read
// it.
#include "cli/logs.h"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/complaint.h"
#include "cli/endpoint.h"
#include "cli/exit_status.h"
#include "cli/filter_reader.h"
#include "cli/log_lines.h"
#include "cli/log_query.h"
#include "cli/log_reader.h"
#include "cli/log_subject.h"
#include "cli/stream_reader.h"
#include "net/runtime.h"

namespace berth::cli {
namespace {

constexpr int kTailMax = 1'000'000;

constexpr const char* kLogsFooter =
    "Without TASK or GROUP it is the newest task of the cluster, running or stopped. A task is an\n"
    "id or an ARN, everything else a log group. The lines are read from CloudWatch Logs, so the\n"
    "task's containers log with the driver awslogs; its options in the task definition say which\n"
    "group and region. A line reaches CloudWatch Logs up to five seconds after it was written.\n"
    "Why a task has stopped is told on standard error, after its last line. --follow waits a\n"
    "minute for a server that is away. A group named export is written 'export:'.\n"
    "AWS_ENDPOINT_URL with AWS_ACCESS_KEY_ID or AWS_PROFILE in the environment point it at any\n"
    "other endpoint, unless --state-dir names an installation.\n"
    "Exit status: 0; 1 where there is no task or no log of it; 2 for wrong usage.\n"
    "Examples:\n"
    "  berth logs                                   the newest task's log\n"
    "  berth logs --follow                          the same, and on until the task has stopped\n"
    "  berth logs ARN --container web               one container of one task\n"
    "  berth logs --since 10m --tail 100 -t         the last of it, with times\n"
    "  berth logs ecs-tasks --filter '?ERROR ?WARN' -f\n"
    "  berth logs ecs-tasks --query 'stats count(*) by bin(5m)' --since 1d\n"
    "  berth logs --output json | jq -r .message    one JSON object a line\n"
    "  berth logs export ecs-tasks --to ecs-tasks.jsonl";

/// What a log is printed from. Made, used and gone within one coroutine.
class LogsCommand {
 public:
  LogsCommand(net::asio::io_context& context, const LogsOptions& options, Endpoint endpoint,
              std::ostream& out, std::ostream& err)
      : options_(options), clients_(context, std::move(endpoint), clock_), out_(out), err_(err) {}

  net::Task<Result<void>> run() {
    BERTH_CO_ASSIGN(window_, make_window(options_.window, clock_.now()));
    if (options_.tail) window_.tail = static_cast<std::size_t>(*options_.tail);
    BERTH_CO_ASSIGN(subject_, make_subject());
    auto sources = co_await subject_->find();
    if (!sources) co_return fail(sources.error());
    auto done =
        options_.query.empty() ? print_lines(std::move(*sources)) : print_rows(std::move(*sources));
    auto printed = co_await std::move(done);
    co_return printed;
  }

 private:
  Result<std::unique_ptr<LogSubject>> make_subject() {
    const std::string& region =
        options_.region.empty() ? clients_.default_region() : options_.region;
    BERTH_ASSIGN(LogTarget target, parse_log_target(options_.target));
    if (!options_.task.empty()) target.task = options_.task;
    if (target.region.empty()) target.region = region;
    if (!target.group.empty()) {
      is_whole_group_ = target.stream.empty();
      return make_group_subject(std::move(target));
    }
    return make_task_subject(clients_, clock_, {target.task, options_.cluster, region},
                             options_.container, options_.delivery_time);
  }

  Result<void> make_readers(std::vector<LogSource> sources) {
    for (LogSource& source : sources) {
      BERTH_ASSIGN(client::AwsClient * logs, clients_.in(source.region));
      if (options_.filter.empty() && !is_whole_group_) {
        readers_.push_back(std::make_unique<StreamReader>(*logs, std::move(source), window_));
        continue;
      }
      FilterReading reading{options_.filter, !is_whole_group_, options_.follow};
      readers_.push_back(std::make_unique<FilterReader>(*logs, clock_, std::move(source), window_,
                                                        std::move(reading)));
    }
    return {};
  }

  LogFormat format_for(const std::vector<LogSource>& sources) const {
    LogFormat format;
    format.json = options_.output == "json";
    format.timestamps = options_.timestamps;
    format.escape_controls = options_.to_terminal;
    format.colour = options_.colour;
    if (is_whole_group_) format.name_width = 1;
    if (sources.size() < 2) return format;
    for (const LogSource& source : sources) {
      format.name_width = std::max(format.name_width, source.container.size());
    }
    return format;
  }

  net::Task<Result<void>> print_lines(std::vector<LogSource> sources) {
    LogPrinter printer(format_for(sources), out_);
    auto made = make_readers(std::move(sources));
    if (!made) co_return fail(made.error());
    const std::function<bool(const LogLine&)> take = [this, &printer](const LogLine& line) {
      printer.print(line);
      return out_.good();
    };
    for (;;) {
      // Looked at before the log: what a task wrote is there once it has been stopped for a while.
      const bool is_last = !options_.follow || subject_->is_settled();
      auto printed = co_await read_merged(readers_, take);
      out_.flush();
      if (!out_.good()) {
        co_return fail(client_fault("WriteFailed", "standard output cannot be written to"));
      }
      if (!printed && !is_waited_out(printed.error())) co_return fail(printed.error());
      if (printed) away_since_.reset();
      const bool is_over = is_last || !(is_found() || subject_->is_waited_for());
      if (printed && is_over) break;
      co_await net::sleep_for(options_.poll_interval);
      auto refreshed = co_await refresh();
      if (!refreshed && !is_waited_out(refreshed.error())) co_return fail(refreshed.error());
    }
    if (!is_found()) co_return fail(subject_->why_nothing(readers_.front()->source()));
    const std::string epilogue = subject_->epilogue();
    if (!epilogue.empty()) err_ << "berth logs: " << with_controls_escaped(epilogue) << '\n';
    co_return Result<void>();
  }

  bool is_found() const {
    return std::any_of(readers_.begin(), readers_.end(),
                       [](const auto& reader) { return reader->is_found(); });
  }

  /// A server that is started anew is there again soon: what is followed is read on from where it
  /// was.
  bool is_waited_out(const Fault& fault) {
    const bool is_away = fault.code == "ConnectionRefused" || fault.code == "Broken" ||
                         fault.code == "Timeout" || fault.http_status == 503;
    if (!options_.follow || !is_found() || !is_away) return false;
    const TimePoint now = clock_.now();
    if (!away_since_) away_since_ = now;
    return now - *away_since_ < options_.away_max;
  }

  net::Task<Result<void>> refresh() {
    std::vector<LogSource*> sources;
    for (const auto& reader : readers_) {
      reader->resume();
      sources.push_back(&reader->source());
    }
    auto refreshed = co_await subject_->refresh(std::move(sources));
    co_return refreshed;
  }

  net::Task<Result<void>> print_rows(std::vector<LogSource> sources) {
    const std::string region = sources.front().region;
    const bool one_region =
        std::all_of(sources.begin(), sources.end(),
                    [&region](const LogSource& source) { return source.region == region; });
    if (!one_region) {
      co_return fail(client_fault("InvalidOption",
                                  "the task's containers log to several regions: "
                                  "name one with --container"));
    }
    BERTH_CO_ASSIGN(client::AwsClient * logs, clients_.in(region));
    auto result = co_await run_log_query(*logs, std::move(sources), options_.query, window_,
                                         clock_.now(), options_.poll_interval);
    if (!result) co_return fail(result.error());
    const auto print = options_.output == "json" ? print_query_json : print_query_table;
    print(result->rows, out_);
    if (result->status == "Complete") co_return Result<void>();
    co_return fail(client_fault("QueryIncomplete",
                                "the query ended as " + result->status +
                                    ": what is printed is of the newest events only; narrow it "
                                    "with --since and --until"));
  }

  const LogsOptions& options_;
  SystemClock clock_;
  RegionalClients clients_;
  std::ostream& out_;
  std::ostream& err_;
  LogWindow window_;
  bool is_whole_group_ = false;
  std::unique_ptr<LogSubject> subject_;
  LogReaders readers_;
  std::optional<TimePoint> away_since_;  ///< of the server
};

/// See no-color.org.
bool wants_colour() {
  const char* const term = std::getenv("TERM");
  const char* const no_colour = std::getenv("NO_COLOR");
  return (no_colour == nullptr || *no_colour == '\0') && term != nullptr &&
         std::string_view(term) != "dumb";
}

std::string wrong_target(const std::string& text) {
  const auto parsed = parse_log_target(text);
  return parsed ? std::string() : parsed.error().message;
}

void add_subject_options(CLI::App& command, LogsOptions& options) {
  auto* target =
      command.add_option("target", options.target, "A task, a log group, or a stream of one")
          ->type_name("TASK|GROUP[:STREAM]")
          ->check(CLI::Validator(wrong_target, "", ""));
  auto* task = command.add_option("--task", options.task, "The task; the newest one if absent")
                   ->type_name("ID|ARN")
                   ->excludes(target);
  for (auto* const named : {target, task}) refuse_empty(*named);
  command.add_option("--cluster", options.cluster, "The task's cluster, where no ARN names it")
      ->type_name("NAME|ARN")
      ->capture_default_str();
  command.add_option("--region", options.region, "The region, where no ARN names it")
      ->type_name("REGION");
  command.add_option("--container", options.container, "One container alone")->type_name("NAME");
}

void add_reading_options(CLI::App& command, LogsOptions& options) {
  auto* follow = command.add_flag("-f,--follow", options.follow,
                                  "Go on with what is written, until the task has stopped");
  auto* tail = command
                   .add_option("--tail", options.tail,
                               "Of each container, or of the group, the last N lines")
                   ->type_name("N")
                   ->check(CLI::Range(0, kTailMax));
  auto* filter = command
                     .add_option("--filter", options.filter,
                                 "Only what matches this filter pattern of CloudWatch Logs")
                     ->type_name("PATTERN");
  auto* query = command
                    .add_option("--query", options.query,
                                "Print the rows of this query of CloudWatch Logs Insights")
                    ->type_name("QUERY");
  for (auto* const named : {filter, query}) refuse_empty(*named);
  for (auto* const other : {follow, tail, filter}) query->excludes(other);
}

}  // namespace

void add_logs_options(CLI::App& command, LogsOptions& options) {
  add_state_dir_option(command, options.common);
  add_subject_options(command, options);
  add_reading_options(command, options);
  add_window_options(command, options.window);
  command.get_option("--follow")->excludes(command.get_option("--until"));
  command.add_flag("-t,--timestamps", options.timestamps, "Begin each line with its time");
  command.add_option("--output", options.output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  options.to_terminal = ::isatty(STDOUT_FILENO) == 1;
  options.colour = options.to_terminal && wants_colour();
  command.footer(kLogsFooter);
}

int run_logs(const LogsOptions& options, std::ostream& out, std::ostream& err) {
  auto endpoint =
      find_endpoint(options.common.state_dir, client::process_environment(), "berth logs");
  if (!endpoint) return complain(err, "berth logs", endpoint.error());
  net::Runtime runtime(1);
  Result<void> done;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    LogsCommand command(runtime.main_context(), options, std::move(*endpoint), out, err);
    done = co_await command.run();
  });
  return done ? kDone : complain(err, "berth logs", done.error());
}

}  // namespace berth::cli
