// How a process is told to end.
#pragma once

#include <vector>

#include "net/asio.h"

namespace berth::net {

/// Waits for one of `signals` and says which came. They keep being caught (and thus ignored by
/// default action) only while somebody waits.
Task<int> wait_for_signal(std::vector<int> signals);

}  // namespace berth::net
