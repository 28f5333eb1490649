// What the operations of CloudWatch Logs share: finding groups and streams, ARNs.
#include "services/logs/log_groups.h"

#include <fmt/format.h>

#include "services/logs/log_tags.h"

namespace berth::services::logs {
namespace {

Fault no_group() {
  return client_fault("ResourceNotFoundException", "The specified log group does not exist.");
}

}  // namespace

std::string log_group_arn(const Context& context, std::string_view group) {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}", context.region.str(), context.account.str(),
                     group);
}

std::string log_stream_arn(const Context& context, std::string_view group,
                           std::string_view stream) {
  return log_group_arn(context, group) + ":log-stream:" + std::string(stream);
}

Result<std::string> requested_log_group(const Context& context,
                                        const std::optional<std::string>& name,
                                        const std::optional<std::string>& identifier) {
  if (name.has_value() == identifier.has_value()) {
    return fail(client_fault("InvalidParameterException",
                             "Exactly one of the parameters [logGroupIdentifier, logGroupName] "
                             "must be specified."));
  }
  if (name) return *name;
  if (identifier->rfind("arn:", 0) != 0) return *identifier;
  const std::string ours = log_group_arn(context, "");
  if (identifier->rfind(ours, 0) != 0) return fail(no_group());
  const std::string rest = identifier->substr(ours.size());
  return rest.substr(0, rest.find(':'));
}

Result<void> check_not_reserved(std::string_view group) {
  if (group.rfind("aws/", 0) != 0 && group.rfind("AWS/", 0) != 0) return {};
  return fail(client_fault("InvalidParameterException",
                           "Log groups starting with AWS/ are reserved for AWS."));
}

Result<store::LogGroup> require_log_group(Context& context, std::string_view name) {
  auto group = store::find_log_group(context.tx, context.region.str(), name);
  if (!group) return fail(no_group());
  return std::move(*group);
}

Result<store::LogStream> require_log_stream(Context& context, const store::LogGroup& group,
                                            std::string_view name) {
  auto stream = store::find_log_stream(context.tx, group.id, name);
  if (!stream) {
    return fail(
        client_fault("ResourceNotFoundException", "The specified log stream does not exist."));
  }
  return std::move(*stream);
}

Target target_in_log_group(Context& context, std::string_view group, std::string arn) {
  Target target{"", std::move(arn), {}};
  const auto found = store::find_log_group(context.tx, context.region.str(), group);
  if (!found) return target;
  for (const auto& [key, value] : tags_of(*found)) {
    target.context.set("aws:ResourceTag/" + key, value);
  }
  return target;
}

Targets targets_in_log_groups(Context& context, const std::vector<std::string>& groups) {
  Targets targets;
  for (const std::string& group : groups) {
    targets.push_back(target_in_log_group(context, group, log_stream_arn(context, group, "")));
  }
  return targets;
}

Result<Targets> on_all_log_groups(Context& context, const aws::logs::DescribeLogGroupsRequest&) {
  return Targets{Target{"", log_stream_arn(context, "", ""), {}}};
}

Result<Targets> on_read_log_stream(Context& context, const aws::logs::GetLogEventsRequest& input) {
  BERTH_ASSIGN(const std::string group,
               requested_log_group(context, input.log_group_name, input.log_group_identifier));
  return Targets{target_in_log_group(
      context, group, log_stream_arn(context, group, input.log_stream_name.value_or("")))};
}

}  // namespace berth::services::logs
