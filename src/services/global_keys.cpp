// What AWS puts into the context of each request, from the caller and the connection.
#include "services/global_keys.h"

#include "base/time_format.h"
#include "services/principals.h"

namespace berth::services {
namespace {

const char* principal_type(const Caller& caller) {
  if (is_role_session(caller.principal)) return "AssumedRole";
  if (is_federated_user(caller.principal)) return "FederatedUser";
  return is_root(caller.principal) ? "Account" : "User";
}

void add_time(const Context& context, iam::ContextKeys& keys) {
  keys.set("aws:CurrentTime", format_iso8601(context.now));
  keys.set("aws:EpochTime", std::to_string(to_epoch_ms(context.now) / 1000));
}

/// Tags of the user or role, laid over by those of the session.
void add_principal_tags(const Caller& caller, const CompiledIdentity& identity,
                        iam::ContextKeys& keys) {
  for (const auto& [key, value] : identity.tags) keys.set("aws:PrincipalTag/" + key, value);
  if (!caller.session) return;
  for (const auto& [key, value] : caller.session->tags) keys.set("aws:PrincipalTag/" + key, value);
}

void add_session_keys(const SessionFacts& session, TimePoint now, iam::ContextKeys& keys) {
  keys.set("aws:TokenIssueTime", format_iso8601(session.issued_at));
  // A code of this very request counts for more than the session's.
  if (keys.find("aws:MultiFactorAuthPresent") == nullptr) {
    keys.set("aws:MultiFactorAuthPresent", session.mfa_at ? "true" : "false");
    if (session.mfa_at) {
      keys.set("aws:MultiFactorAuthAge",
               std::to_string((to_epoch_ms(now) - to_epoch_ms(*session.mfa_at)) / 1000));
    }
  }
  if (!session.source_identity.empty()) keys.set("aws:SourceIdentity", session.source_identity);
  for (const auto& [key, value] : session.federated_keys) keys.set(key, value);
}

/// What every request has, signed or not.
void add_connection_keys(const Context& context, std::string_view service, iam::ContextKeys& keys) {
  const Caller& caller = context.caller;
  keys.set("aws:SourceIp", caller.source_address);
  keys.set("aws:SecureTransport", caller.secure_transport ? "true" : "false");
  add_time(context, keys);
  keys.set("aws:RequestedRegion", service == "iam" ? "us-east-1" : context.region.str());
  if (!caller.user_agent.empty()) keys.set("aws:UserAgent", caller.user_agent);
  if (!caller.referer.empty()) keys.set("aws:referer", caller.referer);
  keys.set("aws:ViaAWSService", "false");
  keys.set("aws:PrincipalIsAWSService", "false");
}

}  // namespace

void add_global_keys(const Context& context, std::string_view service,
                     std::string_view resource_account, const CompiledIdentity& identity,
                     iam::ContextKeys& keys) {
  const Caller& caller = context.caller;
  add_connection_keys(context, service, keys);
  keys.set("aws:ResourceAccount", std::string(resource_account));
  if (is_web_identity(caller.principal)) return;
  keys.set("aws:PrincipalArn", identity_arn_of(caller.principal));
  keys.set("aws:PrincipalAccount", caller.principal.account);
  keys.set("aws:PrincipalType", principal_type(caller));
  keys.set("aws:userid", caller.principal.user_id);
  if (caller.principal.kind == iam::Principal::Kind::kUser) {
    const std::string& arn = caller.principal.arn;
    keys.set("aws:username", arn.substr(arn.rfind('/') + 1));
  }
  add_principal_tags(caller, identity, keys);
  if (caller.session) add_session_keys(*caller.session, context.now, keys);
}

void add_service_keys(const Context& context, std::string_view principal,
                      std::string_view source_arn, iam::ContextKeys& keys) {
  keys.set("aws:SourceArn", std::string(source_arn));
  keys.set("aws:SourceAccount", context.account.str());
  keys.set("aws:PrincipalServiceName", std::string(principal));
  keys.set("aws:PrincipalServiceNamesList", std::vector<std::string>{std::string(principal)});
  keys.set("aws:PrincipalIsAWSService", "true");
  keys.set("aws:ViaAWSService", "false");
  keys.set("aws:RequestedRegion", context.region.str());
  add_time(context, keys);
}

}  // namespace berth::services
