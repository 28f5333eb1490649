// Records of policies: inline ones of a user, group or role, the customer's managed ones with
// their versions, and which are attached to whom. An owner is a unique id: "AIDA…", "AGPA…",
// "AROA…".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct InlinePolicyRecord {
  std::string name;
  std::string document;  ///< as it was given

  bool operator==(const InlinePolicyRecord&) const = default;
};

std::optional<InlinePolicyRecord> find_inline_policy(Transaction& tx, std::string_view owner_id,
                                                     std::string_view name);
/// Writes the policy, new or not.
void put_inline_policy(Transaction& tx, std::string_view owner_id,
                       const InlinePolicyRecord& policy);
/// False where there is none.
bool delete_inline_policy(Transaction& tx, std::string_view owner_id, std::string_view name);
/// By name, after `after`, at most `limit`.
std::vector<InlinePolicyRecord> list_inline_policies(Transaction& tx, std::string_view owner_id,
                                                     std::string_view after, int limit);

struct PolicyRecord {
  std::string arn;
  std::string id;  ///< "ANPA…"
  std::string name;
  std::string path = "/";
  std::optional<std::string> description;
  std::int64_t default_version = 1;
  std::int64_t latest_version = 1;  ///< the number given last, also where that version is gone
  std::int64_t created_at_ms = 0;
  std::int64_t updated_at_ms = 0;

  bool operator==(const PolicyRecord&) const = default;
};

std::optional<PolicyRecord> find_policy(Transaction& tx, std::string_view arn);
/// False where the name is taken, whatever the path.
bool insert_policy(Transaction& tx, const PolicyRecord& policy);
/// Writes the versions' numbers and the time of the last change.
void update_policy(Transaction& tx, const PolicyRecord& policy);
/// Its versions go with it; it is attached to nobody.
void delete_policy(Transaction& tx, std::string_view arn);
/// By name, after the name `after`, with paths that start with `path_prefix`, at most `limit`.
std::vector<PolicyRecord> list_policies(Transaction& tx, std::string_view path_prefix,
                                        std::string_view after, int limit);

struct PolicyVersionRecord {
  std::int64_t number = 1;
  std::string document;
  std::int64_t created_at_ms = 0;

  bool operator==(const PolicyVersionRecord&) const = default;
};

std::optional<PolicyVersionRecord> find_policy_version(Transaction& tx, std::string_view arn,
                                                       std::int64_t number);
/// The document that counts: of the default version.
std::optional<std::string> find_policy_document(Transaction& tx, std::string_view arn);
void insert_policy_version(Transaction& tx, std::string_view arn,
                           const PolicyVersionRecord& version);
void delete_policy_version(Transaction& tx, std::string_view arn, std::int64_t number);
/// All of them, the newest first: there are five at most.
std::vector<PolicyVersionRecord> list_policy_versions(Transaction& tx, std::string_view arn);

/// Attaches the policy, one of AWS's too. Nothing happens where it is attached already.
void attach_policy(Transaction& tx, std::string_view owner_id, std::string_view policy_arn);
/// False where it was not attached.
bool detach_policy(Transaction& tx, std::string_view owner_id, std::string_view policy_arn);
/// ARNs of the policies attached to the owner, by ARN, after `after`, at most `limit`.
std::vector<std::string> list_attachments(Transaction& tx, std::string_view owner_id,
                                          std::string_view after, int limit);
/// The owners that the policy is attached to, by unique id.
std::vector<std::string> list_attached_owners(Transaction& tx, std::string_view policy_arn);
/// The users and roles that it is the boundary of, by unique id.
std::vector<std::string> list_bounded_owners(Transaction& tx, std::string_view policy_arn);
/// How many users, groups and roles the policy is attached to.
std::int64_t count_attachments(Transaction& tx, std::string_view policy_arn);
/// How many users and roles it is the boundary of.
std::int64_t count_boundaries(Transaction& tx, std::string_view policy_arn);

}  // namespace berth::store
