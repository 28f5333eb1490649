// The number that says which state of IAM a transaction sees: what was compiled from one is good
// for as long as the number is.
#pragma once

#include <cstdint>

#include "store/transaction.h"

namespace berth::store {

/// The state of IAM in this transaction's view. Two transactions with the same number see the same
/// users, keys, roles and policies.
std::int64_t iam_revision(Transaction& tx);

/// Gives the state a number that none had before, also none of a transaction that was undone. Every
/// function of this folder that changes what a decision may rest on calls it.
void bump_iam_revision(Transaction& tx);

}  // namespace berth::store
