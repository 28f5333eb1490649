// From what lacks or denies to the change: each kind of policy is changed by a call of its own.
#include "iam/remedy.h"

#include <algorithm>

#include <fmt/format.h>

#include "aws/json_writer.h"
#include "base/shell_word.h"
#include "iam/compiled.h"
#include "iam/document_edit.h"

namespace berth::iam {
namespace {

constexpr std::string_view kAwsPolicyPrefix = "arn:aws:iam::aws:policy/";
constexpr std::size_t kManagedSizeMax = 6144;

bool is_of_aws(const std::string& name) {
  return name.starts_with(kAwsPolicyPrefix);
}

std::string last_part(const std::string& arn) {
  return arn.substr(arn.rfind('/') + 1);
}

/// The narrowest statement that allows the request.
std::string allowing_statement(const Request& request) {
  aws::JsonWriter out;
  out.begin_object();
  out.key("Effect");
  out.string("Allow");
  out.key("Action");
  out.string(request.action);
  out.key("Resource");
  out.string(resource_literal(request.resource));
  const ContextValue* const passed_to = request.context.find("iam:PassedToService");
  if (request.action == "iam:PassRole" && passed_to != nullptr && !passed_to->values.empty()) {
    out.key("Condition");
    out.raw(fmt::format(R"({{"StringEquals":{{"iam:PassedToService":"{}"}}}})",
                        passed_to->values.front()));
  }
  out.end_object();
  return out.take();
}

std::string trusting_statement(const Request& request) {
  const Principal& principal = request.principal;
  const bool is_service = principal.kind == Principal::Kind::kService;
  return fmt::format(R"({{"Effect":"Allow","Principal":{{"{}":"{}"}},"Action":"{}"}})",
                     is_service ? "Service" : "AWS", principal.identity_arn, request.action);
}

class RemedyWriter {
 public:
  RemedyWriter(const Request& request, const PolicySet& policies, const Decision& decision,
               const Explanation& explanation)
      : request_(request), policies_(policies), decision_(decision), explanation_(explanation) {}

  Remedy for_lack(PolicyType type) const {
    switch (type) {
      case PolicyType::kIdentity:
        return identity_lacks();
      case PolicyType::kBoundary:
        return boundary_lacks();
      case PolicyType::kSession:
        return session_lacks();
      case PolicyType::kTrust:
        return trust_lacks();
      case PolicyType::kResource:
        break;
    }
    return {type, "The resource's own policy has to allow the call.", {}};
  }

  Remedy for_denial() const {
    const AttachedPolicy& policy = *decision_.policy;
    const auto rest = without_statement(text_of(policy), decision_.statement);
    Remedy remedy{decision_.decided_by,
                  fmt::format("Statement {} of {} denies the call, whatever else allows it. The "
                              "command takes the statement out; narrow it instead where it guards "
                              "more than this call.",
                              decision_.statement + 1, policy.name),
                  {}};
    switch (decision_.decided_by) {
      case PolicyType::kIdentity:
        remedy.commands = {identity_without(policy, rest)};
        break;
      case PolicyType::kBoundary:
        if (rest && !is_of_aws(policy.name)) remedy.commands = {new_version(policy.name, *rest)};
        break;
      case PolicyType::kSession:
        remedy.reason =
            "The session's own policy denies the call: it was given by who assumed the "
            "role, and lasts as long as the session.";
        break;
      case PolicyType::kTrust:
        if (rest) remedy.commands = {update_trust(*rest)};
        break;
      case PolicyType::kResource:
        break;
    }
    if (remedy.commands.empty() && decision_.decided_by != PolicyType::kSession) {
      remedy.reason = fmt::format("Statement {} of {} denies the call, whatever else allows it.",
                                  decision_.statement + 1, policy.name);
    }
    return remedy;
  }

 private:
  static const std::string& text_of(const AttachedPolicy& policy) {
    return policy.policy->compiled().document;
  }
  bool is_federated() const { return request_.principal.kind == Principal::Kind::kFederatedUser; }
  /// A federated user has what the user has that asked for it.
  const char* kind() const {
    return request_.principal.kind == Principal::Kind::kUser || is_federated() ? "user" : "role";
  }
  /// "--role-name web"
  std::string owner() const {
    return fmt::format("--{}-name {}", kind(),
                       shell_word(last_part(request_.principal.identity_arn)));
  }
  /// Of whom the policy is: the caller's, or a group's.
  const char* kind_of(const AttachedPolicy& policy) const {
    return policy.group.empty() ? kind() : "group";
  }
  std::string owner_of(const AttachedPolicy& policy) const {
    return policy.group.empty() ? owner() : "--group-name " + shell_word(policy.group);
  }
  /// A name that no policy of the caller has: a command that only adds replaces none.
  std::string new_name(std::string name) const {
    std::replace(name.begin(), name.end(), ':', '-');
    const auto is_taken = [this](const std::string& wanted) {
      return std::any_of(policies_.identity.begin(), policies_.identity.end(),
                         [&wanted](const auto& each) { return each.name == wanted; });
    };
    std::string free = name;
    for (int number = 2; is_taken(free); ++number) free = fmt::format("{}-{}", name, number);
    return free;
  }

  static std::string new_version(const std::string& arn, const std::string& document) {
    return fmt::format(
        "aws iam create-policy-version --policy-arn {} --set-as-default --policy-document {}",
        shell_word(arn), shell_word(document));
  }
  std::string update_trust(const std::string& document) const {
    return fmt::format("aws iam update-assume-role-policy --role-name {} --policy-document {}",
                       shell_word(last_part(request_.resource)), shell_word(document));
  }

  Remedy identity_lacks() const {
    const std::string name = new_name("allow-" + request_.action);
    const std::string document =
        R"({"Version":"2012-10-17","Statement":[)" + allowing_statement(request_) + "]}";
    return {
        PolicyType::kIdentity,
        fmt::format("A policy of the {} {} has to allow {} on {}.", kind(),
                    last_part(request_.principal.identity_arn), request_.action, request_.resource),
        {fmt::format("aws iam put-{}-policy {} --policy-name {} --policy-document {}", kind(),
                     owner(), shell_word(name), shell_word(document))}};
  }

  std::string identity_without(const AttachedPolicy& policy,
                               const std::optional<std::string>& rest) const {
    if (policy.managed && (is_of_aws(policy.name) || !rest)) {
      return fmt::format("aws iam detach-{}-policy {} --policy-arn {}", kind_of(policy),
                         owner_of(policy), shell_word(policy.name));
    }
    if (policy.managed) return new_version(policy.name, *rest);
    if (!rest) {
      return fmt::format("aws iam delete-{}-policy {} --policy-name {}", kind_of(policy),
                         owner_of(policy), shell_word(policy.name));
    }
    return fmt::format("aws iam put-{}-policy {} --policy-name {} --policy-document {}",
                       kind_of(policy), owner_of(policy), shell_word(policy.name),
                       shell_word(*rest));
  }

  Remedy boundary_lacks() const {
    const AttachedPolicy& boundary = *policies_.boundary;
    Remedy remedy{PolicyType::kBoundary,
                  fmt::format("The permissions boundary {} has to allow {} on {} too: a boundary "
                              "grants nothing, and nothing beyond it counts.",
                              boundary.name, request_.action, request_.resource),
                  {}};
    if (!boundary.managed) return remedy;
    const std::string wider = with_statement(text_of(boundary), allowing_statement(request_));
    if (policy_size(wider) > kManagedSizeMax) return remedy;
    if (!is_of_aws(boundary.name)) {
      remedy.commands = {new_version(boundary.name, wider)};
      return remedy;
    }
    // AWS's own policies cannot be changed: a copy takes the place of this one.
    const std::string name = last_part(boundary.name) + "-and-more";
    const std::string arn =
        fmt::format("arn:aws:iam::{}:policy/{}", request_.principal.account, name);
    remedy.commands = {
        fmt::format("aws iam create-policy --policy-name {} --policy-document {}", shell_word(name),
                    shell_word(wider)),
        fmt::format("aws iam put-{}-permissions-boundary {} --permissions-boundary {}", kind(),
                    owner(), shell_word(arn))};
    return remedy;
  }

  Remedy session_lacks() const {
    Remedy remedy{PolicyType::kSession,
                  fmt::format("The session policy has to allow {} on {} too: assume the role again "
                              "with one that does, or without any.",
                              request_.action, request_.resource),
                  {}};
    if (policies_.session.size() != 1 || is_of_aws(policies_.session.front().name)) return remedy;
    const AttachedPolicy& policy = policies_.session.front();
    const std::string wider = with_statement(text_of(policy), allowing_statement(request_));
    if (policy.managed) {
      remedy.commands = {new_version(policy.name, wider)};
    } else if (is_federated()) {
      remedy.commands = {fmt::format("aws sts get-federation-token --name {} --policy {}",
                                     shell_word(last_part(request_.principal.arn)),
                                     shell_word(wider))};
    } else {
      remedy.commands = {
          fmt::format("aws sts assume-role --role-arn {} --role-session-name {} --policy {}",
                      shell_word(request_.principal.identity_arn),
                      shell_word(last_part(request_.principal.arn)), shell_word(wider))};
    }
    return remedy;
  }

  /// Where all but a condition fits, the trust is meant for such callers: another way to meet it is
  /// what lacks, and a statement without the condition would open the role.
  Remedy trust_lacks() const {
    if (!policies_.resource) {
      return {PolicyType::kTrust, fmt::format("There is no role {}.", request_.resource), {}};
    }
    const auto& miss = explanation_.nearest_miss;
    if (miss && std::all_of(miss->failures.begin(), miss->failures.end(),
                            [](const Failure& each) { return each.element == "Condition"; })) {
      const Failure& failure = miss->failures.front();
      return {PolicyType::kTrust,
              fmt::format("The role's trust policy names the caller under the condition {} on {}: "
                          "make the call meet it, or change the condition in the trust policy.",
                          failure.condition_operator, failure.key),
              {fmt::format("aws iam get-role --role-name {} --query Role.AssumeRolePolicyDocument",
                           shell_word(last_part(request_.resource)))}};
    }
    const std::string wider =
        with_statement(text_of(*policies_.resource), trusting_statement(request_));
    return {
        PolicyType::kTrust,
        fmt::format("The trust policy of the role {} has to name {} for {}.",
                    last_part(request_.resource), request_.principal.identity_arn, request_.action),
        {update_trust(wider)}};
  }

  const Request& request_;
  const PolicySet& policies_;
  const Decision& decision_;
  const Explanation& explanation_;
};

}  // namespace

std::string resource_literal(const std::string& resource) {
  std::string out;
  for (std::size_t i = 0; i < resource.size(); ++i) {
    const bool variable = resource.compare(i, 2, "${") == 0;
    out += variable ? "${$}" : resource[i] == '?' ? "${?}" : std::string(1, resource[i]);
  }
  return out;
}

std::vector<Remedy> remedies(const Request& request, const PolicySet& policies,
                             const Decision& decision, const Explanation& explanation) {
  std::vector<Remedy> out;
  const RemedyWriter writer(request, policies, decision, explanation);
  for (const PolicyType type : explanation.to_change) {
    const bool denies = decision.outcome == Outcome::kExplicitlyDenied;
    out.push_back(denies ? writer.for_denial() : writer.for_lack(type));
  }
  return out;
}

}  // namespace berth::iam
