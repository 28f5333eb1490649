// What is hung on log groups: metric filters and subscription filters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct MetricFilterRecord {
  std::int64_t group_id = 0;
  std::string group_name;  ///< read from the group's record
  std::string name;
  std::int64_t created_at_ms = 0;
  std::string pattern;
  std::string metric_namespace;
  std::string metric_name;
  std::string transformation_json;  ///< as the service has it
};

/// A filter of that name is replaced; its time of creation is the new one's.
void put_metric_filter(Transaction& tx, const MetricFilterRecord& filter);
/// False where there is none of that name.
bool delete_metric_filter(Transaction& tx, std::int64_t group_id, std::string_view name);
std::vector<MetricFilterRecord> metric_filters_of(Transaction& tx, std::int64_t group_id);
std::int64_t count_metric_filters(Transaction& tx, std::int64_t group_id);

/// Where a listing goes on: the last filter of the page before.
struct FilterPosition {
  std::string name;
  std::string group_name;
};

/// What DescribeMetricFilters asks for; what is empty asks for nothing.
struct MetricFilterQuery {
  std::string region;
  std::optional<std::int64_t> group_id;
  std::string prefix;
  std::optional<std::string> metric_namespace;
  std::optional<std::string> metric_name;
};

/// By name, then by group; at most `limit` after `after`.
std::vector<MetricFilterRecord> list_metric_filters(Transaction& tx, const MetricFilterQuery& query,
                                                    const FilterPosition& after, int limit);

struct SubscriptionFilterRecord {
  std::int64_t group_id = 0;
  std::string name;
  std::int64_t created_at_ms = 0;
  std::string pattern;
  std::string destination_arn;
  std::string role_arn;  ///< or empty
  std::string distribution;
};

/// A filter of that name is replaced and keeps its time of creation.
void put_subscription_filter(Transaction& tx, const SubscriptionFilterRecord& filter);
/// False where there is none of that name.
bool delete_subscription_filter(Transaction& tx, std::int64_t group_id, std::string_view name);
/// By name.
std::vector<SubscriptionFilterRecord> subscription_filters_of(Transaction& tx,
                                                              std::int64_t group_id);

/// Both kinds.
void delete_filters_of_group(Transaction& tx, std::int64_t group_id);

}  // namespace berth::store
