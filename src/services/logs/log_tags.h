// Tags of log groups: how they are kept, their rules, and who may change them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "services/context.h"
#include "services/logs/log_groups.h"
#include "services/operation.h"
#include "store/logs_records.h"

namespace berth::services::logs {

using Tags = std::map<std::string, std::string>;

Tags tags_of(const store::LogGroup& group);
/// As store::LogGroup keeps them.
std::string tags_json_of(const Tags& tags);

/// Keys that begin with "aws:" are AWS's own: InvalidParameterException.
Result<void> check_tags(const Tags& tags);

/// Rules of check_tags, and at most 50 a group: TooManyTagsException.
Result<void> add_tags(Context& context, const store::LogGroup& group, const Tags& more);
/// Keys that the group has not are no fault.
void remove_tags(Context& context, const store::LogGroup& group,
                 const std::vector<std::string>& keys);

/// The name of the group with this ARN, which has no ":*" at its end: ValidationException. Of
/// another account or region: ResourceNotFoundException.
Result<std::string> tagged_log_group(const Context& context, std::string_view resource_arn);

/// What a request says of tags: aws:RequestTag/… and aws:TagKeys.
void add_requested_tags(const Tags& tags, Target& target);

/// The group that a request of the older operations on tags names.
template <class Input>
Result<Targets> on_log_group_tags(Context& context, const Input& input) {
  BERTH_ASSIGN(Targets targets, on_log_group(context, input));
  if (!input.tags) return targets;
  if constexpr (std::is_same_v<std::decay_t<decltype(*input.tags)>, Tags>) {
    add_requested_tags(*input.tags, targets.front());
  } else {
    targets.front().context.set("aws:TagKeys", *input.tags);
  }
  return targets;
}

/// CreateLogGroup needs logs:TagResource too where it tags.
Result<Targets> on_new_log_group(Context& context, const aws::logs::CreateLogGroupRequest& input);

/// The group that resourceArn names.
template <class Input>
Result<Targets> on_tagged_log_group(Context& context, const Input& input) {
  BERTH_ASSIGN(const std::string group, tagged_log_group(context, input.resource_arn.value_or("")));
  Target target = target_in_log_group(context, group, log_group_arn(context, group));
  if constexpr (requires { input.tags; }) {
    if (input.tags) add_requested_tags(*input.tags, target);
  }
  if constexpr (requires { input.tag_keys; }) {
    if (input.tag_keys) target.context.set("aws:TagKeys", *input.tag_keys);
  }
  return Targets{std::move(target)};
}

}  // namespace berth::services::logs
