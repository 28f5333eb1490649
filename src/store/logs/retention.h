// What a group's retention takes away.
#pragma once

#include <cstdint>

#include "store/transaction.h"

namespace berth::store {

/// Deletes blocks whose last event is past its group's retention, at most `limit`, and takes their
/// bytes off the group's; returns how many went.
std::int64_t delete_expired_log_blocks(Transaction& tx, std::int64_t now_ms, int limit);

/// The events of one stream go, and their bytes.
void delete_log_blocks_of_stream(Transaction& tx, std::int64_t stream_id);

}  // namespace berth::store
