// JSON over several lines, for people.
#pragma once

#include <string>
#include <string_view>

namespace berth::cli {

/// Two spaces a level; what is no JSON comes back as it is.
std::string pretty_json(std::string_view json);

}  // namespace berth::cli
