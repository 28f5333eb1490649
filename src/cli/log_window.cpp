// Which part of a log is wanted, as options say it.
#include "cli/log_window.h"

#include <charconv>
#include <chrono>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/time_format.h"

namespace berth::cli {
namespace {

CLI::Validator time_of(const std::string& option) {
  const auto reason = [option](const std::string& text) {
    const auto parsed = parse_log_time(option, text, TimePoint());
    return parsed ? std::string() : parsed.error().message;
  };
  return CLI::Validator(reason, "", "");
}

}  // namespace

void add_window_options(CLI::App& command, WindowOptions& options) {
  command.add_option("--since", options.since, "Not what is older: 30s, 10m, 2h, 1d, or a time")
      ->type_name("DURATION|TIME")
      ->check(time_of("--since"));
  command.add_option("--until", options.until, "Only what is older: 30s, 10m, 2h, 1d, or a time")
      ->type_name("DURATION|TIME")
      ->check(time_of("--until"));
}

Result<TimePoint> parse_log_time(const std::string& option, const std::string& text,
                                 TimePoint now) {
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
    return fail(client_fault("InvalidOption", option +
                                                  " wants 30s, 10m, 2h, 1d or a time such as "
                                                  "2026-11-24T08:00:00Z, and got '" +
                                                  text + "'"));
  }
  return now - std::chrono::milliseconds(count * kMilliseconds[unit]);
}

Result<LogWindow> make_window(const WindowOptions& options, TimePoint now) {
  LogWindow window;
  if (!options.since.empty()) {
    BERTH_ASSIGN(const TimePoint since, parse_log_time("--since", options.since, now));
    window.since_ms = to_epoch_ms(since);
  }
  if (!options.until.empty()) {
    BERTH_ASSIGN(const TimePoint until, parse_log_time("--until", options.until, now));
    window.until_ms = to_epoch_ms(until);
  }
  const bool is_empty = window.since_ms && window.until_ms && *window.since_ms >= *window.until_ms;
  if (is_empty) return fail(client_fault("InvalidOption", "--until is not after --since"));
  return window;
}

aws::logs::FilterLogEventsRequest filter_request(const LogWindow& window, const std::string& group,
                                                 const std::string& stream,
                                                 const std::string& pattern) {
  aws::logs::FilterLogEventsRequest request;
  request.log_group_name = group;
  if (!stream.empty()) request.log_stream_names.emplace(1, stream);
  if (!pattern.empty()) request.filter_pattern = pattern;
  request.start_time = window.since_ms;
  // Here the last millisecond counts.
  if (window.until_ms) request.end_time = *window.until_ms - 1;
  return request;
}

}  // namespace berth::cli
