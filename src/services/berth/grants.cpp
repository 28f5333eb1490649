// What attached policies allow, held against what was called.
#include "services/berth/grants.h"

#include <algorithm>

#include "aws/json_tree.h"
#include "aws/service_model.h"
#include "iam/compiled.h"
#include "iam/text.h"
#include "services/audit_tag.h"

namespace berth::services::own {
namespace {

/// What is asked of IAM and is no operation.
constexpr std::string_view kPermissionsOnly[] = {
    "iam:PassRole",    "ecs:Poll",       "ecs:StartTelemetrySession",
    "ecs:TagResource", "sts:TagSession", "sts:SetSourceIdentity",
    kSetAuditMode};

const std::set<std::string>& known_actions() {
  static const std::set<std::string> all = [] {
    std::set<std::string> actions(std::begin(kPermissionsOnly), std::end(kPermissionsOnly));
    for (const aws::ServiceModel* const service : aws::service_models()) {
      for (const aws::OperationRow* const row : service->operations) {
        actions.emplace(row->iam_action);
      }
    }
    return actions;
  }();
  return all;
}

bool allows(const ::berth::iam::CompiledPolicy& policy, const std::string& action) {
  const std::string lower = ::berth::iam::lower(action);
  const std::size_t colon = lower.find(':');
  const std::string_view text = lower;
  return std::any_of(policy.statements.begin(), policy.statements.end(), [&](const auto& each) {
    return each.allows && each.actions.matches(text.substr(0, colon), text.substr(colon + 1));
  });
}

bool is_of_known_service(std::string_view action) {
  const std::string vendor = ::berth::iam::lower(action.substr(0, action.find(':')));
  return vendor == "*" || aws::find_service_model(vendor) != nullptr;
}

void add_unknown(const aws::JsonValue& statement, std::set<std::string>& out) {
  const aws::JsonValue* const effect = statement.find("Effect");
  const aws::JsonValue* const action = statement.find("Action");
  if (effect == nullptr || effect->text() != "Allow" || action == nullptr) return;
  if (action->is_string() && !is_of_known_service(action->text())) out.insert(action->text());
  for (const aws::JsonValue& each : action->elements) {
    if (!is_of_known_service(each.text())) out.insert(each.text());
  }
}

std::vector<std::string> unknown_actions(const std::string& document) {
  std::set<std::string> out;
  const auto tree = aws::parse_json(document);
  const aws::JsonValue* const statements = tree ? tree->find("Statement") : nullptr;
  if (statements == nullptr) return {};
  if (!statements->is_array()) add_unknown(*statements, out);
  for (const aws::JsonValue& each : statements->elements) add_unknown(each, out);
  return {out.begin(), out.end()};
}

}  // namespace

std::vector<Grants> find_grants(const std::vector<::berth::iam::AttachedPolicy>& policies,
                                const std::set<std::string>& called_actions) {
  std::vector<Grants> out;
  for (const auto& attached : policies) {
    const ::berth::iam::CompiledPolicy& compiled = attached.policy->compiled();
    Grants& grants = out.emplace_back();
    grants.policy = attached.name;
    for (const std::string& action : known_actions()) {
      if (!allows(compiled, action)) continue;
      (called_actions.contains(action) ? grants.used : grants.unused).push_back(action);
    }
    grants.unknown = unknown_actions(compiled.document);
  }
  return out;
}

}  // namespace berth::services::own
