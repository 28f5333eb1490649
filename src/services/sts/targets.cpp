// AssumeRole is up to three actions, each with the condition keys that AWS gives it.
#include "services/sts/targets.h"

#include "services/entity_names.h"
#include "services/sts/session_facts.h"
#include "store/iam/roles.h"
#include "store/iam/tags.h"

namespace berth::services::sts {
namespace {

void add_request_tags(berth::iam::ContextKeys& keys, const SessionFacts& facts) {
  std::vector<std::string> names;
  for (const auto& [name, value] : facts.tags) {
    keys.set("aws:RequestTag/" + name, value);
    names.push_back(name);
  }
  keys.set("aws:TagKeys", std::move(names));
  if (!facts.transitive_tag_keys.empty()) {
    keys.set("sts:TransitiveTagKeys", facts.transitive_tag_keys);
  }
}

void add_role_tags(Context& context, berth::iam::ContextKeys& keys, std::string_view role_arn) {
  const auto name = parse_iam_arn(role_arn);
  const auto role = name ? store::find_role(context.tx, name->name) : std::nullopt;
  if (!role) return;
  for (const store::IamTag& tag : store::list_iam_tags(context.tx, role->id)) {
    keys.set("aws:ResourceTag/" + tag.key, tag.value);
    keys.set("iam:ResourceTag/" + tag.key, tag.value);
  }
}

}  // namespace

Result<Targets> on_role_to_assume(Context& context, const aws::sts::AssumeRoleRequest& request) {
  BERTH_ASSIGN(const SessionFacts facts, requested_facts(context, request));
  Target assume{"", *request.role_arn, {}};
  add_role_tags(context, assume.context, *request.role_arn);
  Targets targets{assume};
  targets.front().context.set("sts:RoleSessionName", *request.role_session_name);
  if (request.external_id) targets.front().context.set("sts:ExternalId", *request.external_id);
  if (!facts.tags.empty()) {
    add_request_tags(targets.front().context, facts);
    targets.push_back(assume);
    targets.back().action = "sts:TagSession";
    add_request_tags(targets.back().context, facts);
  }
  if (!facts.source_identity.empty()) {
    targets.front().context.set("sts:SourceIdentity", facts.source_identity);
    targets.push_back(assume);
    targets.back().action = "sts:SetSourceIdentity";
    targets.back().context.set("sts:SourceIdentity", facts.source_identity);
  }
  return targets;
}

}  // namespace berth::services::sts
