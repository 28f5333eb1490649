// A request for a session is up to three actions, each with the condition keys that AWS gives it.
#include "services/sts/targets.h"

#include <algorithm>

#include "services/entity_names.h"
#include "services/principals.h"
#include "services/sts/session_facts.h"
#include "store/iam/roles.h"
#include "store/iam/tags.h"

namespace berth::services::sts {
namespace {

void add_request_tags(berth::iam::ContextKeys& keys, const SessionFacts& facts) {
  if (facts.tags.empty()) return;
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

/// The operation's own action and those that tags and a source identity ask for besides, which have
/// the keys of `shared` alone.
Targets actions_of(Target own, const Target& shared, const SessionFacts& facts) {
  Targets targets{std::move(own)};
  add_request_tags(targets.front().context, facts);
  if (!facts.tags.empty()) {
    targets.push_back(shared);
    targets.back().action = "sts:TagSession";
    add_request_tags(targets.back().context, facts);
  }
  if (!facts.source_identity.empty()) {
    targets.front().context.set("sts:SourceIdentity", facts.source_identity);
    targets.push_back(shared);
    targets.back().action = "sts:SetSourceIdentity";
    targets.back().context.set("sts:SourceIdentity", facts.source_identity);
  }
  return targets;
}

template <class Request>
Target role_to_assume(Context& context, const Request& request) {
  Target target{"", *request.role_arn, {}};
  add_role_tags(context, target.context, *request.role_arn);
  return target;
}

template <class Request>
Target with_session_name(Target target, const Request& request) {
  target.context.set("sts:RoleSessionName", *request.role_session_name);
  return target;
}

/// A provider may say in the token for which roles alone it is.
Result<void> check_role_of_token(const WebIdentity& identity, const std::string& role_arn) {
  if (!identity.roles) return {};
  const auto& roles = *identity.roles;
  if (std::find(roles.begin(), roles.end(), role_arn) != roles.end()) return {};
  return fail(client_fault("InvalidIdentityToken",
                           "The identity provider did not issue the token for this role."));
}

}  // namespace

Result<Targets> on_role_to_assume(Context& context, const aws::sts::AssumeRoleRequest& request) {
  if (request.provided_contexts) {
    return fail(client_fault("ValidationError", "Berth trusts no provider of contexts."));
  }
  BERTH_ASSIGN(const SessionFacts facts, requested_facts(context, wishes_of(request)));
  Target shared = role_to_assume(context, request);
  if (context.caller.second_factor) {
    shared.context.set("aws:MultiFactorAuthPresent", "true");
    shared.context.set("aws:MultiFactorAuthAge", "0");
  }
  Target own = with_session_name(shared, request);
  if (request.external_id) own.context.set("sts:ExternalId", *request.external_id);
  return actions_of(std::move(own), shared, facts);
}

Result<Targets> on_role_with_web_identity(
    Context& context, const aws::sts::AssumeRoleWithWebIdentityRequest& request) {
  const WebIdentity& identity = *context.caller.web_identity;
  BERTH_TRY(check_role_of_token(identity, *request.role_arn));
  BERTH_ASSIGN(const SessionFacts facts, requested_facts(context, wishes_of(request)));
  Target shared = role_to_assume(context, request);
  shared.context.set("aws:FederatedProvider", context.caller.principal.arn);
  shared.context.set(identity.issuer + ":aud", identity.audience);
  shared.context.set(identity.issuer + ":sub", identity.subject);
  if (!identity.methods.empty()) shared.context.set(identity.issuer + ":amr", identity.methods);
  Target own = with_session_name(shared, request);
  if (identity.roles) own.context.set("sts:RoleAuthorizedByIdp", "true");
  return actions_of(std::move(own), shared, facts);
}

Result<Targets> on_federated_user(Context& context,
                                  const aws::sts::GetFederationTokenRequest& request) {
  BERTH_ASSIGN(const SessionFacts facts, requested_facts(context, wishes_of(request)));
  const berth::iam::Principal user =
      federated_user_principal(context.account, context.caller.principal, *request.name);
  const Target target{"", user.arn, {}};
  return actions_of(target, target, facts);
}

}  // namespace berth::services::sts
