// A small streaming writer of JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace berth::aws {

/// Writes one JSON value; commas come by themselves. Text must be UTF-8. Whoever calls keeps begin
/// and end in balance.
class JsonWriter {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);
  void string(std::string_view text);
  void integer(std::int64_t value);
  /// Shortest form that reads back as the same number.
  void number(double value);
  void boolean(bool value);
  void null();
  /// JSON text as it stands.
  void raw(std::string_view json);

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  void open(char bracket);
  void close(char bracket);
  void separate();
  void append_quoted(std::string_view text);

  std::string text_;
  bool first_ = true;
  bool after_key_ = false;
};

}  // namespace berth::aws
