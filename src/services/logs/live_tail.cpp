// What StartLiveTail is asked for: which events a session is to be told of.
#include "services/logs/live_tail.h"

#include <algorithm>

#include "services/logs/log_groups.h"

namespace berth::services::logs {

Result<std::vector<std::string>> tailed_groups(const Context& context,
                                               const aws::logs::StartLiveTailRequest& request) {
  std::vector<std::string> groups;
  for (const std::string& identifier : *request.log_group_identifiers) {
    if (identifier.rfind("arn:", 0) != 0) {
      return fail(client_fault("InvalidParameterException",
                               "The log group identifier " + identifier +
                                   " is not valid: specify the log group's ARN."));
    }
    BERTH_ASSIGN(std::string name, requested_log_group(context, std::nullopt, identifier));
    groups.push_back(std::move(name));
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

Result<Targets> on_tailed_groups(Context& context, const aws::logs::StartLiveTailRequest& input) {
  BERTH_ASSIGN(const std::vector<std::string> groups, tailed_groups(context, input));
  return targets_in_log_groups(context, groups);
}

Result<LiveTailFilter> LiveTailFilter::make(std::string region,
                                            const aws::logs::LiveTailSessionStart& start) {
  BERTH_ASSIGN(log_patterns::Pattern pattern,
               log_patterns::Pattern::parse(start.log_event_filter_pattern.value_or("")));
  LiveTailFilter filter(std::move(pattern));
  filter.region_ = std::move(region);
  for (const std::string& arn : *start.log_group_identifiers) {
    filter.groups_.emplace(arn.substr(arn.rfind(':') + 1), arn);
  }
  filter.streams_ = *start.log_stream_names;
  filter.prefixes_ = *start.log_stream_name_prefixes;
  return filter;
}

const std::string* LiveTailFilter::listens_to(std::string_view region, std::string_view group,
                                              std::string_view stream) const {
  const auto found = groups_.find(group);
  if (region != region_ || found == groups_.end()) return nullptr;
  const bool is_meant =
      (streams_.empty() && prefixes_.empty()) ||
      std::find(streams_.begin(), streams_.end(), stream) != streams_.end() ||
      std::any_of(prefixes_.begin(), prefixes_.end(),
                  [stream](const std::string& prefix) { return stream.starts_with(prefix); });
  return is_meant ? &found->second : nullptr;
}

}  // namespace berth::services::logs
