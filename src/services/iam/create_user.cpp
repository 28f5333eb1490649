// iam:CreateUser: a user that has no credentials yet.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/owners.h"
#include "services/iam/quotas.h"
#include "services/iam/tags.h"
#include "store/iam/counts.h"

namespace berth::services::iam {

Result<aws::iam::CreateUserResponse> create_user(Context& context,
                                                 const aws::iam::CreateUserRequest& request) {
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(check_boundary(context, request.permissions_boundary));
  store::UserRecord user;
  user.id = new_unique_id(context.random, "AIDA");
  user.name = *request.user_name;
  user.path = request.path.value_or("/");
  user.boundary_arn = request.permissions_boundary;
  user.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_user(context.tx, user)) {
    return fail(entity_already_exists(fmt::format("User with name {} already exists.", user.name)));
  }
  BERTH_TRY(check_quota(kUsersPerAccount, store::count_users(context.tx)));
  BERTH_TRY(put_tags(context, user.id, request.tags));
  aws::iam::CreateUserResponse response;
  response.user = shown_user(context, user, Detail::kWhole);
  return response;
}

}  // namespace berth::services::iam
