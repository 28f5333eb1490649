// From a caller and a target to the engine's question, and from its decision to AWS's sentence.
#include "services/authorizer_of_store.h"

#include <fmt/format.h>

#include "services/audit_tag.h"
#include "services/compiled_identities.h"
#include "services/decision_log.h"
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

/// Tags of federated users are their users' own matter.
bool is_federated_user_arn(std::string_view resource) {
  return resource.starts_with("arn:aws:sts::") &&
         resource.find(":federated-user/") != std::string_view::npos;
}

/// Actions on a role that its trust policy decides on too.
bool asks_trust(std::string_view action, std::string_view resource) {
  if (action == "sts:TagSession") return !is_federated_user_arn(resource);
  return action == "sts:AssumeRole" || action == "sts:AssumeRoleWithWebIdentity" ||
         action == "sts:SetSourceIdentity";
}

/// Of a caller without credentials AWS says no more.
std::string nameless_denial(std::string_view action) {
  return fmt::format("Not authorized to perform {}", action);
}

bool is_task_arn(std::string_view arn) {
  return arn.find(":task/") != std::string_view::npos;
}

/// What is decided, with all that decides it.
struct Case {
  iam::Request request;
  iam::PolicySet policies;
  bool enforced = true;
  bool role_is_there = true;
  std::string task_arn;
};

class StoreAuthorizer final : public Authorizer {
 public:
  StoreAuthorizer(AccountId account, IamMode mode, DeniedObserver denied, DecisionLog* log)
      : account_(std::move(account)),
        mode_(mode),
        denied_(std::move(denied)),
        log_(log),
        identities_(account_) {}

  Result<void> authorize(Context& context, std::string_view action, std::string_view resource,
                         const iam::ContextKeys& keys) override {
    Case asked = case_of(context, action, resource, keys);
    const iam::Request& request = asked.request;
    if (!asked.role_is_there) {
      std::string sentence = nameless_denial(action);
      if (!is_web_identity(request.principal)) {
        sentence = fmt::format("User: {} is not authorized to perform: {} on resource: {}",
                               request.principal.arn, action, resource);
      }
      return settle(context, std::move(asked), iam::Outcome::kImplicitlyDenied,
                    std::move(sentence));
    }
    const iam::Decision decision = iam::evaluate(request, asked.policies);
    std::string sentence;
    if (!decision.allowed()) {
      sentence = is_web_identity(request.principal) ? nameless_denial(action)
                                                    : iam::denial_message(request, decision);
    }
    return settle(context, std::move(asked), decision.outcome, std::move(sentence));
  }

  iam::Outcome outcome_of(Context& context, std::string_view action, std::string_view resource,
                          const iam::ContextKeys& keys) override {
    const Case asked = case_of(context, action, resource, keys);
    if (!asked.role_is_there) return iam::Outcome::kImplicitlyDenied;
    return iam::evaluate(asked.request, asked.policies).outcome;
  }

  Result<void> authorize_service_assume_role(Context& context, std::string_view service_principal,
                                             std::string_view role_arn,
                                             std::string_view source_arn) override {
    Case asked;
    iam::Request& request = asked.request;
    request.principal.kind = iam::Principal::Kind::kService;
    request.principal.arn = std::string(service_principal);
    request.principal.identity_arn = request.principal.arn;
    request.action = "sts:AssumeRole";
    request.resource = std::string(role_arn);
    request.resource_account = account_.str();
    add_service_keys(context, service_principal, source_arn, request.context);
    asked.enforced = mode_ == IamMode::kEnforce;
    if (is_task_arn(source_arn)) asked.task_arn = std::string(source_arn);
    asked.policies.resource_is_trust = true;
    iam::Outcome outcome = iam::Outcome::kImplicitlyDenied;
    if (const auto trust = identities_.find_trust(context.tx, request.resource)) {
      asked.policies.resource = *trust;
      outcome = iam::evaluate(request, asked.policies).outcome;
    } else {
      asked.role_is_there = false;
    }
    return settle(context, std::move(asked), outcome,
                  fmt::format("{} may not assume the role {}", service_principal, role_arn));
  }

  void hand_over_decisions() override {
    if (log_ != nullptr) log_->hand_over();
  }

 private:
  /// The question of the context's caller, with all the policies that bear on it.
  Case case_of(Context& context, std::string_view action, std::string_view resource,
               const iam::ContextKeys& keys) {
    const auto identity = identities_.find(context.tx, context.caller.principal.unique_id);
    Case asked{{context.caller.principal, std::string(action), std::string(resource),
                account_of(resource, account_), keys},
               {}};
    iam::Request& request = asked.request;
    add_global_keys(context, action.substr(0, action.find(':')), request.resource_account,
                    *identity, request.context);
    asked.policies.identity = identity->policies;
    asked.policies.boundary = identity->boundary;
    if (context.caller.session) add_session(context, *context.caller.session, asked.policies);
    asked.enforced = mode_ == IamMode::kEnforce &&
                     !(is_role_session(request.principal) && has_audit_tag(identity->tags));
    if (asks_trust(action, resource)) {
      const auto trust = identities_.find_trust(context.tx, request.resource);
      asked.policies.resource_is_trust = true;
      asked.role_is_there = trust != nullptr;
      if (trust) asked.policies.resource = *trust;
    }
    return asked;
  }

  void add_session(Context& context, const SessionFacts& session, iam::PolicySet& policies) {
    // What a federated user is not given by a policy of its session, it has not.
    policies.has_session = !session.policies.empty() || is_federated_user(context.caller.principal);
    for (const std::string& each : session.policies) {
      if (auto policy = identities_.find_session_policy(context.tx, each)) {
        policies.session.push_back(std::move(*policy));
      }
    }
  }

  Result<void> settle(const Context& context, Case asked, iam::Outcome outcome,
                      std::string sentence) {
    const bool allowed = outcome == iam::Outcome::kAllowed;
    const bool enforced = asked.enforced;
    if (log_ != nullptr) record(context, std::move(asked), outcome);
    if (allowed) return {};
    if (denied_) denied_(context.request_id, sentence, enforced);
    if (!enforced) return {};
    return fail(client_fault("AccessDeniedException", std::move(sentence)));
  }

  void record(const Context& context, Case asked, iam::Outcome outcome) {
    MadeDecision made;
    made.decided_at = context.now;
    made.request_id = context.request_id;
    made.region = context.region.str();
    // A service that assumes a role does so by itself, whoever has brought it about.
    if (asked.request.principal.kind != iam::Principal::Kind::kService) {
      made.access_key_id = context.caller.access_key_id.str();
      made.source_address = context.caller.source_address;
    }
    made.task_arn = std::move(asked.task_arn);
    made.request = std::move(asked.request);
    made.policies = std::move(asked.policies);
    made.outcome = outcome;
    made.enforced = asked.enforced;
    made.role_is_there = asked.role_is_there;
    log_->record(std::move(made));
  }

  AccountId account_;
  IamMode mode_;
  DeniedObserver denied_;
  DecisionLog* log_;
  CompiledIdentities identities_;
};

}  // namespace

std::unique_ptr<Authorizer> make_authorizer(AccountId account, IamMode mode, DeniedObserver denied,
                                            DecisionLog* log) {
  return std::make_unique<StoreAuthorizer>(std::move(account), mode, std::move(denied), log);
}

}  // namespace berth::services
