// What codecs ask of UTF-8 text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace berth::aws {

/// Whether `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// How many code points UTF-8 text has.
std::size_t count_code_points(std::string_view text);

/// `text` where it is UTF-8; else a copy in which each byte that belongs to no character is U+FFFD.
std::string to_utf8(std::string_view text);

}  // namespace berth::aws
