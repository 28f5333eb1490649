// This program's own file: for messages that say what to run.
#pragma once

#include <string>

namespace berth {

/// The absolute path of the running executable; "berth" where it cannot be told.
std::string own_executable();

}  // namespace berth
