// logs:DescribeLogGroups: by name, with an optional prefix or a part of the name.
#include <algorithm>

#include "services/logs/log_groups.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"
#include "store/logs/filters.h"

namespace berth::services::logs {
namespace {

/// AWS leaves two members out where it searches by a part of the name.
aws::logs::LogGroup shown(const Context& context, const store::LogGroup& group, bool searched) {
  aws::logs::LogGroup out;
  out.log_group_name = group.name;
  out.creation_time = group.created_at_ms;
  out.retention_in_days = group.retention_days;
  out.metric_filter_count =
      static_cast<std::int32_t>(store::count_metric_filters(context.tx, group.id));
  out.arn = log_group_arn(context, group.name) + ":*";
  out.log_group_arn = log_group_arn(context, group.name);
  out.log_group_class = group.log_class;
  if (searched) return out;
  out.stored_bytes = group.stored_bytes;
  out.deletion_protection_enabled = group.deletion_protected;
  return out;
}

/// By bare names or by ARNs; with a ":*" at their end too.
bool is_identified(const Context& context, const std::vector<std::string>& identifiers,
                   const store::LogGroup& group) {
  const std::string arn = log_group_arn(context, group.name);
  return std::any_of(identifiers.begin(), identifiers.end(), [&](const std::string& identifier) {
    return identifier == group.name || identifier == arn || identifier == arn + ":*";
  });
}

bool wanted(const Context& context, const aws::logs::DescribeLogGroupsRequest& request,
            const store::LogGroup& group) {
  if (request.log_group_identifiers &&
      !is_identified(context, *request.log_group_identifiers, group)) {
    return false;
  }
  const auto& pattern = request.log_group_name_pattern;
  if (pattern && group.name.find(*pattern) == std::string::npos) return false;
  return !request.log_group_class || *request.log_group_class == group.log_class;
}

}  // namespace

Result<aws::logs::DescribeLogGroupsResponse> describe_log_groups(
    Context& context, const aws::logs::DescribeLogGroupsRequest& request) {
  if (request.log_group_name_prefix && request.log_group_name_pattern) {
    return fail(client_fault("InvalidParameterException",
                             "LogGroup name prefix and LogGroup name pattern are mutually "
                             "exclusive parameters."));
  }
  BERTH_ASSIGN(std::string after, position_in(request.next_token));
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kListedAtOnce));
  aws::logs::DescribeLogGroupsResponse response;
  auto& shown_groups = response.log_groups.emplace();
  while (shown_groups.size() <= limit) {
    const auto page =
        store::list_log_groups(context.tx, context.region.str(),
                               request.log_group_name_prefix.value_or(""), after, kListedAtOnce);
    for (const store::LogGroup& group : page) {
      after = group.name;
      if (wanted(context, request, group)) {
        shown_groups.push_back(shown(context, group, request.log_group_name_pattern.has_value()));
      }
    }
    if (page.size() < kListedAtOnce) break;
  }
  if (shown_groups.size() > limit) {
    shown_groups.resize(limit);
    response.next_token = aws::encode_token(*shown_groups.back().log_group_name);
  }
  return response;
}

}  // namespace berth::services::logs
