// iam:GetUser: a user, or the caller where none is named.
#include <charconv>

#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "store/iam/installation.h"

namespace berth::services::iam {
namespace {

/// The account's root user is no record: it has neither name nor path.
aws::iam::User shown_root(Context& context) {
  aws::iam::User user;
  user.user_id = context.account.str();
  user.arn = root_arn(context.account);
  const auto created = store::find_installation_value(context.tx, "created-at-ms");
  std::int64_t created_at_ms = 0;
  if (created) {
    std::from_chars(created->data(), created->data() + created->size(), created_at_ms);
  }
  user.create_date = from_epoch_ms(created_at_ms);
  return user;
}

}  // namespace

Result<aws::iam::GetUserResponse> get_user(Context& context,
                                           const aws::iam::GetUserRequest& request) {
  aws::iam::GetUserResponse response;
  if (!request.user_name && context.caller.principal.arn == root_arn(context.account)) {
    response.user = shown_root(context);
    return response;
  }
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  response.user = shown_user(context, user, Detail::kWhole);
  return response;
}

}  // namespace berth::services::iam
