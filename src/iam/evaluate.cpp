// The order of a decision: any Deny, then the resource's own policy, then identity, boundary and
// session together.
#include "iam/evaluate.h"

#include "iam/compiled.h"
#include "iam/question.h"

namespace berth::iam {
namespace {

/// A statement that allows.
struct Grant {
  Naming naming = Naming::kNot;
  const AttachedPolicy* policy = nullptr;
  std::size_t statement = 0;
  explicit operator bool() const { return naming != Naming::kNot; }
};

/// What the two sides of a decision say, once nothing denies.
struct Sides {
  Grant identity;
  Grant resource;
  bool boundary = true;
  bool session = true;
};

/// The root user, or a federated user whose session it made: that one's policies alone narrow it.
bool is_of_root(const Principal& principal) {
  return principal.kind == Principal::Kind::kRoot ||
         (principal.kind == Principal::Kind::kFederatedUser &&
          principal.unique_id == principal.account);
}

class Evaluation {
 public:
  Evaluation(const Request& request, const PolicySet& policies)
      : request_(request), policies_(policies), question_(request, policies.boundary.has_value()) {}

  Decision decide() {
    // AWS answers this to whoever has signed, even against a Deny.
    if (question_.asks_for("sts:getcalleridentity")) return allowed({});
    Decision denied;
    if (find_deny(denied)) return denied;
    return weigh(sides());
  }

 private:
  bool denies(const AttachedPolicy& policy, PolicyType type, Decision& out) const {
    const auto& statements = policy.policy->compiled().statements;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      if (!question_.is_denied_by(statements[i])) continue;
      out = Decision{Outcome::kExplicitlyDenied, type, &policy, i};
      return true;
    }
    return false;
  }

  bool find_deny(Decision& out) const {
    for (const AttachedPolicy& each : policies_.identity) {
      if (denies(each, PolicyType::kIdentity, out)) return true;
    }
    if (policies_.boundary && denies(*policies_.boundary, PolicyType::kBoundary, out)) return true;
    for (const AttachedPolicy& each : policies_.session) {
      if (denies(each, PolicyType::kSession, out)) return true;
    }
    return policies_.resource && denies(*policies_.resource, resource_type(), out);
  }

  /// The statement that names the principal most closely.
  Grant grant_of(const AttachedPolicy& policy) const {
    Grant best;
    const auto& statements = policy.policy->compiled().statements;
    for (std::size_t i = 0; i < statements.size() && best.naming != Naming::kDirect; ++i) {
      const Naming naming = question_.is_allowed_by(statements[i]);
      if (naming > best.naming) best = Grant{naming, &policy, i};
    }
    return best;
  }

  Grant grant_of(const std::vector<AttachedPolicy>& policies) const {
    for (const AttachedPolicy& each : policies) {
      if (const Grant grant = grant_of(each)) return grant;
    }
    return {};
  }

  Sides sides() const {
    Sides out;
    if (is_of_root(request_.principal)) {
      out.identity.naming = Naming::kDirect;
    } else {
      out.identity = grant_of(policies_.identity);
    }
    if (policies_.resource) out.resource = grant_of(*policies_.resource);
    if (policies_.boundary) out.boundary = bool(grant_of(*policies_.boundary));
    if (policies_.has_session) out.session = bool(grant_of(policies_.session));
    return out;
  }

  Decision weigh(const Sides& sides) const {
    const bool same_account = request_.principal.account == request_.resource_account ||
                              request_.resource_account.empty();
    if (is_outside()) return sides.resource ? allowed(sides.resource) : lacks(resource_type());
    if (same_account && sides.resource.naming == Naming::kDirect) return allowed(sides.resource);
    if (!sides.resource && (!same_account || needs_resource_policy())) {
      return lacks(resource_type());
    }
    const bool by_role = same_account && sides.resource.naming == Naming::kRole;
    if (!sides.identity && !by_role) return lacks(PolicyType::kIdentity);
    if (!sides.boundary) return lacks(PolicyType::kBoundary);
    if (!sides.session) return lacks(PolicyType::kSession);
    return allowed(sides.identity ? sides.identity : sides.resource);
  }

  /// Services and web identities have no policies of their own.
  bool is_outside() const {
    return request_.principal.kind == Principal::Kind::kService ||
           request_.principal.kind == Principal::Kind::kWebIdentity;
  }

  /// Roles and keys belong to nobody whom their own policy does not name.
  bool needs_resource_policy() const {
    return policies_.resource && (policies_.resource_is_trust || question_.service() == "kms");
  }

  PolicyType resource_type() const {
    return policies_.resource_is_trust ? PolicyType::kTrust : PolicyType::kResource;
  }

  Decision allowed(const Grant& grant) const {
    const bool by_resource = policies_.resource && grant.policy == &*policies_.resource;
    return Decision{Outcome::kAllowed, by_resource ? resource_type() : PolicyType::kIdentity,
                    grant.policy, grant.statement};
  }

  static Decision lacks(PolicyType type) {
    return Decision{Outcome::kImplicitlyDenied, type, nullptr, 0};
  }

  const Request& request_;
  const PolicySet& policies_;
  Question question_;
};

}  // namespace

Decision evaluate(const Request& request, const PolicySet& policies) {
  return Evaluation(request, policies).decide();
}

const char* to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAllowed:
      return "Allowed";
    case Outcome::kImplicitlyDenied:
      return "ImplicitlyDenied";
    case Outcome::kExplicitlyDenied:
      return "ExplicitlyDenied";
  }
  return "ImplicitlyDenied";
}

const char* kind_name(PolicyType type) {
  switch (type) {
    case PolicyType::kIdentity:
      return "identity-based policy";
    case PolicyType::kBoundary:
      return "permissions boundary";
    case PolicyType::kSession:
      return "session policy";
    case PolicyType::kResource:
      return "resource-based policy";
    case PolicyType::kTrust:
      return "role trust policy";
  }
  return "policy";
}

}  // namespace berth::iam
