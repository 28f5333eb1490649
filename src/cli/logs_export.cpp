// `berth logs export`: a log group's events as a local file.
#include "cli/logs_export.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "aws/json_codec.h"
#include "aws/models/logs.h"
#include "cli/complaint.h"
#include "cli/endpoint.h"
#include "cli/exit_status.h"
#include "cli/export_file.h"
#include "cli/log_lines.h"
#include "cli/log_target.h"
#include "net/runtime.h"
#include "net/signals.h"

namespace berth::cli {
namespace {

constexpr const char* kExportFooter =
    "One JSON object a line: timestamp, ingestionTime, logStreamName, message and eventId of an\n"
    "event, in order of time. In a folder the file gets the group's name. It appears when it is\n"
    "complete, and replaces another only with --force; only its owner may read it. It is not\n"
    "compressed.\n"
    "Exit status: 0; 1 where there is no group or the file cannot be written; 2 for wrong usage.\n"
    "Examples:\n"
    "  berth logs export ecs-tasks --to ecs-tasks.jsonl\n"
    "  berth logs export /ecs/web:p/main/0123 --since 1d --filter ERROR --to /var/tmp\n"
    "  berth logs export ecs-tasks --until 2026-11-24 --to old.jsonl && gzip old.jsonl";

/// "/ecs/web" is "ecs.web.jsonl" in a folder.
std::string file_name_of(const LogTarget& target) {
  std::string name = target.group;
  if (!target.stream.empty()) name += "/" + target.stream;
  std::replace(name.begin(), name.end(), '/', '.');
  name.erase(0, name.find_first_not_of('.'));
  return (name.empty() ? "log" : name) + ".jsonl";
}

std::string path_of(const std::string& to, const LogTarget& target) {
  std::error_code ignored;
  const bool is_folder = to.back() == '/' || std::filesystem::is_directory(to, ignored);
  return is_folder ? (std::filesystem::path(to) / file_name_of(target)).string() : to;
}

/// Set from the runtime's thread, by a coroutine that outlives the command.
using Interrupted = std::shared_ptr<int>;

net::Task<void> note_signal(Interrupted signal) {
  std::vector<int> signals{SIGINT, SIGTERM};
  *signal = co_await net::wait_for_signal(std::move(signals));
}

/// Made, used and gone within one coroutine.
class ExportCommand {
 public:
  ExportCommand(net::asio::io_context& context, const LogsExportOptions& options, Endpoint endpoint,
                std::ostream& out, std::ostream& err)
      : options_(options), clients_(context, std::move(endpoint), clock_), out_(out), err_(err) {
    net::spawn(context, note_signal(signal_));
  }

  net::Task<Result<void>> run() {
    BERTH_CO_ASSIGN(const LogTarget target, parse_group_target(options_.target));
    BERTH_CO_ASSIGN(aws::logs::FilterLogEventsRequest request, first_request(target));
    BERTH_CO_ASSIGN(client::AwsClient * logs, clients_.in(region_of(target)));
    BERTH_CO_ASSIGN(ExportFile file,
                    ExportFile::create(path_of(options_.to, target), options_.force));
    do {
      auto page = co_await logs->call<aws::logs::ops::FilterLogEvents>(request);
      if (!page) co_return fail(page.error());
      if (*signal_ != 0) co_return fail(client_fault("Interrupted", "interrupted"));
      auto written = write(*page, file);
      if (!written) co_return fail(written.error());
      request.next_token = page->next_token;
    } while (request.next_token && !request.next_token->empty());
    auto finished = file.finish();
    if (!finished) co_return fail(finished.error());
    report(target, file.path());
    co_return Result<void>();
  }

  /// What is shown of the progress goes.
  void clear_progress() {
    if (options_.progress && events_ > 0) err_ << "\r\x1b[K" << std::flush;
  }

 private:
  const std::string& region_of(const LogTarget& target) const {
    if (!target.region.empty()) return target.region;
    return options_.region.empty() ? clients_.default_region() : options_.region;
  }

  Result<aws::logs::FilterLogEventsRequest> first_request(const LogTarget& target) const {
    BERTH_ASSIGN(const LogWindow window, make_window(options_.window, clock_.now()));
    return filter_request(window, target.group, target.stream, options_.filter);
  }

  Result<void> write(const aws::logs::FilterLogEventsResponse& page, ExportFile& file) {
    if (!page.events || page.events->empty()) return {};
    for (const auto& event : *page.events) {
      const std::string line = aws::encode_json(event) + "\n";
      BERTH_TRY(file.write(line));
      bytes_ += line.size();
      ++events_;
    }
    if (!options_.progress) return {};
    const auto reached = page.events->back().timestamp.value_or(0);
    err_ << fmt::format("\r\x1b[K{} events, up to {}", events_, with_milliseconds(reached))
         << std::flush;
    return {};
  }

  void report(const LogTarget& target, const std::string& path) {
    clear_progress();
    if (options_.output == "json") {
      aws::JsonWriter json;
      json.begin_object();
      json.key("file");
      json.string(path);
      json.key("events");
      json.integer(static_cast<std::int64_t>(events_));
      json.key("bytes");
      json.integer(static_cast<std::int64_t>(bytes_));
      json.end_object();
      out_ << json.take() << '\n';
      return;
    }
    out_ << fmt::format("{} event{} of {} written to {}\n", events_, events_ == 1 ? "" : "s",
                        target.group, path);
  }

  const LogsExportOptions& options_;
  SystemClock clock_;
  RegionalClients clients_;
  std::ostream& out_;
  std::ostream& err_;
  Interrupted signal_ = std::make_shared<int>(0);
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
};

std::string wrong_group(const std::string& text) {
  const auto parsed = parse_group_target(text);
  return parsed ? std::string() : parsed.error().message;
}

/// A name that promises what the file would not be.
std::string wrong_file(const std::string& text) {
  for (const char* suffix : {".gz", ".zst", ".bz2", ".xz"}) {
    if (text.ends_with(suffix))
      return text + ": the file is not compressed; compress it afterwards";
  }
  return {};
}

}  // namespace

void add_logs_export_options(CLI::App& command, LogsExportOptions& options) {
  add_state_dir_option(command, options.common);
  auto* group = command.add_option("group", options.target, "A log group, or a stream of one")
                    ->type_name("GROUP[:STREAM]")
                    ->required()
                    ->check(CLI::Validator(wrong_group, "", ""));
  auto* to = command.add_option("--to", options.to, "The file, or a folder that is there")
                 ->type_name("FILE|DIR")
                 ->required()
                 ->check(CLI::Validator(wrong_file, "", ""));
  auto* filter = command
                     .add_option("--filter", options.filter,
                                 "Only what matches this filter pattern of CloudWatch Logs")
                     ->type_name("PATTERN");
  for (auto* const named : {group, to, filter}) refuse_empty(*named);
  add_window_options(command, options.window);
  command.add_option("--region", options.region, "The group's region, where no ARN names it")
      ->type_name("REGION");
  command.add_flag("--force", options.force, "Replace the file where it is there");
  command.add_option("--output", options.output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  options.progress = ::isatty(STDERR_FILENO) == 1;
  command.footer(kExportFooter);
}

int run_logs_export(const LogsExportOptions& options, std::ostream& out, std::ostream& err) {
  auto endpoint =
      find_endpoint(options.common.state_dir, client::process_environment(), "berth logs export");
  if (!endpoint) return complain(err, "berth logs export", endpoint.error());
  net::Runtime runtime(1);
  Result<void> done;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    ExportCommand command(runtime.main_context(), options, std::move(*endpoint), out, err);
    done = co_await command.run();
    if (!done) command.clear_progress();
  });
  return done ? kDone : complain(err, "berth logs export", done.error());
}

}  // namespace berth::cli
