// logs:ListLogGroups: by parts of names, by class.
#include <algorithm>

#include "services/logs/log_groups.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"

namespace berth::services::logs {
namespace {

constexpr int kGroupsReadAtOnce = 1'000;

/// "web|^api": parts of names, or with "^" their beginnings.
bool fits_name_pattern(std::string_view pattern, std::string_view name) {
  for (;;) {
    const std::size_t bar = std::min(pattern.find('|'), pattern.size());
    std::string_view part = pattern.substr(0, bar);
    const bool at_front = part.starts_with('^');
    if (at_front) part.remove_prefix(1);
    if (at_front ? name.starts_with(part) : name.find(part) != name.npos) return true;
    if (bar == pattern.size()) return false;
    pattern.remove_prefix(bar + 1);
  }
}

bool is_listed(const aws::logs::ListLogGroupsRequest& request, const store::LogGroup& group) {
  if (request.log_group_class && *request.log_group_class != group.log_class) return false;
  const auto& pattern = request.log_group_name_pattern;
  return !pattern || fits_name_pattern(*pattern, group.name);
}

}  // namespace

Result<aws::logs::ListLogGroupsResponse> list_log_groups(
    Context& context, const aws::logs::ListLogGroupsRequest& request) {
  if (request.data_sources || request.field_index_names || request.log_group_tags) {
    return fail(client_fault("InvalidParameterException",
                             "Listing by data source, index or tag is not supported: leave out "
                             "dataSources, fieldIndexNames and logGroupTags."));
  }
  BERTH_ASSIGN(std::string after, position_in(request.next_token));
  const auto limit = request.limit.value_or(kListedAtOnce);
  std::vector<store::LogGroup> listed;
  for (bool more = true; more && listed.size() <= static_cast<std::size_t>(limit);) {
    auto page =
        store::list_log_groups(context.tx, context.region.str(), "", after, kGroupsReadAtOnce);
    more = page.size() == kGroupsReadAtOnce;
    if (more) after = page.back().name;
    for (store::LogGroup& group : page) {
      if (is_listed(request, group)) listed.push_back(std::move(group));
    }
  }
  aws::logs::ListLogGroupsResponse response;
  cut_to_page(listed, limit, response.next_token, [](const auto& group) { return group.name; });
  auto& shown = response.log_groups.emplace();
  for (const store::LogGroup& group : listed) {
    shown.push_back({group.name, log_group_arn(context, group.name), group.log_class});
  }
  return response;
}

}  // namespace berth::services::logs
