// How `berth logs` prints what a container wrote.
#include "cli/log_lines.h"

#include <iterator>
#include <ostream>

#include <fmt/format.h>

#include "aws/json_writer.h"
#include "base/clock.h"
#include "base/time_format.h"

namespace berth::cli {
namespace {

/// Readable on dark and on light: cyan, yellow, green, magenta, blue, red.
constexpr std::string_view kColours[] = {"36", "33", "32", "35", "34", "31"};

void print_json(const LogLine& line, std::ostream& out) {
  aws::JsonWriter json;
  json.begin_object();
  json.key("timestamp");
  json.integer(line.timestamp_ms);
  const bool of_task = !line.container.empty();
  json.key(of_task ? "container" : "stream");
  json.string(of_task ? line.container : line.stream);
  json.key("message");
  json.string(line.message);
  json.end_object();
  out << json.take() << '\n';
}

}  // namespace

std::string with_milliseconds(std::int64_t timestamp_ms) {
  std::string text = format_iso8601(from_epoch_ms(timestamp_ms));
  text.pop_back();
  return text + fmt::format(".{:03}Z", timestamp_ms % 1000);
}

std::string with_controls_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((byte < 0x20 && byte != '\t') || byte == 0x7f) {
      escaped += fmt::format("\\x{:02x}", byte);
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // C1 controls in UTF-8
      escaped += fmt::format("\\u{:04x}", next);
      ++i;
    } else {
      escaped += text[i];
    }
  }
  return escaped;
}

std::string LogPrinter::coloured(const std::string& name, std::string text) {
  if (!format_.colour) return text;
  const std::size_t place = colours_.try_emplace(name, colours_.size()).first->second;
  return fmt::format("\x1b[{}m{}\x1b[0m", kColours[place % std::size(kColours)], text);
}

std::string LogPrinter::start_of(const LogLine& line) {
  std::string start;
  if (format_.name_width > 0) {
    const std::string& name = line.container.empty() ? line.stream : line.container;
    std::string shown = format_.escape_controls ? with_controls_escaped(name) : name;
    start = coloured(name, fmt::format("{:<{}} | ", shown, format_.name_width));
  }
  if (format_.timestamps) start += with_milliseconds(line.timestamp_ms) + " ";
  return start;
}

void LogPrinter::print(const LogLine& line) {
  if (format_.json) return print_json(line, out_);
  const std::string start = start_of(line);
  std::string_view rest = line.message;
  if (!rest.empty() && rest.back() == '\n') rest.remove_suffix(1);
  for (bool more = true; more;) {
    const std::size_t end = rest.find('\n');
    std::string_view one = rest.substr(0, end);
    more = end != std::string_view::npos;
    if (more) rest.remove_prefix(end + 1);
    if (format_.escape_controls) {
      // Programs on a pseudo-terminal end their lines with both.
      if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
      out_ << start << with_controls_escaped(one) << '\n';
    } else {
      out_ << start << one << '\n';
    }
  }
}

}  // namespace berth::cli
