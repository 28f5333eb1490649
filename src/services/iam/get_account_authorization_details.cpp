// iam:GetAccountAuthorizationDetails: users, groups, roles and managed policies with all that bears
// on decisions, a page at a time. Of AWS's policies those that somebody has.
#include <algorithm>

#include "iam/managed_policies.h"
#include "services/iam/details.h"
#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {
namespace {

/// The kinds in the order of the listing, as Filter names them.
constexpr std::string_view kKinds[] = {"User", "Group", "Role", "LocalManagedPolicy",
                                       "AWSManagedPolicy"};

/// One entity of the listing.
struct Listed {
  std::size_t kind = 0;  ///< index of kKinds
  std::string name;
  std::string arn;  ///< of policies only

  /// The kind and what the listing of the kind goes by: AWS's policies have no name here.
  std::string marker() const { return std::to_string(kind) + (name.empty() ? arn : name); }
};

template <class Records>
std::vector<Listed> listed_by_name(std::size_t kind, const Records& records) {
  std::vector<Listed> found;
  for (const auto& each : records) found.push_back({kind, each.name, ""});
  return found;
}

std::vector<Listed> own_policies(Context& context, const std::string& after, int limit) {
  std::vector<Listed> found;
  for (const auto& each : store::list_policies(context.tx, "/", after, limit)) {
    found.push_back({3, each.name, each.arn});
  }
  return found;
}

std::vector<Listed> aws_policies_in_use(Context& context, const std::string& after, int limit) {
  std::vector<Listed> found;
  for (const std::string& arn : berth::iam::managed_policy_arns()) {
    if (static_cast<int>(found.size()) == limit) break;
    if (arn > after && (store::count_attachments(context.tx, arn) > 0 ||
                        store::count_boundaries(context.tx, arn) > 0)) {
      found.push_back({4, "", arn});
    }
  }
  return found;
}

std::vector<Listed> listed_of_kind(Context& context, std::size_t kind, const std::string& after,
                                   int limit) {
  switch (kind) {
    case 0:
      return listed_by_name(kind, store::list_users(context.tx, "/", after, limit));
    case 1:
      return listed_by_name(kind, store::list_groups(context.tx, "/", after, limit));
    case 2:
      return listed_by_name(kind, store::list_roles(context.tx, "/", after, limit));
    case 3:
      return own_policies(context, after, limit);
    default:
      return aws_policies_in_use(context, after, limit);
  }
}

bool wanted_kind(const aws::iam::GetAccountAuthorizationDetailsRequest& request,
                 std::string_view kind) {
  if (!request.filter || request.filter->empty()) return true;
  return std::find(request.filter->begin(), request.filter->end(), kind) != request.filter->end();
}

std::vector<Listed> listed(Context& context,
                           const aws::iam::GetAccountAuthorizationDetailsRequest& request,
                           const Page& page) {
  const std::size_t first =
      page.after.empty() ? 0 : static_cast<std::size_t>(page.after.front() - '0');
  std::vector<Listed> found;
  for (std::size_t kind = first; kind < std::size(kKinds); ++kind) {
    if (!wanted_kind(request, kKinds[kind])) continue;
    const std::string after = kind == first && !page.after.empty() ? page.after.substr(1) : "";
    const int room = page.wanted() - static_cast<int>(found.size());
    for (auto& each : listed_of_kind(context, kind, after, room)) found.push_back(std::move(each));
  }
  return found;
}

}  // namespace

Result<aws::iam::GetAccountAuthorizationDetailsResponse> get_account_authorization_details(
    Context& context, const aws::iam::GetAccountAuthorizationDetailsRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto found = listed(context, request, page);
  aws::iam::GetAccountAuthorizationDetailsResponse response;
  cut_page(page, found, response, [](const Listed& each) { return each.marker(); });
  auto& users = response.user_detail_list.emplace();
  auto& groups = response.group_detail_list.emplace();
  auto& roles = response.role_detail_list.emplace();
  auto& policies = response.policies.emplace();
  for (const Listed& each : found) {
    switch (each.kind) {
      case 0:
        users.push_back(user_detail(context, *store::find_user(context.tx, each.name)));
        break;
      case 1:
        groups.push_back(group_detail(context, *store::find_group(context.tx, each.name)));
        break;
      case 2:
        roles.push_back(role_detail(context, *store::find_role(context.tx, each.name)));
        break;
      default:
        policies.push_back(policy_detail(context, each.arn));
    }
  }
  return response;
}

}  // namespace berth::services::iam
