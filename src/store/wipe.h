// Forgetting everything, for test suites.
#pragma once

#include "store/transaction.h"

namespace berth::store {

/// Deletes every record of every service. The schema stays.
void wipe(Transaction& tx);

}  // namespace berth::store
