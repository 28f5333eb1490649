// The SQLite that Berth runs with.
#pragma once

#include <string>

namespace berth::store {

/// "3.40.1"
std::string library_version();

}  // namespace berth::store
