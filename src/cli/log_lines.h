// How `berth logs` prints what a container wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace berth::cli {

/// One event of a log stream: usually one line.
struct LogLine {
  std::int64_t timestamp_ms = 0;
  std::string container;
  std::string message;
};

struct LogFormat {
  bool json = false;
  bool timestamps = false;       ///< of text; JSON has them always
  bool escape_controls = false;  ///< of text: what it goes to is a terminal
  std::size_t name_width = 0;    ///< of text: room for the container's name; 0: none is printed
};

/// The text with control characters but tab written as `\x1b` or `\u009b`: it moves no cursor,
/// changes no colour and starts no line.
std::string with_controls_escaped(std::string_view text);

/// Prints one event: as lines of text, or as one JSON object with `timestamp` (milliseconds since
/// 1970), `container` and `message`.
void print_log_line(const LogLine& line, const LogFormat& format, std::ostream& out);

}  // namespace berth::cli
