// The order of evaluate.cpp, walked to its end instead of to the first answer.
#include "iam/explain.h"

#include "iam/compiled.h"
#include "iam/question.h"

namespace berth::iam {
namespace {

class ExplainingWalk {
 public:
  ExplainingWalk(const Request& request, const PolicySet& policies, const Decision& decision)
      : request_(request),
        policies_(policies),
        decision_(decision),
        question_(request, policies.boundary.has_value()) {}

  Explanation walk() const {
    Explanation out;
    for (const AttachedPolicy& each : policies_.identity) {
      consider(each, PolicyType::kIdentity, out);
    }
    if (policies_.boundary) consider(*policies_.boundary, PolicyType::kBoundary, out);
    for (const AttachedPolicy& each : policies_.session) consider(each, PolicyType::kSession, out);
    if (policies_.resource) consider(*policies_.resource, resource_type(), out);
    if (decision_.allowed()) return out;
    out.to_change.push_back(decision_.decided_by);
    if (decision_.outcome == Outcome::kExplicitlyDenied) return out;
    add_what_else_lacks(out);
    out.nearest_miss =
        find_nearest_miss(request_, policies_of(decision_.decided_by), decision_.decided_by);
    return out;
  }

 private:
  PolicyType resource_type() const {
    return policies_.resource_is_trust ? PolicyType::kTrust : PolicyType::kResource;
  }

  void consider(const AttachedPolicy& policy, PolicyType type, Explanation& out) const {
    const std::string name =
        policy.group.empty() ? policy.name : policy.name + " of the group " + policy.group;
    ConsideredPolicy considered{type, name, policy.managed, Verdict::kSilent, {}};
    const auto& statements = policy.policy->compiled().statements;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      if (question_.is_denied_by(statements[i])) {
        considered.verdict = Verdict::kDenies;
        considered.statement = place_of(policy, i);
        break;
      }
      const bool allows = question_.is_allowed_by(statements[i]) != Naming::kNot;
      if (!allows || considered.verdict == Verdict::kAllows) continue;
      considered.verdict = Verdict::kAllows;
      considered.statement = place_of(policy, i);
    }
    out.policies.push_back(std::move(considered));
  }

  static bool allows(const Explanation& walked, PolicyType type) {
    for (const ConsideredPolicy& each : walked.policies) {
      if (each.type == type && each.verdict == Verdict::kAllows) return true;
    }
    return false;
  }

  /// A boundary and a session policy have to allow too where an identity policy has to. A
  /// resource's own policy is enough by itself once it names the principal, but across accounts.
  void add_what_else_lacks(Explanation& out) const {
    const bool by_resource = decision_.decided_by == resource_type() && policies_.resource;
    const bool same_account = request_.principal.account == request_.resource_account ||
                              request_.resource_account.empty();
    const bool is_service = request_.principal.kind == Principal::Kind::kService;
    if (is_service || (by_resource && same_account)) return;
    const bool is_root = request_.principal.kind == Principal::Kind::kRoot;
    if (by_resource && !is_root) add_lacking(PolicyType::kIdentity, true, out);
    add_lacking(PolicyType::kBoundary, policies_.boundary.has_value(), out);
    add_lacking(PolicyType::kSession, policies_.has_session, out);
  }

  void add_lacking(PolicyType type, bool is_there, Explanation& out) const {
    if (is_there && type != decision_.decided_by && !allows(out, type)) {
      out.to_change.push_back(type);
    }
  }

  std::vector<const AttachedPolicy*> policies_of(PolicyType type) const {
    std::vector<const AttachedPolicy*> out;
    const auto add_all = [&out](const std::vector<AttachedPolicy>& all) {
      for (const AttachedPolicy& each : all) out.push_back(&each);
    };
    if (type == PolicyType::kIdentity) add_all(policies_.identity);
    if (type == PolicyType::kSession) add_all(policies_.session);
    if (type == PolicyType::kBoundary && policies_.boundary) out.push_back(&*policies_.boundary);
    if (type == resource_type() && policies_.resource) out.push_back(&*policies_.resource);
    return out;
  }

  const Request& request_;
  const PolicySet& policies_;
  const Decision& decision_;
  Question question_;
};

}  // namespace

Explanation explain(const Request& request, const PolicySet& policies, const Decision& decision) {
  return ExplainingWalk(request, policies, decision).walk();
}

StatementPlace place_of(const AttachedPolicy& policy, std::size_t index) {
  const CompiledPolicy& compiled = policy.policy->compiled();
  const CompiledStatement& statement = compiled.statements[index];
  return StatementPlace{index, statement.sid, position_of(compiled.document, statement.begin),
                        position_of(compiled.document, statement.end)};
}

}  // namespace berth::iam
