// Cheap tests come first: most statements are about other actions.
#include "iam/question.h"

#include <algorithm>

namespace berth::iam {

Question::Question(const Request& request, bool has_boundary)
    : request_(request), has_boundary_(has_boundary), resource_(split_arn(request.resource)) {
  action_.append(request.action);
  action_.lower_all();
  const std::string_view action = action_.view();
  const std::size_t colon = std::min(action.find(':'), action.size());
  service_ = action.substr(0, colon);
  name_ = action.substr(std::min(colon + 1, action.size()));
}

bool Question::is_about_resource(const CompiledStatement& statement) const {
  return !statement.resources || statement.resources->matches(resource_, request_.context);
}

bool Question::is_about_action(const CompiledStatement& statement) const {
  if (!statement.actions.matches(service_, name_)) return false;
  if (!statement.principals) return true;
  return statement.allows ? statement.principals->allows(request_.principal) != Naming::kNot
                          : statement.principals->denies(request_.principal, has_boundary_);
}

bool Question::fits(const CompiledStatement& statement) const {
  if (!statement.actions.matches(service_, name_) || !is_about_resource(statement)) return false;
  return std::all_of(statement.conditions.begin(), statement.conditions.end(),
                     [this](const Condition& each) { return each.holds(request_.context); });
}

bool Question::is_denied_by(const CompiledStatement& statement) const {
  if (statement.allows) return false;
  if (statement.principals && !statement.principals->denies(request_.principal, has_boundary_)) {
    return false;
  }
  return fits(statement);
}

Naming Question::is_allowed_by(const CompiledStatement& statement) const {
  if (!statement.allows) return Naming::kNot;
  const Naming naming =
      statement.principals ? statement.principals->allows(request_.principal) : Naming::kDirect;
  if (naming == Naming::kNot) return Naming::kNot;
  return fits(statement) ? naming : Naming::kNot;
}

}  // namespace berth::iam
