// The models' regular expressions, compiled once: part of the validator.
#pragma once

#include <string_view>

namespace berth::aws {

/// Whether all of `text` (UTF-8) matches `pattern`, which is a model's: Java's syntax, of which RE2
/// knows all that the models use but look-ahead. Safe to call from any thread; each pattern is
/// compiled at its first use and kept, so `pattern` must be static text.
bool matches_pattern(std::string_view pattern, std::string_view text);

/// Whether `pattern` can be compiled. One that cannot is taken to match everything.
bool pattern_is_known(std::string_view pattern);

}  // namespace berth::aws
