// Session policies: documents, or ARNs of managed policies, that narrow a session down.
#pragma once

#include <string>

#include "base/result.h"
#include "store/transaction.h"

namespace berth::services {

/// True where an entry of SessionFacts::policies is a managed policy's ARN, not a document.
bool is_policy_arn(std::string_view policy);

/// MalformedPolicyDocument where the document is no policy.
Result<void> check_session_document(const std::string& document);
/// MalformedPolicyDocument where no policy has the ARN.
Result<void> check_session_policy_arn(store::Transaction& tx, const std::string& arn);

}  // namespace berth::services
