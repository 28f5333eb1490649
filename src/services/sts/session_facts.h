// What a session asked for by AssumeRole will carry: its own and what the caller's session hands
// on.
#pragma once

#include <cstdint>

#include "aws/models/sts.h"
#include "base/result.h"
#include "services/caller.h"
#include "services/context.h"

namespace berth::services::sts {

/// Tags, source identity and session policies of the session; neither its role nor its times.
/// Faults InvalidParameterValue, MalformedPolicyDocument, PackedPolicyTooLarge, AccessDenied.
Result<SessionFacts> requested_facts(Context& context, const aws::sts::AssumeRoleRequest& request);

/// How much of a session's room policies and tags take, in percent.
std::int32_t packed_size_percent(const SessionFacts& facts);

}  // namespace berth::services::sts
