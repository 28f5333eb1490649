// Tags of users, roles, managed policies and instance profiles.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// A tag. Of a user or role, keys are unique whatever their case; of others "a" and "A" are two.
struct IamTag {
  std::string key;
  std::string value;

  bool operator==(const IamTag&) const = default;
};

/// "Name" → "name": the form in which names and tag keys are compared.
std::string name_key(std::string_view name);

/// The form in which a tag's key of the entity with unique id `owner_id` is compared.
std::string tag_key(std::string_view owner_id, std::string_view key);

/// The tags of the entity with unique id `owner_id`, by key.
std::vector<IamTag> list_iam_tags(Transaction& tx, std::string_view owner_id);
/// Writes the tag, new or not; the spelling of its key is the newest.
void put_iam_tag(Transaction& tx, std::string_view owner_id, const IamTag& tag);
void delete_iam_tag(Transaction& tx, std::string_view owner_id, std::string_view key);
void delete_iam_tags(Transaction& tx, std::string_view owner_id);

}  // namespace berth::store
