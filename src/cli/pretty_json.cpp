// JSON over several lines, for people.
#include "cli/pretty_json.h"

#include "aws/json_tree.h"

namespace berth::cli {
namespace {

class PrettyWriter {
 public:
  explicit PrettyWriter(std::string_view json) : json_(json) {}

  void write(const aws::JsonValue& value) {
    if (value.is_object() && !value.members.empty()) {
      open('{');
      for (const auto& [name, member] : value.members) {
        begin_item();
        write_name(member);
        write(member);
      }
      close('}');
    } else if (value.is_array() && !value.elements.empty()) {
      open('[');
      for (const aws::JsonValue& each : value.elements) {
        begin_item();
        write(each);
      }
      close(']');
    } else {
      out_ += json_.substr(value.begin, value.end - value.begin);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  /// As it is written, escapes included: from the quote before the member back to its own.
  void write_name(const aws::JsonValue& member) {
    const std::size_t end = json_.rfind('"', member.begin - 1);
    std::size_t begin = end;
    do {
      begin = json_.rfind('"', begin - 1);
    } while (begin > 0 && json_[begin - 1] == '\\');
    out_.append(json_.substr(begin, end - begin + 1)).append(": ");
  }
  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void close(char bracket) {
    --depth_;
    new_line();
    out_ += bracket;
    first_ = false;
  }
  void begin_item() {
    if (!first_) out_ += ',';
    first_ = false;
    new_line();
  }
  void new_line() { out_.append("\n").append(static_cast<std::size_t>(2 * depth_), ' '); }

  std::string_view json_;
  std::string out_;
  int depth_ = 0;
  bool first_ = true;
};

}  // namespace

std::string pretty_json(std::string_view json) {
  const auto tree = aws::parse_json(json);
  if (!tree) return std::string(json);
  PrettyWriter writer(json);
  writer.write(*tree);
  return writer.take();
}

}  // namespace berth::cli
