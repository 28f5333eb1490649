// Sets of credentials for tasks: ECS assumes a task's roles on its behalf, at its start and again
// before half of a set's life is over.
#pragma once

#include <chrono>
#include <string>

#include "acs/payload.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/strong.h"
#include "services/authorizer.h"
#include "services/session_tokens.h"
#include "store/ecs_records.h"
#include "store/transaction.h"

namespace berth::control {

/// The life of a set, as in Amazon ECS; no role's MaxSessionDuration changes it.
inline constexpr std::chrono::hours kTaskCredentialsLife{6};

/// What a set of credentials is made with; everything outlives it.
struct CredentialsParts {
  AccountId account;
  services::Authorizer& authorizer;
  services::SessionTokens& session_tokens;
  const services::ServiceSettings& settings;
  Random& random;
  std::chrono::milliseconds life{kTaskCredentialsLife};
};

/// Assumes the task's roles as ecs-tasks.amazonaws.com, with the task's id as session name, and
/// notes the time in the task's record. Empty for a task without roles. Fault "ClientException"
/// ("ECS was unable to assume the role …") where a role is gone or its trust policy refuses.
Result<acs::PayloadCredentials> issue_task_credentials(const CredentialsParts& parts,
                                                       store::Transaction& tx,
                                                       const store::TaskRecord& task,
                                                       TimePoint now);

}  // namespace berth::control
