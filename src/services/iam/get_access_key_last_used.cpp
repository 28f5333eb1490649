// iam:GetAccessKeyLastUsed: when, where and for what a key was last used.
#include "services/iam/access_keys.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::GetAccessKeyLastUsedResponse> get_access_key_last_used(
    Context& context, const aws::iam::GetAccessKeyLastUsedRequest& request) {
  const auto key = store::find_access_key(context.tx, *request.access_key_id);
  const auto user = key ? store::find_user_by_id(context.tx, key->user_id) : std::nullopt;
  if (!user) return fail(no_such_access_key(*request.access_key_id));
  aws::iam::GetAccessKeyLastUsedResponse response;
  response.user_name = user->name;
  auto& last_used = response.access_key_last_used.emplace();
  last_used.region = "N/A";
  last_used.service_name = "N/A";
  if (key->last_used_at_ms) {
    last_used.last_used_date = from_epoch_ms(*key->last_used_at_ms);
    last_used.region = key->last_used_region;
    last_used.service_name = key->last_used_service;
  }
  return response;
}

}  // namespace berth::services::iam
