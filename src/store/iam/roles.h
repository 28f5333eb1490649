// Records of IAM roles and the instance profiles that hold them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct RoleRecord {
  std::string id;  ///< "AROA…"; policies and tags hang on it
  std::string name;
  std::string path = "/";
  std::string trust_policy;  ///< the document as it was given
  std::optional<std::string> description;
  std::int64_t max_session_seconds = 3600;
  std::optional<std::string> boundary_arn;
  std::int64_t created_at_ms = 0;
  std::optional<std::int64_t> last_used_at_ms;
  std::string last_used_region;

  bool operator==(const RoleRecord&) const = default;
};

/// Whatever the name's case.
std::optional<RoleRecord> find_role(Transaction& tx, std::string_view name);
std::optional<RoleRecord> find_role_by_id(Transaction& tx, std::string_view id);
/// False where the name is taken.
bool insert_role(Transaction& tx, const RoleRecord& role);
/// Writes trust policy, description, session duration and boundary of the role with this id.
void update_role(Transaction& tx, const RoleRecord& role);
/// Does not change iam_revision: no decision rests on it.
void set_role_used(Transaction& tx, std::string_view id, std::int64_t now_ms,
                   std::string_view region);
/// Its policies, attachments and tags are gone before, and no instance profile holds it.
void delete_role(Transaction& tx, std::string_view id);
/// By name, after the name `after`, with paths that start with `path_prefix`, at most `limit`.
std::vector<RoleRecord> list_roles(Transaction& tx, std::string_view path_prefix,
                                   std::string_view after, int limit);

struct InstanceProfileRecord {
  std::string id;  ///< "AIPA…"
  std::string name;
  std::string path = "/";
  std::optional<std::string> role_id;
  std::int64_t created_at_ms = 0;

  bool operator==(const InstanceProfileRecord&) const = default;
};

std::optional<InstanceProfileRecord> find_instance_profile(Transaction& tx, std::string_view name);
/// False where the name is taken.
bool insert_instance_profile(Transaction& tx, const InstanceProfileRecord& profile);
void set_instance_profile_role(Transaction& tx, std::string_view id,
                               const std::optional<std::string>& role_id);
void delete_instance_profile(Transaction& tx, std::string_view id);
/// By name, after the name `after`, at most `limit`.
std::vector<InstanceProfileRecord> list_instance_profiles(Transaction& tx,
                                                          std::string_view path_prefix,
                                                          std::string_view after, int limit);
/// Those that hold the role.
std::vector<InstanceProfileRecord> instance_profiles_of_role(Transaction& tx,
                                                             std::string_view role_id,
                                                             std::string_view after, int limit);

}  // namespace berth::store
