// Which OpenSSL the executable was compiled against.
#pragma once

#include <string>

namespace berth::crypto {

/// "3.0.17"
std::string library_version();

}  // namespace berth::crypto
