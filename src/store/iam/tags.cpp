// The table behind tags.h.
#include "store/iam/tags.h"

#include "store/iam/revision.h"

namespace berth::store {

std::string name_key(std::string_view name) {
  std::string key(name);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

std::string tag_key(std::string_view owner_id, std::string_view key) {
  const std::string_view kind = owner_id.substr(0, 4);
  return kind == "AIDA" || kind == "AROA" ? name_key(key) : std::string(key);
}

std::vector<IamTag> list_iam_tags(Transaction& tx, std::string_view owner_id) {
  std::vector<IamTag> tags;
  tx.query("SELECT name, value FROM iam_tags WHERE owner_id = ?1 ORDER BY tag_key", {owner_id},
           [&tags](const Row& row) {
             tags.push_back({std::string(row.text(0)), std::string(row.text(1))});
             return true;
           });
  return tags;
}

void put_iam_tag(Transaction& tx, std::string_view owner_id, const IamTag& tag) {
  const std::string key = tag_key(owner_id, tag.key);
  tx.execute(
      "INSERT INTO iam_tags (owner_id, tag_key, name, value) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (owner_id, tag_key) DO UPDATE SET name = excluded.name, value = excluded.value",
      {owner_id, key, tag.key, tag.value});
  bump_iam_revision(tx);
}

void delete_iam_tag(Transaction& tx, std::string_view owner_id, std::string_view key) {
  const std::string compared = tag_key(owner_id, key);
  tx.execute("DELETE FROM iam_tags WHERE owner_id = ?1 AND tag_key = ?2", {owner_id, compared});
  bump_iam_revision(tx);
}

void delete_iam_tags(Transaction& tx, std::string_view owner_id) {
  tx.execute("DELETE FROM iam_tags WHERE owner_id = ?1", {owner_id});
  bump_iam_revision(tx);
}

}  // namespace berth::store
