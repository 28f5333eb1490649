// A recorded decision as `berth why` prints it for people.
#pragma once

#include <iosfwd>

#include "aws/models/berth.h"

namespace berth::cli {

/// Caller, action, resource, decision; for a denial the policies considered, the nearest miss, and
/// what to change. Commands stand in lines of their own. Control characters are escaped.
void print_decision(const aws::berth::Decision& decision, std::ostream& out);

}  // namespace berth::cli
