// What codecs ask of UTF-8 text, by simdjson's vector code.
#include "aws/utf8.h"

#include <algorithm>

#include <simdjson.h>

namespace berth::aws {
namespace {

/// The size of the well-formed character that `text` begins with, or 0.
std::size_t character_size(std::string_view text) {
  constexpr std::size_t kSizeMax = 4;
  for (std::size_t size = 1; size <= std::min(kSizeMax, text.size()); ++size) {
    if (is_utf8(text.substr(0, size))) return size;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return simdjson::validate_utf8(text.data(), text.size());
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

std::string to_utf8(std::string_view text) {
  std::string out;
  if (is_utf8(text)) return out.assign(text);
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    out += size == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace berth::aws
