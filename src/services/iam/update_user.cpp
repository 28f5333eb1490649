// iam:UpdateUser: another name or path for a user, who keeps id, keys and policies.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> update_user(Context& context, const aws::iam::UpdateUserRequest& request) {
  BERTH_ASSIGN(store::UserRecord user, require_user(context, *request.user_name));
  if (request.new_user_name) user.name = *request.new_user_name;
  if (request.new_path) user.path = *request.new_path;
  if (!store::update_user(context.tx, user)) {
    return fail(entity_already_exists(fmt::format("User with name {} already exists.", user.name)));
  }
  return aws::Empty{};
}

}  // namespace berth::services::iam
