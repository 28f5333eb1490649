// Text in commands for people to paste into a POSIX shell.
#pragma once

#include <string>
#include <string_view>

namespace berth {

/// `text` in single quotes, which hold everything but themselves.
std::string shell_quoted(std::string_view text);

/// `text` as one word: as it is where that is safe, else quoted.
std::string shell_word(std::string_view text);

}  // namespace berth
