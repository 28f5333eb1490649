// What the operations of CloudWatch Logs share: finding groups and streams, ARNs, targets.
#pragma once

#include <optional>
#include <string>

#include "aws/models/logs.h"
#include "base/result.h"
#include "services/context.h"
#include "services/operation.h"
#include "store/logs_records.h"

namespace berth::services::logs {

/// "arn:aws:logs:region:account:log-group:NAME", without the trailing ":*".
std::string log_group_arn(const Context& context, std::string_view group);
std::string log_stream_arn(const Context& context, std::string_view group, std::string_view stream);

/// The name in a logGroupIdentifier: a bare name, or an ARN with or without ":*".
std::string log_group_name_of(std::string_view identifier);

/// The group that a request names by logGroupName or by logGroupIdentifier, not both and not
/// neither: InvalidParameterException.
Result<std::string> requested_log_group(const std::optional<std::string>& name,
                                        const std::optional<std::string>& identifier);

/// Fault ResourceNotFoundException where there is none.
Result<store::LogGroup> require_log_group(Context& context, std::string_view name);
Result<store::LogStream> require_log_stream(Context& context, const store::LogGroup& group,
                                            std::string_view name);

/// Targets for the registry: the group, or the stream, that a request names.
template <class Input>
Result<Targets> on_log_group(Context& context, const Input& input) {
  return Targets{Target{"", log_group_arn(context, input.log_group_name.value_or("")) + ":*", {}}};
}

template <class Input>
Result<Targets> on_identified_log_group(Context& context, const Input& input) {
  BERTH_ASSIGN(const std::string group,
               requested_log_group(input.log_group_name, input.log_group_identifier));
  return Targets{Target{"", log_group_arn(context, group) + ":*", {}}};
}

template <class Input>
Result<Targets> on_log_stream(Context& context, const Input& input) {
  return Targets{Target{"",
                        log_stream_arn(context, input.log_group_name.value_or(""),
                                       input.log_stream_name.value_or("")),
                        {}}};
}

/// GetLogEvents names its group either way.
Result<Targets> on_read_log_stream(Context& context, const aws::logs::GetLogEventsRequest& input);

}  // namespace berth::services::logs
