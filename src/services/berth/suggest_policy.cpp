// berth:SuggestPolicy: the smallest policy for what a role or a task was seen to call.
#include <fmt/format.h>

#include "iam/document_edit.h"
#include "services/berth/grants.h"
#include "services/berth/operations.h"
#include "services/berth/shown.h"
#include "services/berth/subjects.h"
#include "services/berth/suggestion.h"
#include "services/compiled_identities.h"
#include "services/entity_names.h"
#include "store/ecs/tasks.h"

namespace berth::services::own {
namespace {

namespace engine = ::berth::iam;

constexpr std::int32_t kManagedSizeMax = 6144;

/// A task may have called as its task role and as its execution role: one policy is of one role.
Result<std::string> role_of_task(Context& context, const std::string& task_arn) {
  const auto task = store::find_task_by_arn(context.tx, task_arn);
  if (task && !task->task_role_arn.empty()) return task->task_role_arn;
  const auto roles = roles_of_task(context.tx, task_arn);
  if (roles.size() == 1) return *roles.begin();
  if (roles.empty()) {
    return fail(client_fault("ResourceNotFoundException",
                             fmt::format("No call of task {} is recorded.", task_arn)));
  }
  return fail(client_fault("InvalidParameterException",
                           fmt::format("The task has called as several roles: name one of {}.",
                                       fmt::join(roles, ", "))));
}

Result<Subject> subject_to_suggest_for(Context& context,
                                       const aws::berth::SuggestPolicyRequest& request) {
  if (!request.role_name && !request.task_arn) {
    return fail(client_fault("InvalidParameterException", "Specify roleName or taskArn."));
  }
  BERTH_ASSIGN(Subject subject, subject_of(context, request.role_name, request.task_arn));
  if (subject.role_arn.empty()) {
    BERTH_ASSIGN(subject.role_arn, role_of_task(context, subject.task_arn));
  }
  return subject;
}

aws::berth::CallSeen shown_call(const std::string& action, const std::string& resource,
                                std::int64_t count) {
  aws::berth::CallSeen shown;
  shown.action = action;
  shown.resource = resource;
  shown.count = count;
  return shown;
}

/// Every recorded call, with the condition keys that it had, under the suggested policy alone.
Result<aws::berth::PolicyCheck> check(Context& context, const Subject& subject,
                                      const std::string& document) {
  BERTH_ASSIGN(auto policy, engine::parse_policy(document, engine::PolicyKind::kIdentity));
  engine::PolicySet set;
  set.identity.push_back({std::move(policy), "suggested", false});
  std::int64_t calls = 0;
  std::map<std::pair<std::string, std::string>, std::int64_t> denied;
  store::for_each_decision(context.tx, subject.filter(false),
                           [&](const store::DecisionRecord& record) {
                             engine::Request asked;
                             asked.principal.kind = engine::Principal::Kind::kRoleSession;
                             asked.principal.arn = record.caller_arn;
                             asked.principal.identity_arn = record.role_arn;
                             asked.principal.account = context.account.str();
                             asked.action = record.action;
                             asked.resource = record.resource;
                             asked.context = context_of(record);
                             calls += record.calls;
                             if (engine::evaluate(asked, set).allowed()) return true;
                             denied[{record.action, record.resource}] += record.calls;
                             return true;
                           });
  aws::berth::PolicyCheck shown;
  shown.calls = calls;
  shown.denied.emplace();
  for (const auto& [call, count] : denied) {
    shown.denied->push_back(shown_call(call.first, call.second, count));
  }
  return shown;
}

std::vector<aws::berth::UnusedGrant> diff(Context& context, const Subject& subject,
                                          const CallsSeen& seen) {
  std::vector<aws::berth::UnusedGrant> shown;
  const auto name = parse_iam_arn(subject.role_arn);
  const auto role = name ? store::find_role(context.tx, name->name) : std::nullopt;
  if (!role) return shown;
  std::set<std::string> called;
  for (const auto& [call, count] : seen.calls) called.insert(call.action);
  CompiledIdentities identities(context.account);
  for (Grants& each : find_grants(identities.find(context.tx, role->id)->policies, called)) {
    auto& grant = shown.emplace_back();
    grant.policy_name = std::move(each.policy);
    grant.used_actions = std::move(each.used);
    grant.unused_actions = std::move(each.unused);
    grant.unknown_actions = std::move(each.unknown);
  }
  return shown;
}

/// Whoever uses the policy should look at what it gives and the old ones did not.
std::vector<aws::berth::CallSeen> newly_allowed(const CallsSeen& seen) {
  std::vector<aws::berth::CallSeen> shown;
  for (const auto& [call, count] : seen.calls) {
    if (count.denied > 0) shown.push_back(shown_call(call.action, call.resource, count.denied));
  }
  return shown;
}

std::vector<aws::berth::AppliedRule> shown_rules(const Suggestion& suggestion) {
  std::vector<aws::berth::AppliedRule> shown;
  for (const AppliedRule& each : suggestion.rules) {
    auto& rule = shown.emplace_back();
    rule.rule = std::string(each.rule);
    rule.resource = each.resource;
    rule.count = each.count;
  }
  return shown;
}

}  // namespace

Result<aws::berth::SuggestPolicyResponse> suggest_policy(
    Context& context, const aws::berth::SuggestPolicyRequest& request) {
  BERTH_ASSIGN(const Subject subject, subject_to_suggest_for(context, request));
  const CallsSeen seen = find_calls_seen(context.tx, subject.filter(false));
  if (seen.total == 0) {
    return fail(client_fault("ResourceNotFoundException",
                             fmt::format("No call of {} is recorded.", subject.role_arn)));
  }
  const bool by_type = request.resources == "BY_TYPE";
  const Suggestion suggestion =
      suggest(seen, by_type ? ResourceMode::kByType : ResourceMode::kExact);
  aws::berth::SuggestPolicyResponse response;
  response.role_arn = subject.role_arn;
  response.policy_size = static_cast<std::int32_t>(engine::policy_size(suggestion.document));
  response.policy_size_max = kManagedSizeMax;
  response.policy_document = suggestion.document;
  response.calls_seen = seen.total;
  response.since = from_epoch_ms(seen.first_ms);
  response.newly_allowed = newly_allowed(seen);
  response.rules = shown_rules(suggestion);
  if (request.check.value_or(false)) {
    BERTH_ASSIGN(response.check, check(context, subject, suggestion.document));
  }
  if (request.diff.value_or(false)) response.unused = diff(context, subject, seen);
  return response;
}

}  // namespace berth::services::own
