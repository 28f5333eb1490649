// Tags of log groups: an object of JSON in the group's record.
#include "services/logs/log_tags.h"

#include <utility>
#include <vector>

#include "aws/json_tree.h"
#include "aws/json_writer.h"

namespace berth::services::logs {
namespace {

constexpr std::size_t kTagsMax = 50;

}  // namespace

Tags tags_of(const store::LogGroup& group) {
  Tags tags;
  if (group.tags_json.empty()) return tags;
  const auto json = aws::parse_json(group.tags_json);
  if (!json) return tags;
  for (const auto& [key, value] : json->members) tags[key] = value.text();
  return tags;
}

std::string tags_json_of(const Tags& tags) {
  aws::JsonWriter json;
  json.begin_object();
  for (const auto& [key, value] : tags) {
    json.key(key);
    json.string(value);
  }
  json.end_object();
  return json.take();
}

Result<void> check_tags(const Tags& tags) {
  for (const auto& [key, value] : tags) {
    if (key.rfind("aws:", 0) == 0) {
      return fail(client_fault("InvalidParameterException",
                               "Tag keys that start with aws: are reserved for AWS: " + key));
    }
  }
  return {};
}

Result<void> add_tags(Context& context, const store::LogGroup& group, const Tags& more) {
  BERTH_TRY(check_tags(more));
  Tags tags = tags_of(group);
  for (const auto& [key, value] : more) tags[key] = value;
  if (tags.size() > kTagsMax) {
    return fail(client_fault("TooManyTagsException", "The resource can have at most 50 tags."));
  }
  store::set_log_group_tags(context.tx, group.id, tags_json_of(tags));
  return {};
}

void remove_tags(Context& context, const store::LogGroup& group,
                 const std::vector<std::string>& keys) {
  Tags tags = tags_of(group);
  for (const std::string& key : keys) tags.erase(key);
  store::set_log_group_tags(context.tx, group.id, tags_json_of(tags));
}

Result<std::string> tagged_log_group(const Context& context, std::string_view resource_arn) {
  constexpr std::string_view kMark = ":log-group:";
  const std::size_t mark = resource_arn.find(kMark);
  const std::string_view name = mark == std::string_view::npos
                                    ? std::string_view()
                                    : resource_arn.substr(mark + kMark.size());
  const bool is_group = resource_arn.rfind("arn:aws:logs:", 0) == 0 && !name.empty() &&
                        name.find(':') == std::string_view::npos;
  if (!is_group) return fail(client_fault("ValidationException", "Invalid resourceArn"));
  return requested_log_group(context, std::nullopt, std::string(resource_arn));
}

void add_requested_tags(const Tags& tags, Target& target) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : tags) {
    target.context.set("aws:RequestTag/" + key, value);
    keys.push_back(key);
  }
  target.context.set("aws:TagKeys", std::move(keys));
}

Result<Targets> on_new_log_group(Context& context, const aws::logs::CreateLogGroupRequest& input) {
  BERTH_ASSIGN(Targets targets, on_log_group(context, input));
  if (!input.tags || input.tags->empty()) return targets;
  add_requested_tags(*input.tags, targets.front());
  Target tagging{"logs:TagResource", log_group_arn(context, input.log_group_name.value_or("")), {}};
  add_requested_tags(*input.tags, tagging);
  targets.push_back(std::move(tagging));
  return targets;
}

}  // namespace berth::services::logs
