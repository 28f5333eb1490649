// A small streaming writer of JSON.
#include "aws/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>

namespace berth::aws {
namespace {

constexpr std::array<bool, 256> make_plain() {
  std::array<bool, 256> plain{};
  for (std::size_t i = 0x20; i < 256; ++i) plain[i] = true;
  plain['"'] = false;
  plain['\\'] = false;
  return plain;
}

constexpr std::array<bool, 256> kPlain = make_plain();

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u00";
  out += kHex[static_cast<unsigned char>(c) >> 4];
  out += kHex[static_cast<unsigned char>(c) & 15];
}

}  // namespace

void JsonWriter::separate() {
  if (!first_ && !after_key_) text_ += ',';
  first_ = false;
  after_key_ = false;
}

void JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  first_ = true;
}

void JsonWriter::close(char bracket) {
  text_ += bracket;
  first_ = false;
  after_key_ = false;
}

void JsonWriter::append_quoted(std::string_view text) {
  text_ += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kPlain[static_cast<unsigned char>(text[i])]) continue;
    text_.append(text, begin, i - begin);
    append_escaped(text_, text[i]);
    begin = i + 1;
  }
  text_.append(text, begin);
  text_ += '"';
}

void JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(name);
  text_ += ':';
  after_key_ = true;
}

void JsonWriter::string(std::string_view text) {
  separate();
  append_quoted(text);
}

void JsonWriter::integer(std::int64_t value) {
  separate();
  char digits[24];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  text_.append(digits, end);
}

void JsonWriter::number(double value) {
  if (!std::isfinite(value))
    return string(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
  separate();
  char digits[40];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  text_.append(digits, end);
}

void JsonWriter::boolean(bool value) {
  separate();
  text_ += value ? "true" : "false";
}

void JsonWriter::null() {
  separate();
  text_ += "null";
}

void JsonWriter::raw(std::string_view json) {
  separate();
  text_ += json;
}

}  // namespace berth::aws
