// Managed policies: the account's own and those that AWS manages, under one roof.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/policies.h"

namespace berth::services::iam {

/// True for "arn:aws:iam::aws:policy/…".
bool is_aws_managed(std::string_view policy_arn);

/// Fault NoSuchEntity where no policy of either kind has that ARN.
Result<void> require_attachable(Context& context, std::string_view policy_arn);
/// The account's own policy, to be changed. Fault NoSuchEntity; AccessDenied for one of AWS's.
Result<store::PolicyRecord> require_own_policy(Context& context, std::string_view policy_arn);
/// A policy of either kind as answers show it. Fault NoSuchEntity.
Result<aws::iam::Policy> require_shown_policy(Context& context, std::string_view policy_arn);

aws::iam::Policy shown_policy(Context& context, const store::PolicyRecord& policy);
/// One of those that AWS manages.
aws::iam::Policy shown_aws_policy(Context& context, std::string_view policy_arn);
/// `document` only where it is asked for.
aws::iam::PolicyVersion shown_version(const store::PolicyRecord& policy,
                                      const store::PolicyVersionRecord& version,
                                      bool with_document);

/// The only version that Berth has of a policy that AWS manages.
aws::iam::PolicyVersion aws_version(std::string_view policy_arn, bool with_document);

/// The account's own policy whose version is asked for. Fault NoSuchEntity, in other words than
/// require_own_policy's; AccessDenied for one of AWS's.
Result<store::PolicyRecord> require_policy_of_version(Context& context, std::string_view policy_arn,
                                                      std::string_view version_id);
/// The version "v3" of a policy. Fault NoSuchEntity.
Result<store::PolicyVersionRecord> require_version(Context& context,
                                                   const store::PolicyRecord& policy,
                                                   std::string_view version_id);
/// NoSuchEntity for a version that is not there.
Fault no_such_version(std::string_view policy_arn, std::string_view version_id);

}  // namespace berth::services::iam
