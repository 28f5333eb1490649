// Session policies: documents, or ARNs of managed policies, that narrow a session down.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/transaction.h"

namespace berth::services {

/// True where an entry of SessionFacts::policies is a managed policy's ARN, not a document.
bool is_policy_arn(std::string_view policy);

/// MalformedPolicyDocument where a document is no policy or no policy has an ARN.
Result<void> check_session_policies(store::Transaction& tx,
                                    const std::vector<std::string>& policies);

}  // namespace berth::services
