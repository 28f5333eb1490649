// Parsing a policy costs a thousand times what matching it does: the compiled form is kept.
#include "services/compiled_identities.h"

#include <mutex>

#include "iam/policy_cache.h"
#include "services/entity_names.h"
#include "services/managed_documents.h"
#include "services/session_policies.h"
#include "services/trust_policies.h"
#include "store/iam/groups.h"
#include "store/iam/policies.h"
#include "store/iam/revision.h"
#include "store/iam/roles.h"
#include "store/iam/tags.h"
#include "store/iam/users.h"

namespace berth::services {
namespace {

constexpr std::size_t kCompiledMax = 8192;
constexpr int kPoliciesMax = 1000;

std::optional<iam::AttachedPolicy> compile(const std::string& document, std::string name,
                                           bool managed,
                                           iam::PolicyKind kind = iam::PolicyKind::kIdentity) {
  // One text compiles to one policy whoever has it, and whatever else changes in IAM.
  static iam::PolicyCache compiled;
  auto policy = compiled.parse(document, kind);
  if (!policy) return std::nullopt;
  return iam::AttachedPolicy{std::move(*policy), std::move(name), managed};
}

/// Stands for a policy that is gone or cannot be read: it allows nothing.
iam::AttachedPolicy nothing(std::string name, bool managed) {
  static const auto policy = iam::parse_policy(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"none:None",)"
      R"("Resource":"arn:aws:none:::none"}})",
      iam::PolicyKind::kIdentity);
  return iam::AttachedPolicy{policy.value(), std::move(name), managed};
}

/// A managed policy of either kind. One that is gone restricts to nothing.
std::optional<iam::AttachedPolicy> compile_managed(store::Transaction& tx, const std::string& arn) {
  const auto document = managed_document(tx, arn);
  return document ? compile(*document, arn, true) : std::nullopt;
}

std::optional<std::string> boundary_of(store::Transaction& tx, const std::string& unique_id) {
  if (unique_id.compare(0, 4, "AROA") == 0) {
    const auto role = store::find_role_by_id(tx, unique_id);
    return role ? role->boundary_arn : std::nullopt;
  }
  const auto user = store::find_user_by_id(tx, unique_id);
  return user ? user->boundary_arn : std::nullopt;
}

/// The inline and the attached policies of a user, group or role; `group` is the group's name.
void add_policies(store::Transaction& tx, const std::string& unique_id, const std::string& group,
                  CompiledIdentity& identity) {
  const auto add = [&](std::optional<iam::AttachedPolicy> policy) {
    if (!policy) return;
    policy->group = group;
    identity.policies.push_back(std::move(*policy));
  };
  for (const auto& each : store::list_inline_policies(tx, unique_id, "", kPoliciesMax)) {
    add(compile(each.document, each.name, false));
  }
  for (const std::string& arn : store::list_attachments(tx, unique_id, "", kPoliciesMax)) {
    add(compile_managed(tx, arn));
  }
}

CompiledIdentity compile_identity(store::Transaction& tx, const std::string& unique_id) {
  CompiledIdentity identity;
  add_policies(tx, unique_id, "", identity);
  for (const auto& group : store::groups_of_user(tx, unique_id, "", kPoliciesMax)) {
    add_policies(tx, group.id, group.name, identity);
  }
  if (const auto arn = boundary_of(tx, unique_id)) {
    identity.boundary = compile_managed(tx, *arn).value_or(nothing(*arn, true));
  }
  for (const store::IamTag& tag : store::list_iam_tags(tx, unique_id)) {
    identity.tags.emplace_back(tag.key, tag.value);
  }
  return identity;
}

}  // namespace

void CompiledIdentities::keep_up(std::int64_t revision) {
  if (revision_ == revision &&
      identities_.size() + trusts_.size() + sessions_.size() < kCompiledMax) {
    return;
  }
  identities_.clear();
  trusts_.clear();
  sessions_.clear();
  revision_ = revision;
}

std::shared_ptr<const CompiledIdentity> CompiledIdentities::find(store::Transaction& tx,
                                                                 const std::string& unique_id) {
  const std::int64_t revision = store::iam_revision(tx);
  {
    const std::shared_lock lock(mutex_);
    const auto kept = identities_.find(unique_id);
    if (revision_ == revision && kept != identities_.end()) return kept->second;
  }
  auto identity = std::make_shared<const CompiledIdentity>(compile_identity(tx, unique_id));
  const std::unique_lock lock(mutex_);
  keep_up(revision);
  identities_.insert_or_assign(unique_id, identity);
  return identity;
}

std::shared_ptr<const iam::AttachedPolicy> CompiledIdentities::find_trust(
    store::Transaction& tx, const std::string& role_arn) {
  const std::int64_t revision = store::iam_revision(tx);
  {
    const std::shared_lock lock(mutex_);
    const auto kept = trusts_.find(role_arn);
    if (revision_ == revision && kept != trusts_.end()) return kept->second;
  }
  const auto name = parse_iam_arn(role_arn);
  if (!name || name->kind != "role" || name->account != account_.str()) return nullptr;
  const auto role = store::find_role(tx, name->name);
  // Names are found whatever their case; an ARN is compared to the letter.
  if (!role || role->path != name->path || role->name != name->name) return nullptr;
  auto compiled = compile(unpinned_trust_policy(tx, account_, role->trust_policy), role->name,
                          false, iam::PolicyKind::kTrust);
  auto trust = std::make_shared<const iam::AttachedPolicy>(compiled ? std::move(*compiled)
                                                                    : nothing(role->name, false));
  const std::unique_lock lock(mutex_);
  keep_up(revision);
  trusts_.insert_or_assign(role_arn, trust);
  return trust;
}

std::optional<iam::AttachedPolicy> CompiledIdentities::find_session_policy(
    store::Transaction& tx, const std::string& policy) {
  const std::int64_t revision = store::iam_revision(tx);
  {
    const std::shared_lock lock(mutex_);
    const auto kept = sessions_.find(policy);
    if (revision_ == revision && kept != sessions_.end()) return kept->second;
  }
  auto compiled =
      is_policy_arn(policy) ? compile_managed(tx, policy) : compile(policy, "session", false);
  if (!compiled) return std::nullopt;
  const std::unique_lock lock(mutex_);
  keep_up(revision);
  sessions_.insert_or_assign(policy, *compiled);
  return compiled;
}

}  // namespace berth::services
