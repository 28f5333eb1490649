// How much of a session's room its policies and tags take.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "services/caller.h"

namespace berth::services::sts {

/// The policies as they were written, inline ones and ARNs together, have 2,048 characters at most
/// ("AssumeRole", PolicyArns). Fault ValidationError.
Result<void> check_policy_characters(const SessionFacts& facts);

/// How much of a session's room policies and tags take once packed, in percent, rounded up: white
/// space of documents is left out, ARNs of policies count by path and name, tags by key and value.
/// AWS packs in a way of its own, which is not public, into less room.
std::int32_t packed_size_percent(const SessionFacts& facts);

/// Fault PackedPolicyTooLarge, with the percentage, where they do not fit.
Result<void> check_packed_size(const SessionFacts& facts);

/// What answers show of it: nothing for a session without policies and tags.
std::optional<std::int32_t> shown_packed_size(const SessionFacts& facts);

}  // namespace berth::services::sts
