// One decision for each action and resource, by the engine that decides real requests.
#include "services/iam/simulation.h"

#include <algorithm>
#include <charconv>

#include "iam/arn_pattern.h"
#include "iam/matches.h"
#include "iam/text.h"

namespace berth::services::iam {
namespace {

using berth::iam::Outcome;
using berth::iam::PolicyType;
using OneResult = aws::iam::ResourceSpecificResult;

const char* spelt(bool allowed, bool denied) {
  if (denied) return "explicitDeny";
  return allowed ? "allowed" : "implicitDeny";
}

const char* spelt(Outcome outcome) {
  return spelt(outcome == Outcome::kAllowed, outcome == Outcome::kExplicitlyDenied);
}

aws::iam::Position shown_position(const berth::iam::TextPosition& position) {
  aws::iam::Position shown;
  shown.line = position.line;
  shown.column = position.column;
  return shown;
}

class Simulator {
 public:
  explicit Simulator(const Simulation& simulation) : simulation_(simulation) {
    for (const SourcedPolicy& each : simulation.identity) {
      policies_.identity.push_back(each.attached);
    }
    if (simulation.boundary) policies_.boundary = simulation.boundary->attached;
  }

  aws::iam::EvaluationResult run(const std::string& action) {
    aws::iam::EvaluationResult result;
    result.eval_action_name = action;
    std::vector<OneResult> each;
    for (const std::string& resource : simulation_.resources) {
      each.push_back(decide(action, resource));
    }
    summarise(each, result);
    if (simulation_.has_resources && simulation_.resources.front() != "*") {
      result.eval_decision_details.emplace();
      if (each.size() == 1 && each.front().eval_decision_details) {
        result.eval_decision_details = each.front().eval_decision_details;
      }
      result.missing_context_values.emplace();
      result.resource_specific_results = std::move(each);
    }
    return result;
  }

 private:
  /// What is denied on one resource is denied as a whole.
  static void summarise(const std::vector<OneResult>& each, aws::iam::EvaluationResult& result) {
    const auto has = [&each](std::string_view decision) {
      return std::any_of(each.begin(), each.end(), [decision](const OneResult& one) {
        return *one.eval_resource_decision == decision;
      });
    };
    result.eval_decision = spelt(!has("implicitDeny"), has("explicitDeny"));
    result.permissions_boundary_decision_detail = each.front().permissions_boundary_decision_detail;
    if (each.size() == 1) {
      result.eval_resource_name = each.front().eval_resource_name;
      result.matched_statements = each.front().matched_statements;
      result.missing_context_values = each.front().missing_context_values;
      return;
    }
    result.eval_resource_name = "*";
    result.matched_statements.emplace();
    for (const OneResult& one : each) {
      if (!one.permissions_boundary_decision_detail) continue;
      auto& allowed = result.permissions_boundary_decision_detail->allowed_by_permissions_boundary;
      allowed =
          *allowed && *one.permissions_boundary_decision_detail->allowed_by_permissions_boundary;
    }
  }

  OneResult decide(const std::string& action, const std::string& resource) {
    berth::iam::Request request{simulation_.principal, action, resource,
                                owner_of_resource(resource), simulation_.context};
    policies_.resource.reset();
    // AWS does not simulate trust policies: it decides sts:Assume… by identity policies alone.
    const bool trust = berth::iam::equal_ignoring_case(action.substr(0, 4), "sts:");
    if (simulation_.resource_policy && !trust) {
      policies_.resource = simulation_.resource_policy->attached;
    } else {
      request.resource_account = simulation_.principal.account;  // one side decides alone
    }
    const berth::iam::Decision decision = berth::iam::evaluate(request, policies_);
    OneResult result;
    result.eval_resource_name = resource;
    result.eval_resource_decision = spelt(decision.outcome);
    result.missing_context_values = berth::iam::missing_keys(request, policies_).list();
    const auto matched = berth::iam::matched_statements(request, policies_);
    result.matched_statements = shown(matched, decision.outcome);
    if (policies_.boundary) {
      result.permissions_boundary_decision_detail.emplace().allowed_by_permissions_boundary =
          says(matched, PolicyType::kBoundary) == Outcome::kAllowed;
    }
    if (policies_.resource && request.resource_account != simulation_.principal.account) {
      result.eval_decision_details = {
          {"IAM Policy", spelt(says(matched, PolicyType::kIdentity))},
          {"Resource Policy", spelt(says(matched, PolicyType::kResource))}};
    }
    return result;
  }

  std::string owner_of_resource(const std::string& resource) const {
    const auto arn = berth::iam::split_arn(resource);
    const std::string account(arn.fields[4]);
    return arn.valid && account.size() == 12 ? account : simulation_.owner_account;
  }

  using Matched = std::vector<berth::iam::MatchedStatement>;

  /// What the policies of one type say by themselves.
  static Outcome says(const Matched& matched, PolicyType type) {
    Outcome outcome = Outcome::kImplicitlyDenied;
    for (const auto& each : matched) {
      if (each.type != type) continue;
      if (!each.allows) return Outcome::kExplicitlyDenied;
      outcome = Outcome::kAllowed;
    }
    return outcome;
  }

  const SourcedPolicy& source_of(const berth::iam::MatchedStatement& matched) const {
    if (matched.type == PolicyType::kIdentity) return simulation_.identity[matched.policy];
    if (matched.type == PolicyType::kBoundary) return *simulation_.boundary;
    return *simulation_.resource_policy;
  }

  /// The statements that determine the outcome: the denying, or the allowing ones.
  std::vector<aws::iam::Statement> shown(const Matched& matched, Outcome outcome) const {
    std::vector<aws::iam::Statement> out;
    for (const auto& each : matched) {
      const bool grants = each.allows && each.type != PolicyType::kBoundary;
      if (outcome == Outcome::kExplicitlyDenied ? each.allows
                                                : !grants || outcome != Outcome::kAllowed) {
        continue;
      }
      const SourcedPolicy& source = source_of(each);
      const auto range =
          berth::iam::statement_range(source.document, *source.attached.policy, each.statement);
      aws::iam::Statement& statement = out.emplace_back();
      statement.source_policy_id = source.attached.name;
      // The words that AWS answers with; its model lists others.
      statement.source_policy_type =
          each.type == PolicyType::kResource ? "Resource Policy" : "IAM Policy";
      statement.start_position = shown_position(range.begin);
      statement.end_position = shown_position(range.end);
    }
    return out;
  }

  const Simulation& simulation_;
  berth::iam::PolicySet policies_;
};

/// The number of results before a page.
Result<std::size_t> offset_of(const Page& page, std::size_t count) {
  if (page.after.empty()) return std::size_t{0};
  std::size_t offset = 0;
  const char* const end = page.after.data() + page.after.size();
  const auto [stop, error] = std::from_chars(page.after.data(), end, offset);
  if (error != std::errc() || stop != end || offset > count) {
    return fail(client_fault("ValidationError", "Invalid Marker."));
  }
  return offset;
}

}  // namespace

Result<aws::iam::SimulatePolicyResponse> run_simulation(const Simulation& simulation,
                                                        const Page& page) {
  const std::size_t count = simulation.actions.size();
  BERTH_ASSIGN(const std::size_t begin, offset_of(page, count));
  const std::size_t end = std::min(count, begin + static_cast<std::size_t>(page.limit));
  Simulator simulator(simulation);
  aws::iam::SimulatePolicyResponse response;
  auto& results = response.evaluation_results.emplace();
  for (std::size_t i = begin; i < end; ++i) results.push_back(simulator.run(simulation.actions[i]));
  response.is_truncated = end < count;
  if (end < count) response.marker = aws::encode_token(std::to_string(end));
  return response;
}

}  // namespace berth::services::iam
