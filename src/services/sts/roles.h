// The role that a session is asked for, and how long one of it may last.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/models/sts.h"
#include "base/result.h"
#include "services/caller.h"
#include "services/context.h"
#include "store/iam/roles.h"

namespace berth::services::sts {

/// A new session of the role and how answers show it.
struct RoleSession {
  aws::sts::Credentials credentials;
  aws::sts::AssumedRoleUser user;
};

/// Makes a session of the role with this ARN: `facts` without role and times. `seconds` is what the
/// request wishes, an hour without a wish. Faults AccessDenied (403) where the role has gone since
/// it was authorised, ValidationError where it lasts too long.
Result<RoleSession> open_role_session(Context& context, const std::string& role_arn,
                                      const std::string& session_name,
                                      const std::optional<std::int32_t>& seconds,
                                      SessionFacts& facts);

}  // namespace berth::services::sts
