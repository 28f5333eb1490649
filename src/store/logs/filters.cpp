// What is hung on log groups: the SQL of metric filters and subscription filters.
#include "store/logs/filters.h"

#include "store/logs_records.h"
#include "store/rows.h"

namespace berth::store {
namespace {

MetricFilterRecord metric_filter_of(const Row& row) {
  MetricFilterRecord filter;
  filter.group_id = row.integer(0);
  filter.group_name = row.text(1);
  filter.name = row.text(2);
  filter.created_at_ms = row.integer(3);
  filter.pattern = row.text(4);
  filter.metric_namespace = row.text(5);
  filter.metric_name = row.text(6);
  filter.transformation_json = row.text(7);
  return filter;
}

}  // namespace

void put_metric_filter(Transaction& tx, const MetricFilterRecord& filter) {
  tx.execute(
      "INSERT INTO log_metric_filters (group_id, name, created_at_ms, pattern, metric_namespace, "
      "metric_name, transformation_json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
      "ON CONFLICT (group_id, name) DO UPDATE SET created_at_ms = ?3, pattern = ?4, "
      "metric_namespace = ?5, metric_name = ?6, transformation_json = ?7",
      {filter.group_id, filter.name, filter.created_at_ms, filter.pattern, filter.metric_namespace,
       filter.metric_name, filter.transformation_json});
}

bool delete_metric_filter(Transaction& tx, std::int64_t group_id, std::string_view name) {
  return tx.execute("DELETE FROM log_metric_filters WHERE group_id = ?1 AND name = ?2",
                    {group_id, name}) == 1;
}

std::vector<MetricFilterRecord> metric_filters_of(Transaction& tx, std::int64_t group_id) {
  return all_rows(
      tx,
      "SELECT group_id, '', name, created_at_ms, pattern, metric_namespace, metric_name, "
      "transformation_json FROM log_metric_filters WHERE group_id = ?1 ORDER BY name",
      {group_id}, metric_filter_of);
}

std::int64_t count_metric_filters(Transaction& tx, std::int64_t group_id) {
  return number_of(tx, "SELECT COUNT(*) FROM log_metric_filters WHERE group_id = ?1", {group_id});
}

std::vector<MetricFilterRecord> list_metric_filters(Transaction& tx, const MetricFilterQuery& query,
                                                    const FilterPosition& after, int limit) {
  const std::string past = past_prefix(query.prefix);
  const Param group = query.group_id ? Param(*query.group_id) : Param(nullptr);
  return all_rows(
      tx,
      "SELECT f.group_id, g.name, f.name, f.created_at_ms, f.pattern, f.metric_namespace, "
      "f.metric_name, f.transformation_json FROM log_metric_filters f "
      "JOIN log_groups g ON g.id = f.group_id WHERE g.region = ?1 "
      "AND (?2 IS NULL OR f.group_id = ?2) AND f.name >= ?3 AND (?4 = '' OR f.name < ?4) "
      "AND (?5 IS NULL OR f.metric_namespace = ?5) AND (?6 IS NULL OR f.metric_name = ?6) "
      "AND (f.name, g.name) > (?7, ?8) ORDER BY f.name, g.name LIMIT ?9",
      {std::string_view(query.region), group, std::string_view(query.prefix),
       std::string_view(past), text_or_null(query.metric_namespace),
       text_or_null(query.metric_name), std::string_view(after.name),
       std::string_view(after.group_name), std::int64_t{limit}},
      metric_filter_of);
}

void put_subscription_filter(Transaction& tx, const SubscriptionFilterRecord& filter) {
  tx.execute(
      "INSERT INTO log_subscription_filters (group_id, name, created_at_ms, pattern, "
      "destination_arn, role_arn, distribution) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
      "ON CONFLICT (group_id, name) DO UPDATE SET pattern = ?4, destination_arn = ?5, "
      "role_arn = ?6, distribution = ?7",
      {filter.group_id, filter.name, filter.created_at_ms, filter.pattern, filter.destination_arn,
       filter.role_arn, filter.distribution});
}

bool delete_subscription_filter(Transaction& tx, std::int64_t group_id, std::string_view name) {
  return tx.execute("DELETE FROM log_subscription_filters WHERE group_id = ?1 AND name = ?2",
                    {group_id, name}) == 1;
}

std::vector<SubscriptionFilterRecord> subscription_filters_of(Transaction& tx,
                                                              std::int64_t group_id) {
  std::vector<SubscriptionFilterRecord> filters;
  tx.query(
      "SELECT group_id, name, created_at_ms, pattern, destination_arn, role_arn, distribution "
      "FROM log_subscription_filters WHERE group_id = ?1 ORDER BY name",
      {group_id}, [&filters](const Row& row) {
        SubscriptionFilterRecord& filter = filters.emplace_back();
        filter.group_id = row.integer(0);
        filter.name = row.text(1);
        filter.created_at_ms = row.integer(2);
        filter.pattern = row.text(3);
        filter.destination_arn = row.text(4);
        filter.role_arn = row.text(5);
        filter.distribution = row.text(6);
        return true;
      });
  return filters;
}

void delete_filters_of_group(Transaction& tx, std::int64_t group_id) {
  tx.execute("DELETE FROM log_metric_filters WHERE group_id = ?1", {group_id});
  tx.execute("DELETE FROM log_subscription_filters WHERE group_id = ?1", {group_id});
}

}  // namespace berth::store
