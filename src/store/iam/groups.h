// Records of IAM groups and of who is in them; the users themselves are in users.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/iam/users.h"
#include "store/transaction.h"

namespace berth::store {

struct GroupRecord {
  std::string id;  ///< "AGPA…"; policies and members hang on it
  std::string name;
  std::string path = "/";
  std::int64_t created_at_ms = 0;

  bool operator==(const GroupRecord&) const = default;
};

/// Whatever the name's case.
std::optional<GroupRecord> find_group(Transaction& tx, std::string_view name);
std::optional<GroupRecord> find_group_by_id(Transaction& tx, std::string_view id);
/// False where the name is taken.
bool insert_group(Transaction& tx, const GroupRecord& group);
/// Writes name and path of the group with this id. False where the name is another's.
bool update_group(Transaction& tx, const GroupRecord& group);
/// Its members, policies and attachments are gone before.
void delete_group(Transaction& tx, std::string_view id);
/// By name, after the name `after`, with paths that start with `path_prefix`, at most `limit`.
std::vector<GroupRecord> list_groups(Transaction& tx, std::string_view path_prefix,
                                     std::string_view after, int limit);

/// Nothing happens where the user is in the group already.
void add_member(Transaction& tx, std::string_view group_id, std::string_view user_id);
/// Nothing happens where the user is not in the group.
void remove_member(Transaction& tx, std::string_view group_id, std::string_view user_id);
/// The groups that a user is in by name, after the name `after`, at most `limit`.
std::vector<GroupRecord> groups_of_user(Transaction& tx, std::string_view user_id,
                                        std::string_view after, int limit);

}  // namespace berth::store
