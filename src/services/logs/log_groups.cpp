// What the operations of CloudWatch Logs share: finding groups and streams, ARNs.
#include "services/logs/log_groups.h"

#include <fmt/format.h>

namespace berth::services::logs {

std::string log_group_arn(const Context& context, std::string_view group) {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}", context.region.str(), context.account.str(),
                     group);
}

std::string log_stream_arn(const Context& context, std::string_view group,
                           std::string_view stream) {
  return log_group_arn(context, group) + ":log-stream:" + std::string(stream);
}

std::string log_group_name_of(std::string_view identifier) {
  if (identifier.rfind("arn:", 0) != 0) return std::string(identifier);
  constexpr std::string_view kMark = ":log-group:";
  const std::size_t mark = identifier.find(kMark);
  if (mark == std::string_view::npos) return std::string(identifier);
  std::string_view name = identifier.substr(mark + kMark.size());
  return std::string(name.substr(0, name.find(':')));
}

Result<std::string> requested_log_group(const std::optional<std::string>& name,
                                        const std::optional<std::string>& identifier) {
  if (name.has_value() == identifier.has_value()) {
    return fail(client_fault("InvalidParameterException",
                             "Exactly one of the parameters [logGroupIdentifier, logGroupName] "
                             "must be specified."));
  }
  return name ? *name : log_group_name_of(*identifier);
}

Result<store::LogGroup> require_log_group(Context& context, std::string_view name) {
  auto group = store::find_log_group(context.tx, context.region.str(), name);
  if (!group) {
    return fail(
        client_fault("ResourceNotFoundException", "The specified log group does not exist."));
  }
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

Result<Targets> on_read_log_stream(Context& context, const aws::logs::GetLogEventsRequest& input) {
  BERTH_ASSIGN(const std::string group,
               requested_log_group(input.log_group_name, input.log_group_identifier));
  return Targets{
      Target{"", log_stream_arn(context, group, input.log_stream_name.value_or("")), {}}};
}

}  // namespace berth::services::logs
