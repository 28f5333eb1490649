// What a session asked for will carry: what the request says, what a web identity's token says and
// what the caller's session hands on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/models/sts.h"
#include "base/result.h"
#include "services/caller.h"
#include "services/context.h"

namespace berth::services::sts {

/// What requests for sessions have in common; each has some of it.
struct SessionWishes {
  std::vector<aws::sts::Tag> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;
  std::optional<std::string> policy;
  std::vector<aws::sts::PolicyDescriptorType> policy_arns;
};

template <class Request>
SessionWishes wishes_of(const Request& request) {
  SessionWishes wishes;
  if constexpr (requires { request.tags; }) {
    if (request.tags) wishes.tags = *request.tags;
  }
  if constexpr (requires { request.transitive_tag_keys; }) {
    if (request.transitive_tag_keys) wishes.transitive_tag_keys = *request.transitive_tag_keys;
  }
  if constexpr (requires { request.source_identity; }) {
    wishes.source_identity = request.source_identity.value_or("");
  }
  wishes.policy = request.policy;
  if (request.policy_arns) wishes.policy_arns = *request.policy_arns;
  return wishes;
}

/// Tags, source identity and session policies of the session; neither its role nor its times.
/// Faults ValidationError, InvalidParameterValue, MalformedPolicyDocument, PackedPolicyTooLarge,
/// AccessDenied.
Result<SessionFacts> requested_facts(Context& context, SessionWishes wishes);

}  // namespace berth::services::sts
