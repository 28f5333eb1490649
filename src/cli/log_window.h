// Which part of a log is wanted, as options say it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "aws/models/logs.h"
#include "base/clock.h"
#include "base/result.h"

namespace CLI {
class App;
}

namespace berth::cli {

struct LogWindow {
  std::optional<std::int64_t> since_ms;  ///< not what is older
  std::optional<std::int64_t> until_ms;  ///< not what is of this time or newer
  std::optional<std::size_t> tail;       ///< at first not more than the last so many
};

/// --since and --until as given; empty: the log's beginning and its end.
struct WindowOptions {
  std::string since;
  std::string until;
};

/// Both, checked as they are parsed.
void add_window_options(CLI::App& command, WindowOptions& options);

/// "30s", "10m", "2h" and "1d" before `now`, or a time in ISO 8601. Fault "InvalidOption" names
/// `option`.
Result<TimePoint> parse_log_time(const std::string& option, const std::string& text, TimePoint now);

/// What FilterLogEvents is asked for: the events of a window in a group, or in one `stream` of it,
/// that match `pattern`; an empty one of either is none.
aws::logs::FilterLogEventsRequest filter_request(const LogWindow& window, const std::string& group,
                                                 const std::string& stream,
                                                 const std::string& pattern);

/// Fault "InvalidOption" where one is malformed, or nothing is between the two.
Result<LogWindow> make_window(const WindowOptions& options, TimePoint now);

}  // namespace berth::cli
