// How a command that is a client tells that something went wrong.
#pragma once

#include <string>

#include "base/fault.h"

namespace berth::cli {

/// The reason for people, in one line without control characters: our own faults are sentences, a
/// service's and the network's are told with their code.
std::string told(const Fault& fault);

}  // namespace berth::cli
