// iam:CreateAccessKey: a long-lived key, its secret shown this once.
#include "services/access_key_ids.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/quotas.h"

namespace berth::services::iam {

Result<aws::iam::CreateAccessKeyResponse> create_access_key(
    Context& context, const aws::iam::CreateAccessKeyRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  store::AccessKeyRecord key;
  key.id = new_access_key_id(context.random, "AKIA", context.account);
  key.user_id = user.id;
  key.secret = Secret(random_base64_text(context.random, 40));
  key.created_at_ms = to_epoch_ms(context.now);
  store::insert_access_key(context.tx, key);
  const auto keys = store::list_access_keys(context.tx, user.id);
  BERTH_TRY(check_quota(kAccessKeysPerUser, static_cast<std::int64_t>(keys.size())));
  aws::iam::CreateAccessKeyResponse response;
  auto& shown = response.access_key.emplace();
  shown.user_name = user.name;
  shown.access_key_id = key.id;
  shown.status = "Active";
  shown.secret_access_key = std::string(key.secret.reveal());
  shown.create_date = context.now;
  return response;
}

}  // namespace berth::services::iam
