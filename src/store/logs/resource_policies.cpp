// Policies by which other services may write to a region's log groups: the SQL.
#include "store/logs/resource_policies.h"

#include "store/rows.h"

namespace berth::store {
namespace {

LogResourcePolicy resource_policy_of(const Row& row) {
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
          row.integer(3)};
}

}  // namespace

void put_log_resource_policy(Transaction& tx, const LogResourcePolicy& policy) {
  tx.execute(
      "INSERT INTO log_resource_policies (region, name, document, updated_at_ms) "
      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (region, name) "
      "DO UPDATE SET document = ?3, updated_at_ms = ?4",
      {policy.region, policy.name, policy.document, policy.updated_at_ms});
}

bool delete_log_resource_policy(Transaction& tx, std::string_view region, std::string_view name) {
  return tx.execute("DELETE FROM log_resource_policies WHERE region = ?1 AND name = ?2",
                    {region, name}) == 1;
}

std::vector<LogResourcePolicy> list_log_resource_policies(Transaction& tx,
                                                          std::string_view region) {
  return all_rows(
      tx,
      "SELECT region, name, document, updated_at_ms FROM log_resource_policies WHERE region = ?1 "
      "ORDER BY name",
      {region}, resource_policy_of);
}

}  // namespace berth::store
