// iam:ListUsers: by name, within a path.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListUsersResponse> list_users(Context& context,
                                               const aws::iam::ListUsersRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto users =
      store::list_users(context.tx, request.path_prefix.value_or("/"), page.after, page.wanted());
  aws::iam::ListUsersResponse response;
  cut_page(page, users, response, [](const auto& each) { return each.name; });
  auto& shown = response.users.emplace();
  for (const auto& each : users) shown.push_back(shown_user(context, each, Detail::kListed));
  return response;
}

}  // namespace berth::services::iam
