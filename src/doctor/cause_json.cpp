// The catalogue for programs: --list and --explain with --output json.
#include <string>

#include "aws/json_writer.h"
#include "doctor/cause.h"

namespace berth::doctor {
namespace {

void write(aws::JsonWriter& json, Group group, const Cause& cause) {
  const auto member = [&json](std::string_view name, std::string_view value) {
    json.key(name);
    json.string(value);
  };
  json.begin_object();
  member("id", cause.id);
  member("group", name_of(group));
  member("title", cause.title);
  member("looks", cause.looks);
  member("why", cause.why);
  member("see", cause.see);
  member("fix", cause.fix);
  member("seen", name_of(cause.seen));
  member("docs", "docs/causes/" + std::string(cause.id) + ".md");
  if (const auto why = why_skipped(cause.seen); !why.empty()) member("skipped", why);
  json.end_object();
}

Group group_of(const Cause& cause) {
  for (const Group group : all_groups()) {
    for (const Cause& one : causes_of(group)) {
      if (one.id == cause.id) return group;
    }
  }
  return Group::kReach;
}

}  // namespace

std::string json_of(const Cause& cause) {
  aws::JsonWriter json;
  write(json, group_of(cause), cause);
  return json.take() + "\n";
}

std::string json_of_all() {
  aws::JsonWriter json;
  json.begin_object();
  json.key("causes");
  json.begin_array();
  for (const Group group : all_groups()) {
    for (const Cause& cause : causes_of(group)) write(json, group, cause);
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace berth::doctor
