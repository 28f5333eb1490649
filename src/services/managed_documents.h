// The text of a managed policy, whoever manages it.
#pragma once

#include <optional>
#include <string>

#include "store/transaction.h"

namespace berth::services {

/// The default version of the policy with that ARN, AWS's own or the account's; nothing where there
/// is none.
std::optional<std::string> managed_document(store::Transaction& tx, const std::string& arn);

}  // namespace berth::services
