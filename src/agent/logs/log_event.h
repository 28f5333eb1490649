// A line that a container printed, and the event of CloudWatch Logs that becomes of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace berth::agent {

/// As the engine kept it, without its newline.
struct LogLine {
  std::int64_t timestamp_ms = 0;  ///< since 1970, when it was printed
  std::string text;
};

/// An event as PutLogEvents takes it: UTF-8, never empty.
struct LogEvent {
  std::int64_t timestamp_ms = 0;
  std::string message;
  bool operator==(const LogEvent&) const = default;
};

/// What an event counts besides its message (PutLogEvents in the CloudWatch Logs API reference).
inline constexpr std::size_t kEventOverheadBytes = 26;
/// So long a message is at most: 256 KiB with that. Docker's driver cuts longer lines, too.
inline constexpr std::size_t kMessageBytesMax = 262'144 - kEventOverheadBytes;

}  // namespace berth::agent
