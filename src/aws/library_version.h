// Which simdjson the executable was compiled against.
#pragma once

#include <string>

namespace berth::aws {

/// "3.0.1"
std::string library_version();

}  // namespace berth::aws
