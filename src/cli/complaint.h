// How a command that is a client tells that something went wrong.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "base/fault.h"

namespace berth::cli {

/// The reason for people, in one line without control characters: our own faults are sentences, a
/// service's and the network's are told with their code.
std::string told(const Fault& fault);

/// Says on `err` what went wrong for `command`, "berth why"; returns the exit status, kWrongUsage
/// where the fault is of what was typed, else kFailed.
int complain(std::ostream& err, std::string_view command, const Fault& fault);

}  // namespace berth::cli
