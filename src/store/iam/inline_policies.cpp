// The table of inline policies behind policies.h.
#include "store/iam/policies.h"
#include "store/iam/revision.h"
#include "store/rows.h"

namespace berth::store {
namespace {

InlinePolicyRecord inline_policy_of(const Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1))};
}

}  // namespace

std::optional<InlinePolicyRecord> find_inline_policy(Transaction& tx, std::string_view owner_id,
                                                     std::string_view name) {
  return first_row(
      tx, "SELECT name, document FROM iam_inline_policies WHERE owner_id = ?1 AND name = ?2",
      {owner_id, name}, inline_policy_of);
}

void put_inline_policy(Transaction& tx, std::string_view owner_id,
                       const InlinePolicyRecord& policy) {
  tx.execute(
      "INSERT INTO iam_inline_policies (owner_id, name, document) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (owner_id, name) DO UPDATE SET document = excluded.document",
      {owner_id, policy.name, policy.document});
  bump_iam_revision(tx);
}

bool delete_inline_policy(Transaction& tx, std::string_view owner_id, std::string_view name) {
  const bool deleted =
      tx.execute("DELETE FROM iam_inline_policies WHERE owner_id = ?1 AND name = ?2",
                 {owner_id, name}) == 1;
  if (deleted) bump_iam_revision(tx);
  return deleted;
}

std::vector<InlinePolicyRecord> list_inline_policies(Transaction& tx, std::string_view owner_id,
                                                     std::string_view after, int limit) {
  return all_rows(
      tx,
      "SELECT name, document FROM iam_inline_policies WHERE owner_id = ?1 AND name > ?2 "
      "ORDER BY name LIMIT ?3",
      {owner_id, after, std::int64_t{limit}}, inline_policy_of);
}

}  // namespace berth::store
