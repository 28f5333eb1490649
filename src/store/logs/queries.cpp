// What StartQuery was asked for: the SQL. Names of groups have no space, so one parts them.
#include "store/logs/queries.h"

#include <algorithm>

#include "store/rows.h"

namespace berth::store {
namespace {

constexpr std::int64_t kQueriesMax = 1'000;

LogQueryRecord query_of(const Row& row) {
  LogQueryRecord query;
  query.id = row.text(0);
  query.region = row.text(1);
  query.created_at_ms = row.integer(2);
  for (std::string_view names = row.text(3); !names.empty();) {
    const std::size_t space = std::min(names.find(' '), names.size());
    query.groups.emplace_back(names.substr(0, space));
    names.remove_prefix(std::min(space + 1, names.size()));
  }
  query.query = row.text(4);
  query.from_ms = row.integer(5);
  query.to_ms = row.integer(6);
  query.limit_rows = row.integer(7);
  return query;
}

}  // namespace

void insert_log_query(Transaction& tx, const LogQueryRecord& query) {
  std::string names;
  for (const std::string& group : query.groups) names += (names.empty() ? "" : " ") + group;
  tx.execute(
      "INSERT INTO log_queries (id, region, created_at_ms, group_names, query, from_ms, to_ms, "
      "limit_rows) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      {query.id, query.region, query.created_at_ms, std::string_view(names), query.query,
       query.from_ms, query.to_ms, query.limit_rows});
  tx.execute(
      "DELETE FROM log_queries WHERE id IN (SELECT id FROM log_queries WHERE region = ?1 "
      "ORDER BY created_at_ms DESC, id DESC LIMIT 1000000 OFFSET ?2)",
      {query.region, kQueriesMax});
}

std::optional<LogQueryRecord> find_log_query(Transaction& tx, std::string_view region,
                                             std::string_view id) {
  return first_row(
      tx,
      "SELECT id, region, created_at_ms, group_names, query, from_ms, to_ms, limit_rows "
      "FROM log_queries WHERE region = ?1 AND id = ?2",
      {region, id}, query_of);
}

std::vector<LogQueryRecord> list_log_queries(Transaction& tx, std::string_view region) {
  return all_rows(
      tx,
      "SELECT id, region, created_at_ms, group_names, query, from_ms, to_ms, limit_rows "
      "FROM log_queries WHERE region = ?1 ORDER BY created_at_ms DESC, id DESC",
      {region}, query_of);
}

}  // namespace berth::store
