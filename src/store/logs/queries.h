// What StartQuery was asked for, until it is forgotten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct LogQueryRecord {
  std::string id;
  std::string region;
  std::int64_t created_at_ms = 0;
  std::vector<std::string> groups;  ///< names
  std::string query;
  std::int64_t from_ms = 0;  ///< the first that counts
  std::int64_t to_ms = 0;    ///< the first that does not
  std::int64_t limit_rows = 0;
};

/// Keeps a query, and forgets the oldest of its region where there are more than 1,000.
void insert_log_query(Transaction& tx, const LogQueryRecord& query);
std::optional<LogQueryRecord> find_log_query(Transaction& tx, std::string_view region,
                                             std::string_view id);
/// The newest first.
std::vector<LogQueryRecord> list_log_queries(Transaction& tx, std::string_view region);

}  // namespace berth::store
