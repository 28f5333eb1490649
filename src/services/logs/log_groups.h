// What the operations of CloudWatch Logs share: finding groups and streams, ARNs, targets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "services/context.h"
#include "services/operation.h"
#include "store/logs_records.h"

namespace berth::services::logs {

/// "arn:aws:logs:region:account:log-group:NAME", without the trailing ":*".
std::string log_group_arn(const Context& context, std::string_view group);
/// "arn:aws:logs:region:account:log-group:GROUP:log-stream:NAME". Without a name it is what AWS
/// checks actions on whole groups against; without a group too, what DescribeLogGroups is.
std::string log_stream_arn(const Context& context, std::string_view group, std::string_view stream);

/// The group that a request names by logGroupName or by logGroupIdentifier (a bare name, or an ARN
/// with or without ":*"), not both and not neither: InvalidParameterException. An ARN of another
/// account or region names no group that is here: ResourceNotFoundException.
Result<std::string> requested_log_group(const Context& context,
                                        const std::optional<std::string>& name,
                                        const std::optional<std::string>& identifier);

/// Nobody may write to groups named "aws/…": InvalidParameterException.
Result<void> check_not_reserved(std::string_view group);

/// Fault ResourceNotFoundException where there is none.
Result<store::LogGroup> require_log_group(Context& context, std::string_view name);
Result<store::LogStream> require_log_stream(Context& context, const store::LogGroup& group,
                                            std::string_view name);

/// A target on `arn`, which is `group` or in it, with the group's tags: aws:ResourceTag/….
Target target_in_log_group(Context& context, std::string_view group, std::string arn);

/// The same for each of several groups as a whole.
Targets targets_in_log_groups(Context& context, const std::vector<std::string>& groups);

/// Targets for the registry: the group, or the stream, that a request names.
template <class Input>
Result<Targets> on_log_group(Context& context, const Input& input) {
  const std::string group = input.log_group_name.value_or("");
  return Targets{target_in_log_group(context, group, log_stream_arn(context, group, ""))};
}

/// The group that a request names by logGroupIdentifier alone.
template <class Input>
Result<Targets> on_log_group_identifier(Context& context, const Input& input) {
  BERTH_ASSIGN(const std::string group,
               requested_log_group(context, std::nullopt, input.log_group_identifier));
  return Targets{target_in_log_group(context, group, log_stream_arn(context, group, ""))};
}

template <class Input>
Result<Targets> on_identified_log_group(Context& context, const Input& input) {
  BERTH_ASSIGN(const std::string group,
               requested_log_group(context, input.log_group_name, input.log_group_identifier));
  return Targets{target_in_log_group(context, group, log_stream_arn(context, group, ""))};
}

template <class Input>
Result<Targets> on_log_stream(Context& context, const Input& input) {
  const std::string group = input.log_group_name.value_or("");
  return Targets{target_in_log_group(
      context, group, log_stream_arn(context, group, input.log_stream_name.value_or("")))};
}

/// DescribeLogGroups lists all groups or none.
Result<Targets> on_all_log_groups(Context& context,
                                  const aws::logs::DescribeLogGroupsRequest& input);
/// GetLogEvents names its group either way.
Result<Targets> on_read_log_stream(Context& context, const aws::logs::GetLogEventsRequest& input);

}  // namespace berth::services::logs
