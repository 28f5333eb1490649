// Text for terminals and tickets: what others wrote does not reach them with control characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace berth::doctor {

/// The text with control characters, line ends included, written as `\x1b` or `\u009b`; also
/// directional marks and invisible ones of Unicode, with which a line can be made to look like
/// another, and bytes that are no UTF-8.
std::string with_controls_shown(std::string_view text);

/// Breaks a text into lines of at most `width` characters at spaces; longer words are cut.
/// Every line after the first begins with `indent` spaces.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace berth::doctor
