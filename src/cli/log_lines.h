// How `berth logs` prints what a container wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>

namespace berth::cli {

/// One event of a log stream: usually one line.
struct LogLine {
  std::int64_t timestamp_ms = 0;
  std::string container;  ///< of a task's log
  std::string message;
  std::string stream;  ///< of a group's log
};

struct LogFormat {
  bool json = false;
  bool timestamps = false;       ///< of text; JSON has them always
  bool escape_controls = false;  ///< of text: what it goes to is a terminal
  bool colour = false;           ///< of text: the names in front, each in its own
  std::size_t name_width = 0;    ///< of text: room for the name in front; 0: none is printed
};

/// The text with control characters but tab written as `\x1b` or `\u009b`: it moves no cursor,
/// changes no colour and starts no line.
std::string with_controls_escaped(std::string_view text);

/// "2026-11-24T08:44:11.123Z"
std::string with_milliseconds(std::int64_t timestamp_ms);

/// Prints events: as lines of text, or as one JSON object each with `timestamp` (milliseconds since
/// 1970), `container` or `stream`, and `message`. In front of text stands the container's name, or
/// the stream's. `out` outlives it.
class LogPrinter {
 public:
  LogPrinter(LogFormat format, std::ostream& out) : format_(format), out_(out) {}

  void print(const LogLine& line);

 private:
  std::string start_of(const LogLine& line);
  std::string coloured(const std::string& name, std::string text);

  LogFormat format_;
  std::ostream& out_;
  std::map<std::string, std::size_t> colours_;  ///< in the order in which names came
};

}  // namespace berth::cli
