// Records of what users and roles used last: an action at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// The last time that a user or role tried an action, whether it was allowed or not.
struct UseRecord {
  std::string principal_id;  ///< "AIDA…" or "AROA…"
  std::string action;        ///< "ecs:RunTask"
  std::int64_t used_at_ms = 0;
  std::string region;

  bool operator==(const UseRecord&) const = default;
};

/// Takes the place of an earlier use. Does not change iam_revision: no decision rests on it.
void note_use(Transaction& tx, const UseRecord& use);
/// All of a user or role, by action.
std::vector<UseRecord> list_uses(Transaction& tx, std::string_view principal_id);
/// Forgets uses from before `oldest_ms` (epoch).
void forget_uses(Transaction& tx, std::int64_t oldest_ms);

}  // namespace berth::store
