// AWS's own policies are part of the executable, the account's are records.
#include "services/managed_documents.h"

#include "iam/managed_policies.h"
#include "store/iam/policies.h"

namespace berth::services {

std::optional<std::string> managed_document(store::Transaction& tx, const std::string& arn) {
  if (const std::string* const document = berth::iam::managed_policy(arn)) return *document;
  return store::find_policy_document(tx, arn);
}

}  // namespace berth::services
