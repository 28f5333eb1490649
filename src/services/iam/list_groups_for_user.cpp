// iam:ListGroupsForUser: the groups that a user is in, by name.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListGroupsForUserResponse> list_groups_for_user(
    Context& context, const aws::iam::ListGroupsForUserRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  auto groups = store::groups_of_user(context.tx, user.id, page.after, page.wanted());
  aws::iam::ListGroupsForUserResponse response;
  cut_page(page, groups, response, [](const auto& each) { return each.name; });
  auto& shown = response.groups.emplace();
  for (const auto& each : groups) shown.push_back(shown_group(context, each));
  return response;
}

}  // namespace berth::services::iam
