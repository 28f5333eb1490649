// From a caller and a target to the engine's question, and from its decision to AWS's sentence.
#include "services/authorizer_of_store.h"

#include <fmt/format.h>

#include "services/compiled_identities.h"
#include "services/global_keys.h"
#include "services/principals.h"

namespace berth::services {
namespace {

/// The account of an ARN, or `fallback` for "*" and for ARNs without one. The policies that AWS
/// manages ("arn:aws:iam::aws:policy/…") are every account's own.
std::string account_of(std::string_view resource, const AccountId& fallback) {
  std::size_t begin = 0;
  for (int colons = 0; colons < 4; ++colons) {
    begin = resource.find(':', begin);
    if (begin == std::string_view::npos) return fallback.str();
    ++begin;
  }
  const std::size_t end = resource.find(':', begin);
  const auto account = resource.substr(begin, end - begin);
  if (end == std::string_view::npos || account.empty() || account == "aws") return fallback.str();
  return std::string(account);
}

/// Actions on a role that its trust policy decides on too.
bool asks_trust(std::string_view action, std::string_view resource) {
  // Tags of federated users are their users' own matter.
  if (resource.find(":federated-user/") != std::string_view::npos) return false;
  return action == "sts:AssumeRole" || action == "sts:AssumeRoleWithWebIdentity" ||
         action == "sts:TagSession" || action == "sts:SetSourceIdentity";
}

/// Of a caller without credentials AWS says no more.
std::string nameless_denial(std::string_view action) {
  return fmt::format("Not authorized to perform {}", action);
}

class StoreAuthorizer final : public Authorizer {
 public:
  StoreAuthorizer(AccountId account, IamMode mode, DeniedObserver denied)
      : account_(std::move(account)),
        mode_(mode),
        denied_(std::move(denied)),
        identities_(account_) {}

  Result<void> authorize(Context& context, std::string_view action, std::string_view resource,
                         const iam::ContextKeys& keys) override {
    const auto identity = identities_.find(context.tx, context.caller.principal.unique_id);
    iam::Request request{context.caller.principal, std::string(action), std::string(resource),
                         account_of(resource, account_), keys};
    add_global_keys(context, action.substr(0, action.find(':')), request.resource_account,
                    *identity, request.context);
    iam::PolicySet policies;
    policies.identity = identity->policies;
    policies.boundary = identity->boundary;
    if (context.caller.session) add_session(context, *context.caller.session, policies);
    if (asks_trust(action, resource)) {
      const auto trust = identities_.find_trust(context.tx, request.resource);
      if (!trust) {
        const bool named = !is_web_identity(request.principal);
        return settle(context, named ? fmt::format("User: {} is not authorized to perform: {} on "
                                                   "resource: {}",
                                                   request.principal.arn, action, resource)
                                     : nameless_denial(action));
      }
      policies.resource = *trust;
      policies.resource_is_trust = true;
    }
    const iam::Decision decision = iam::evaluate(request, policies);
    if (decision.allowed()) return {};
    if (is_web_identity(request.principal)) return settle(context, nameless_denial(action));
    return settle(context, iam::denial_message(request, decision));
  }

  Result<void> authorize_service_assume_role(Context& context, std::string_view service_principal,
                                             std::string_view role_arn,
                                             std::string_view source_arn) override {
    iam::Request request;
    request.principal.kind = iam::Principal::Kind::kService;
    request.principal.arn = std::string(service_principal);
    request.principal.identity_arn = request.principal.arn;
    request.action = "sts:AssumeRole";
    request.resource = std::string(role_arn);
    request.resource_account = account_.str();
    add_service_keys(context, service_principal, source_arn, request.context);
    iam::PolicySet policies;
    policies.resource_is_trust = true;
    if (const auto trust = identities_.find_trust(context.tx, request.resource)) {
      policies.resource = *trust;
      const iam::Decision decision = iam::evaluate(request, policies);
      if (decision.allowed()) return {};
    }
    return settle(context,
                  fmt::format("{} may not assume the role {}", service_principal, role_arn));
  }

 private:
  void add_session(Context& context, const SessionFacts& session, iam::PolicySet& policies) {
    // What a federated user is not given by a policy of its session, it has not.
    policies.has_session = !session.policies.empty() || is_federated_user(context.caller.principal);
    for (const std::string& each : session.policies) {
      if (auto policy = identities_.find_session_policy(context.tx, each)) {
        policies.session.push_back(std::move(*policy));
      }
    }
  }

  Result<void> settle(const Context& context, std::string sentence) {
    if (denied_) denied_(context.request_id, sentence);
    if (mode_ == IamMode::kAudit) return {};
    return fail(client_fault("AccessDeniedException", std::move(sentence)));
  }

  AccountId account_;
  IamMode mode_;
  DeniedObserver denied_;
  CompiledIdentities identities_;
};

}  // namespace

std::unique_ptr<Authorizer> make_authorizer(AccountId account, IamMode mode,
                                            DeniedObserver denied) {
  return std::make_unique<StoreAuthorizer>(std::move(account), mode, std::move(denied));
}

}  // namespace berth::services
