// logs:DescribeSubscriptionFilters: of one group, by name.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"
#include "store/logs/filters.h"

namespace berth::services::logs {

Result<aws::logs::DescribeSubscriptionFiltersResponse> describe_subscription_filters(
    Context& context, const aws::logs::DescribeSubscriptionFiltersRequest& request) {
  BERTH_ASSIGN(const std::string after, position_in(request.next_token));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  const auto name_of = [](const store::SubscriptionFilterRecord& filter) { return filter.name; };
  auto filters = store::subscription_filters_of(context.tx, group.id);
  drop_up_to(filters, after, name_of);
  const std::string prefix = request.filter_name_prefix.value_or("");
  std::erase_if(filters, [&](const auto& filter) { return !filter.name.starts_with(prefix); });
  aws::logs::DescribeSubscriptionFiltersResponse response;
  cut_to_page(filters, request.limit.value_or(kListedAtOnce), response.next_token, name_of);
  auto& shown = response.subscription_filters.emplace();
  for (const auto& filter : filters) {
    aws::logs::SubscriptionFilter& out = shown.emplace_back();
    out.filter_name = filter.name;
    out.log_group_name = group.name;
    out.filter_pattern = filter.pattern;
    out.destination_arn = filter.destination_arn;
    if (!filter.role_arn.empty()) out.role_arn = filter.role_arn;
    out.distribution = filter.distribution;
    out.apply_on_transformed_logs = false;
    out.creation_time = filter.created_at_ms;
  }
  return response;
}

}  // namespace berth::services::logs
