// Policies by which other services may write to a region's log groups.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct LogResourcePolicy {
  std::string region;
  std::string name;
  std::string document;
  std::int64_t updated_at_ms = 0;
};

/// A policy of that name is replaced.
void put_log_resource_policy(Transaction& tx, const LogResourcePolicy& policy);
/// False where there is none of that name.
bool delete_log_resource_policy(Transaction& tx, std::string_view region, std::string_view name);
/// By name.
std::vector<LogResourcePolicy> list_log_resource_policies(Transaction& tx, std::string_view region);

}  // namespace berth::store
