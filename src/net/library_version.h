// Which Boost the executable was compiled against.
#pragma once

#include <string>

namespace berth::net {

/// "1.81.0"
std::string library_version();

}  // namespace berth::net
