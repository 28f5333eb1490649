// iam:GetGroup: a group and, a page at a time, the users in it.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::GetGroupResponse> get_group(Context& context,
                                             const aws::iam::GetGroupRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::GroupRecord group, require_group(context, *request.group_name));
  auto users = store::list_members(context.tx, group.id, page.after, page.wanted());
  aws::iam::GetGroupResponse response;
  cut_page(page, users, response, [](const auto& each) { return each.name; });
  response.group = shown_group(context, group);
  auto& shown = response.users.emplace();
  for (const auto& each : users) shown.push_back(shown_user(context, each, Detail::kListed));
  return response;
}

}  // namespace berth::services::iam
