// iam:ListAccessKeys: the keys of a user, or of the caller, without their secrets.
#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::ListAccessKeysResponse> list_access_keys(
    Context& context, const aws::iam::ListAccessKeysRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  aws::iam::ListAccessKeysResponse response;
  response.is_truncated = false;  // a user has two at most
  auto& shown = response.access_key_metadata.emplace();
  for (const auto& key : store::list_access_keys(context.tx, user.id)) {
    auto& each = shown.emplace_back();
    each.user_name = user.name;
    each.access_key_id = key.id;
    each.status = key.active ? "Active" : "Inactive";
    each.create_date = from_epoch_ms(key.created_at_ms);
  }
  return response;
}

}  // namespace berth::services::iam
