// See access_report.h.
#include "services/iam/access_report.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "iam/service_access.h"
#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/policy_sources.h"
#include "services/managed_documents.h"
#include "store/iam/policies.h"
#include "store/iam/users.h"

namespace berth::services::iam {
namespace {

constexpr int kEvery = 1'000'000;

/// The services that can have been used, by namespace, as AWS's reports name them.
struct ReportedService {
  std::string_view name_space;
  std::string_view name;
  std::span<const Operation> (*operations)();
};
constexpr ReportedService kServices[] = {
    {"ecs", "Amazon Elastic Container Service", ecs_operations},
    {"iam", "AWS Identity and Access Management", iam_operations},
    {"logs", "Amazon CloudWatch Logs", logs_operations},
    {"sts", "AWS Security Token Service", sts_operations},
};

void add_entity(Context& context, const std::string& kind, std::string arn, const std::string& name,
                const std::string& path, const std::string& id, ReportSubject& subject) {
  ReportedEntity entity;
  entity.shown.arn = std::move(arn);
  entity.shown.name = name;
  entity.shown.type = kind;
  entity.shown.id = id;
  entity.shown.path = path;
  entity.uses = store::list_uses(context.tx, id);
  subject.entities.push_back(std::move(entity));
}

void add_user(Context& context, const store::UserRecord& user, ReportSubject& subject) {
  add_entity(context, "USER", user_arn(context, user), user.name, user.path, user.id, subject);
}

void add_role(Context& context, const store::RoleRecord& role, ReportSubject& subject) {
  add_entity(context, "ROLE", role_arn(context, role), role.name, role.path, role.id, subject);
}

/// Those that the policy is attached to, users by their groups too, each once.
void add_holders(Context& context, const std::string& policy_arn, ReportSubject& subject) {
  std::set<std::string> seen;
  const auto add_once = [&](const store::UserRecord& user) {
    if (seen.insert(user.id).second) add_user(context, user, subject);
  };
  for (const std::string& id : store::list_attached_owners(context.tx, policy_arn)) {
    if (const auto user = store::find_user_by_id(context.tx, id)) add_once(*user);
    if (const auto role = store::find_role_by_id(context.tx, id)) add_role(context, *role, subject);
    for (const auto& member : store::list_members(context.tx, id, "", kEvery)) add_once(member);
  }
}

Result<ReportSubject> policy_subject(Context& context, const std::string& arn) {
  BERTH_TRY(require_attachable(context, arn));
  ReportSubject subject;
  const auto document = managed_document(context.tx, arn);
  auto policy = berth::iam::parse_policy(document.value_or(""), berth::iam::PolicyKind::kIdentity);
  if (policy) subject.policies.push_back(std::move(*policy));
  add_holders(context, arn, subject);
  return subject;
}

/// iam:PassRole is asked for on the way of other services' requests: nobody has called IAM.
bool is_of(const store::UseRecord& use, std::string_view service) {
  return use.action.size() > service.size() && use.action[service.size()] == ':' &&
         std::string_view(use.action).substr(0, service.size()) == service &&
         use.action != "iam:PassRole";
}

struct LastUse {
  const ReportedEntity* entity = nullptr;
  const store::UseRecord* use = nullptr;
};

/// The latest use that `wanted` lets through.
LastUse last_use(const ReportedEntity& entity,
                 const std::function<bool(const store::UseRecord&)>& wanted) {
  LastUse last;
  for (const store::UseRecord& use : entity.uses) {
    if (!wanted(use)) continue;
    if (last.use == nullptr || last.use->used_at_ms < use.used_at_ms) last = {&entity, &use};
  }
  return last;
}

/// Of all entities; `entities` counts those that have one.
LastUse last_use(const ReportSubject& subject,
                 const std::function<bool(const store::UseRecord&)>& wanted, int& entities) {
  LastUse last;
  for (const ReportedEntity& entity : subject.entities) {
    const LastUse its = last_use(entity, wanted);
    if (its.use == nullptr) continue;
    ++entities;
    if (last.use == nullptr || last.use->used_at_ms < its.use->used_at_ms) last = its;
  }
  return last;
}

std::vector<aws::iam::TrackedActionLastAccessed> tracked_actions(const ReportSubject& subject,
                                                                 const ReportedService& service) {
  std::set<std::string_view> actions;
  for (const Operation& operation : service.operations()) {
    const std::string_view action = operation.row().iam_action;
    const bool granted =
        std::any_of(subject.policies.begin(), subject.policies.end(),
                    [&](const auto& policy) { return grants_action(*policy, action); });
    if (granted) actions.insert(action);
  }
  std::vector<aws::iam::TrackedActionLastAccessed> tracked;
  for (const std::string_view action : actions) {
    int entities = 0;
    const LastUse last = last_use(
        subject, [action](const store::UseRecord& use) { return use.action == action; }, entities);
    auto& shown = tracked.emplace_back();
    shown.action_name = std::string(action.substr(action.find(':') + 1));
    if (last.use == nullptr) continue;
    shown.last_accessed_entity = last.entity->shown.arn;
    shown.last_accessed_time = from_epoch_ms(last.use->used_at_ms);
    shown.last_accessed_region = last.use->region;
  }
  return tracked;
}

}  // namespace

Result<ReportSubject> require_report_subject(Context& context, const std::string& arn) {
  const auto name = parse_iam_arn(arn);
  if (name && name->kind == "policy") return policy_subject(context, arn);
  BERTH_ASSIGN(const PolicySource source, require_policy_source(context, arn));
  ReportSubject subject;
  for (const SourcedPolicy& each : source.policies) {
    subject.policies.push_back(each.attached.policy);
  }
  if (source.kind == "user") {
    BERTH_ASSIGN(const store::UserRecord user, require_user(context, source.name));
    add_user(context, user, subject);
  } else if (source.kind == "role") {
    BERTH_ASSIGN(const store::RoleRecord role, require_role(context, source.name));
    add_role(context, role, subject);
  } else {
    BERTH_ASSIGN(const store::GroupRecord group, require_group(context, source.name));
    for (const auto& member : store::list_members(context.tx, group.id, "", kEvery)) {
      add_user(context, member, subject);
    }
  }
  return subject;
}

std::vector<aws::iam::ServiceLastAccessed> services_last_accessed(const ReportSubject& subject,
                                                                  bool actions) {
  std::vector<aws::iam::ServiceLastAccessed> services;
  for (const ReportedService& service : kServices) {
    const bool granted = std::any_of(
        subject.policies.begin(), subject.policies.end(),
        [&](const auto& policy) { return grants_service_access(*policy, service.name_space); });
    if (!granted) continue;
    auto& shown = services.emplace_back();
    shown.service_name = std::string(service.name);
    shown.service_namespace = std::string(service.name_space);
    if (actions) shown.tracked_actions_last_accessed = tracked_actions(subject, service);
    int entities = 0;
    const LastUse last = last_use(
        subject, [&](const store::UseRecord& use) { return is_of(use, service.name_space); },
        entities);
    if (last.use == nullptr) continue;
    shown.last_authenticated = from_epoch_ms(last.use->used_at_ms);
    shown.last_authenticated_entity = last.entity->shown.arn;
    shown.last_authenticated_region = last.use->region;
    shown.total_authenticated_entities = entities;
  }
  return services;
}

std::vector<aws::iam::EntityDetails> entities_last_accessed(const ReportSubject& subject,
                                                            const std::string& service) {
  std::vector<aws::iam::EntityDetails> details;
  for (const ReportedEntity& entity : subject.entities) {
    auto& shown = details.emplace_back();
    shown.entity_info = entity.shown;
    const LastUse last =
        last_use(entity, [&](const store::UseRecord& use) { return is_of(use, service); });
    if (last.use != nullptr) shown.last_authenticated = from_epoch_ms(last.use->used_at_ms);
  }
  std::stable_sort(details.begin(), details.end(), [](const auto& a, const auto& b) {
    return a.last_authenticated.value_or(TimePoint()) > b.last_authenticated.value_or(TimePoint());
  });
  return details;
}

Result<store::AccessReportRecord> require_access_report(Context& context,
                                                        const std::string& job_id) {
  auto report = store::find_access_report(context.tx, job_id);
  if (report && report->requester == context.caller.principal.unique_id) return std::move(*report);
  return fail(no_such_entity(fmt::format("The job with id {} cannot be found.", job_id)));
}

Result<Targets> on_report_subject(
    Context& context, const aws::iam::GenerateServiceLastAccessedDetailsRequest& input) {
  context.authorizer.hand_over_decisions();
  const auto name = parse_iam_arn(*input.arn);
  if (name && name->kind == "policy") return Targets{policy_target(context, *input.arn)};
  return Targets{entity_target(context, *input.arn)};
}

}  // namespace berth::services::iam
