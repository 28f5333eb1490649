// The same questions that a decision asks, asked of every statement.
#include "iam/matches.h"

#include <algorithm>

#include "iam/compiled.h"
#include "iam/question.h"

namespace berth::iam {
namespace {

/// Calls `visit(policy, type, index among its type)` for each policy of the set.
template <class Visit>
void visit_policies(const PolicySet& policies, Visit visit) {
  for (std::size_t i = 0; i < policies.identity.size(); ++i) {
    visit(policies.identity[i], PolicyType::kIdentity, i);
  }
  if (policies.boundary) visit(*policies.boundary, PolicyType::kBoundary, 0);
  for (std::size_t i = 0; i < policies.session.size(); ++i) {
    visit(policies.session[i], PolicyType::kSession, i);
  }
  const PolicyType type = policies.resource_is_trust ? PolicyType::kTrust : PolicyType::kResource;
  if (policies.resource) visit(*policies.resource, type, 0);
}

void collect_resource_keys(const CompiledStatement& statement, KeyNames& keys, bool required) {
  if (!statement.resources) return;
  for (const ArnPattern& each : statement.resources->patterns) each.collect_keys(keys, required);
}

void collect_condition_keys(const CompiledStatement& statement, KeyNames& keys, bool required) {
  for (const Condition& each : statement.conditions) each.collect_keys(keys, required);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::size_t begin_of(const std::string& document, const CompiledPolicy& policy,
                     std::size_t statement) {
  if (statement > 0) return policy.statements[statement - 1].end;
  const std::size_t begin = policy.statements.front().begin;
  std::size_t before = begin;
  while (before > 0 && is_blank(document[before - 1])) --before;
  return before > 0 && document[before - 1] == '[' ? before : begin + 1;
}

}  // namespace

void KeyNames::add(std::string_view name) {
  const bool known = std::any_of(names_.begin(), names_.end(), [name](const std::string& each) {
    return equal_ignoring_case(each, name);
  });
  if (!known) names_.emplace_back(name);
}

std::vector<MatchedStatement> matched_statements(const Request& request,
                                                 const PolicySet& policies) {
  const Question question(request, policies.boundary.has_value());
  std::vector<MatchedStatement> out;
  visit_policies(policies, [&](const AttachedPolicy& policy, PolicyType type, std::size_t index) {
    const auto& statements = policy.policy->compiled().statements;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      if (question.is_denied_by(statements[i]) ||
          question.is_allowed_by(statements[i]) != Naming::kNot) {
        out.push_back({type, index, i, statements[i].allows});
      }
    }
  });
  return out;
}

KeyNames missing_keys(const Request& request, const PolicySet& policies) {
  const Question question(request, policies.boundary.has_value());
  KeyNames wanted;
  visit_policies(policies, [&](const AttachedPolicy& policy, PolicyType, std::size_t) {
    for (const CompiledStatement& each : policy.policy->compiled().statements) {
      if (!question.is_about_action(each)) continue;
      // A resource may fail to match for want of the very key.
      collect_resource_keys(each, wanted, true);
      if (question.is_about_resource(each)) collect_condition_keys(each, wanted, true);
    }
  });
  KeyNames missing;
  for (const std::string& name : wanted.list()) {
    if (request.context.find(name) == nullptr) missing.add(name);
  }
  return missing;
}

void collect_keys(const Policy& policy, KeyNames& keys) {
  for (const CompiledStatement& each : policy.compiled().statements) {
    collect_resource_keys(each, keys, false);
    collect_condition_keys(each, keys, false);
  }
}

TextRange statement_range(const std::string& document, const Policy& policy,
                          std::size_t statement) {
  const CompiledPolicy& compiled = policy.compiled();
  return {position_of(document, begin_of(document, compiled, statement)),
          position_of(document, compiled.statements[statement].end)};
}

}  // namespace berth::iam
