// Records of CloudWatch Logs: the SQL behind services/logs.
#include "store/logs_records.h"

#include <limits>

#include "store/logs/filters.h"
#include "store/logs/retention.h"
#include "store/logs/scan.h"
#include "store/rows.h"

namespace berth::store {
namespace {

LogGroup group_of(const Row& row) {
  LogGroup group;
  group.id = row.integer(0);
  group.region = row.text(1);
  group.name = row.text(2);
  group.created_at_ms = row.integer(3);
  if (!row.is_null(4)) group.retention_days = static_cast<std::int32_t>(row.integer(4));
  group.tags_json = row.text(5);
  group.log_class = row.text(6);
  group.stored_bytes = row.integer(7);
  group.deletion_protected = row.integer(8) != 0;
  return group;
}

LogStream stream_of(const Row& row) {
  const auto optional = [&row](int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
  };
  LogStream stream;
  stream.id = row.integer(0);
  stream.group_id = row.integer(1);
  stream.name = row.text(2);
  stream.created_at_ms = row.integer(3);
  stream.first_event_ms = optional(4);
  stream.last_event_ms = optional(5);
  stream.last_ingestion_ms = optional(6);
  stream.next_sequence = row.integer(7);
  return stream;
}

}  // namespace

std::string past_prefix(std::string_view prefix) {
  std::string past(prefix);
  if (!past.empty()) past.back() = static_cast<char>(past.back() + 1);
  return past;
}

std::optional<LogGroup> find_log_group(Transaction& tx, std::string_view region,
                                       std::string_view name) {
  return first_row(
      tx,
      "SELECT id, region, name, created_at_ms, retention_days, tags_json, log_class, stored_bytes, "
      "deletion_protected FROM log_groups WHERE region = ?1 AND name = ?2",
      {region, name}, group_of);
}

bool insert_log_group(Transaction& tx, const LogGroup& group) {
  return tx.execute(
             "INSERT INTO log_groups (region, name, created_at_ms, retention_days, tags_json, "
             "log_class, stored_bytes, deletion_protected) "
             "VALUES (?1, ?2, ?3, NULL, ?4, ?5, 0, ?6) ON CONFLICT (region, name) DO NOTHING",
             {group.region, group.name, group.created_at_ms, group.tags_json, group.log_class,
              std::int64_t{group.deletion_protected ? 1 : 0}}) == 1;
}

void delete_log_group(Transaction& tx, std::int64_t group_id) {
  tx.execute("DELETE FROM log_blocks WHERE group_id = ?1", {group_id});
  delete_filters_of_group(tx, group_id);
  tx.execute("DELETE FROM log_streams WHERE group_id = ?1", {group_id});
  tx.execute("DELETE FROM log_groups WHERE id = ?1", {group_id});
}

void set_log_group_retention(Transaction& tx, std::int64_t group_id,
                             std::optional<std::int32_t> days) {
  const Param value = days ? Param(std::int64_t{*days}) : Param(nullptr);
  tx.execute("UPDATE log_groups SET retention_days = ?2 WHERE id = ?1", {group_id, value});
}

void set_log_group_tags(Transaction& tx, std::int64_t group_id, std::string_view tags_json) {
  tx.execute("UPDATE log_groups SET tags_json = ?2 WHERE id = ?1", {group_id, tags_json});
}

void set_log_group_deletion_protection(Transaction& tx, std::int64_t group_id, bool is_protected) {
  tx.execute("UPDATE log_groups SET deletion_protected = ?2 WHERE id = ?1",
             {group_id, std::int64_t{is_protected ? 1 : 0}});
}

std::vector<LogGroup> list_log_groups(Transaction& tx, std::string_view region,
                                      std::string_view prefix, std::string_view after, int limit) {
  const std::string past = past_prefix(prefix);
  return all_rows(
      tx,
      "SELECT id, region, name, created_at_ms, retention_days, tags_json, log_class, stored_bytes, "
      "deletion_protected FROM log_groups "
      "WHERE region = ?1 AND name >= ?2 AND (?3 = '' OR name < ?3) AND name > ?4 "
      "ORDER BY name LIMIT ?5",
      {region, prefix, std::string_view(past), after, std::int64_t{limit}}, group_of);
}

std::optional<LogStream> find_log_stream(Transaction& tx, std::int64_t group_id,
                                         std::string_view name) {
  return first_row(
      tx,
      "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, last_ingestion_ms, "
      "next_sequence FROM log_streams WHERE group_id = ?1 AND name = ?2",
      {group_id, name}, stream_of);
}

std::optional<std::pair<LogStream, LogGroup>> find_log_stream_by_id(Transaction& tx,
                                                                    std::int64_t stream_id) {
  std::optional<std::pair<LogStream, LogGroup>> found;
  tx.query(
      "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, last_ingestion_ms, "
      "next_sequence FROM log_streams WHERE id = ?1",
      {stream_id}, [&found](const Row& row) {
        found.emplace(stream_of(row), LogGroup());
        return false;
      });
  if (!found) return found;
  tx.query(
      "SELECT id, region, name, created_at_ms, retention_days, tags_json, log_class, stored_bytes, "
      "deletion_protected FROM log_groups WHERE id = ?1",
      {found->first.group_id}, [&found](const Row& row) {
        found->second = group_of(row);
        return false;
      });
  return found;
}

bool insert_log_stream(Transaction& tx, const LogStream& stream) {
  return tx.execute(
             "INSERT INTO log_streams (group_id, name, created_at_ms, next_sequence, sort_ms) "
             "VALUES (?1, ?2, ?3, 0, -1) ON CONFLICT (group_id, name) DO NOTHING",
             {stream.group_id, stream.name, stream.created_at_ms}) == 1;
}

void delete_log_stream(Transaction& tx, std::int64_t stream_id) {
  delete_log_blocks_of_stream(tx, stream_id);
  tx.execute("DELETE FROM log_streams WHERE id = ?1", {stream_id});
}

std::vector<LogStream> list_log_streams(Transaction& tx, std::int64_t group_id,
                                        std::string_view prefix, LogStreamOrder order,
                                        bool descending,
                                        const std::optional<LogStreamPosition>& after, int limit) {
  std::vector<LogStream> streams;
  const auto collect = [&streams](const Row& row) {
    streams.push_back(stream_of(row));
    return true;
  };
  const std::string past = past_prefix(prefix);
  const std::int64_t count = limit;
  const std::string_view name = after ? std::string_view(after->name) : std::string_view();
  if (order == LogStreamOrder::kLastEventTime) {
    const std::int64_t edge = descending ? std::numeric_limits<std::int64_t>::max() : -2;
    const std::int64_t time = after ? after->last_event_ms : edge;
    tx.query(descending
                 ? "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, "
                   "last_ingestion_ms, next_sequence FROM log_streams WHERE group_id = ?1 AND "
                   "(sort_ms, name) < (?2, ?3) ORDER BY sort_ms DESC, name DESC LIMIT ?4"
                 : "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, "
                   "last_ingestion_ms, next_sequence FROM log_streams WHERE group_id = ?1 AND "
                   "(sort_ms, name) > (?2, ?3) ORDER BY sort_ms, name LIMIT ?4",
             {group_id, time, name, count}, collect);
    return streams;
  }
  tx.query(descending ? "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, "
                        "last_ingestion_ms, next_sequence FROM log_streams WHERE group_id = ?1 AND "
                        "name >= ?2 AND (?3 = '' OR name < ?3) AND (?4 = '' OR name < ?4) "
                        "ORDER BY name DESC LIMIT ?5"
                      : "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, "
                        "last_ingestion_ms, next_sequence FROM log_streams WHERE group_id = ?1 AND "
                        "name >= ?2 AND (?3 = '' OR name < ?3) AND (?4 = '' OR name > ?4) "
                        "ORDER BY name LIMIT ?5",
           {group_id, prefix, std::string_view(past), name, count}, collect);
  return streams;
}

namespace {

/// Takes events of one stream until the page is full.
std::vector<LogEvent> page_of(Transaction& tx, LogScan& scan, const LogPage& page) {
  std::vector<LogEvent> events;
  std::size_t bytes = 0;
  if (page.events_max < 1) return events;
  scan_log_events(tx, scan, [&](FoundLogEvent& found) {
    bytes += found.event.message.size() + kLogEventOverheadBytes;
    if (bytes > page.bytes_max && !events.empty()) return false;
    events.push_back(std::move(found.event));
    return events.size() < static_cast<std::size_t>(page.events_max);
  });
  return events;
}

LogScan scan_of(std::int64_t stream_id, std::int64_t from_ms, std::int64_t to_ms,
                const LogPosition& position) {
  LogScan scan;
  scan.streams = {stream_id};
  scan.from_ms = from_ms;
  scan.to_ms = to_ms;
  scan.after = LogKey{position.timestamp_ms, stream_id, position.sequence};
  return scan;
}

}  // namespace

std::vector<LogEvent> log_events_after(Transaction& tx, std::int64_t stream_id,
                                       std::int64_t from_ms, std::int64_t to_ms,
                                       const LogPosition& after, const LogPage& page) {
  LogScan scan = scan_of(stream_id, from_ms, to_ms, after);
  return page_of(tx, scan, page);
}

std::vector<LogEvent> log_events_before(Transaction& tx, std::int64_t stream_id,
                                        std::int64_t from_ms, std::int64_t to_ms,
                                        const LogPosition& before, const LogPage& page) {
  LogScan scan = scan_of(stream_id, from_ms, to_ms, before);
  scan.descending = true;
  return page_of(tx, scan, page);
}

}  // namespace berth::store
