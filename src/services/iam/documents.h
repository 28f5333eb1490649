// Policy documents as requests bring them: grammar and size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "services/context.h"

namespace berth::services::iam {

/// How much of a document counts against a quota: all but its white space.
std::size_t characters_that_count(std::string_view document);

/// MalformedPolicyDocument where `document` is no policy that an identity may have.
Result<void> check_identity_policy(const std::string& document);
/// The same for a managed policy's version, which must be of version 2012-10-17; LimitExceeded past
/// its size (6,144).
Result<void> check_managed_policy(const std::string& document);
/// A trust policy in the form in which it is kept, with its principals pinned (trust_policies.h).
/// MalformedPolicyDocument where `document` is none or names a user, role or service that is not
/// there;
/// LimitExceeded past 2,048.
Result<std::string> accepted_trust_policy(Context& context, const std::string& document);

}  // namespace berth::services::iam
