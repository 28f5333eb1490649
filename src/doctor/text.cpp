// Text for terminals and tickets: what others wrote does not reach them with control characters.
#include "doctor/text.h"

#include <cstdint>

#include <fmt/format.h>

#include "aws/utf8.h"

namespace berth::doctor {
namespace {

/// A code point and its bytes; 0 bytes where there is no whole one.
struct Point {
  std::uint32_t value = 0;
  std::size_t size = 0;
};

Point point_at(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return {};
  std::uint32_t value = first & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3fu);
  }
  const bool is_overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (is_overlong || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return {};
  return {value, size};
}

bool is_control(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x200b && point <= 0x200f) ||
         (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
         point == 0xfeff || point == 0xad;
}

/// The byte after the first `count` characters.
std::size_t cut_after(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size()) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80;
    if (begins && count-- == 0) break;
    ++at;
  }
  return at;
}

}  // namespace

std::string with_controls_shown(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Point point = point_at(text);
    if (point.size == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
      continue;
    }
    if (point.value == '\t') {
      out += ' ';
    } else if (is_control(point.value)) {
      out += point.value < 0x80 ? fmt::format("\\x{:02x}", point.value)
                                : fmt::format("\\u{:04x}", point.value);
    } else {
      out += text.substr(0, point.size);
    }
    text.remove_prefix(point.size);
  }
  return out;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string next = "\n" + std::string(indent, ' ');
  const std::size_t room = width > indent + 10 ? width - indent : 10;
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
    const std::size_t wide = aws::count_code_points(word);
    if (used > 0 && used + 1 + wide > room) {
      out += next;
      used = 0;
    } else if (used > 0) {
      out += ' ';
      ++used;
    }
    while (aws::count_code_points(word) > room) {
      const std::size_t at = cut_after(word, room);
      out += std::string(word.substr(0, at)) + next;
      word.remove_prefix(at);
    }
    out += word;
    used += aws::count_code_points(word);
  }
  return out;
}

}  // namespace berth::doctor
