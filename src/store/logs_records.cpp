// Records of CloudWatch Logs: the SQL behind services/logs.
#include "store/logs_records.h"

#include <algorithm>
#include <limits>

namespace berth::store {
namespace {

constexpr std::size_t kEventOverheadBytes = 26;

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

LogEvent event_of(const Row& row) {
  return LogEvent{row.integer(0), row.integer(1), row.integer(2), std::string(row.text(3))};
}

/// Takes the event of `row` unless the page is full; false where it is.
bool take_event(const Row& row, const LogPage& page, std::size_t& bytes,
                std::vector<LogEvent>& events) {
  bytes += row.text(3).size() + kEventOverheadBytes;
  if (bytes > page.bytes_max && !events.empty()) return false;
  events.push_back(event_of(row));
  return true;
}

/// The first bytes past all that start with `prefix`, or empty where there is none: UTF-8 has no
/// byte 0xff, and SQLite compares bytes.
std::string past_prefix(std::string_view prefix) {
  std::string past(prefix);
  if (!past.empty()) past.back() = static_cast<char>(past.back() + 1);
  return past;
}

}  // namespace

std::optional<LogGroup> find_log_group(Transaction& tx, std::string_view region,
                                       std::string_view name) {
  std::optional<LogGroup> found;
  tx.query(
      "SELECT id, region, name, created_at_ms, retention_days, tags_json, log_class, stored_bytes "
      "FROM log_groups WHERE region = ?1 AND name = ?2",
      {region, name}, [&found](const Row& row) {
        found = group_of(row);
        return false;
      });
  return found;
}

bool insert_log_group(Transaction& tx, const LogGroup& group) {
  return tx.execute(
             "INSERT INTO log_groups (region, name, created_at_ms, retention_days, tags_json, "
             "log_class, stored_bytes) VALUES (?1, ?2, ?3, NULL, ?4, ?5, 0) "
             "ON CONFLICT (region, name) DO NOTHING",
             {group.region, group.name, group.created_at_ms, group.tags_json, group.log_class}) ==
         1;
}

void delete_log_group(Transaction& tx, std::int64_t group_id) {
  tx.execute(
      "DELETE FROM log_events WHERE stream_id IN (SELECT id FROM log_streams WHERE group_id = ?1)",
      {group_id});
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

std::vector<LogGroup> list_log_groups(Transaction& tx, std::string_view region,
                                      std::string_view prefix, std::string_view after, int limit) {
  std::vector<LogGroup> groups;
  const std::string past = past_prefix(prefix);
  tx.query(
      "SELECT id, region, name, created_at_ms, retention_days, tags_json, log_class, stored_bytes "
      "FROM log_groups WHERE region = ?1 AND name >= ?2 AND (?3 = '' OR name < ?3) AND name > ?4 "
      "ORDER BY name LIMIT ?5",
      {region, prefix, std::string_view(past), after, std::int64_t{limit}},
      [&groups](const Row& row) {
        groups.push_back(group_of(row));
        return true;
      });
  return groups;
}

std::optional<LogStream> find_log_stream(Transaction& tx, std::int64_t group_id,
                                         std::string_view name) {
  std::optional<LogStream> found;
  tx.query(
      "SELECT id, group_id, name, created_at_ms, first_event_ms, last_event_ms, last_ingestion_ms, "
      "next_sequence FROM log_streams WHERE group_id = ?1 AND name = ?2",
      {group_id, name}, [&found](const Row& row) {
        found = stream_of(row);
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
  tx.execute("DELETE FROM log_events WHERE stream_id = ?1", {stream_id});
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

void append_log_events(Transaction& tx, const LogStream& stream,
                       const std::vector<LogEvent>& events, std::int64_t now_ms) {
  if (events.empty()) return;
  std::int64_t sequence = stream.next_sequence;
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = 0;
  std::int64_t bytes = 0;
  for (const LogEvent& event : events) {
    tx.execute(
        "INSERT INTO log_events (stream_id, timestamp_ms, sequence, ingested_at_ms, message) "
        "VALUES (?1, ?2, ?3, ?4, ?5)",
        {stream.id, event.timestamp_ms, sequence++, now_ms, std::string_view(event.message)});
    first = std::min(first, event.timestamp_ms);
    last = std::max(last, event.timestamp_ms);
    bytes += static_cast<std::int64_t>(event.message.size() + kEventOverheadBytes);
  }
  if (stream.first_event_ms) first = std::min(first, *stream.first_event_ms);
  if (stream.last_event_ms) last = std::max(last, *stream.last_event_ms);
  tx.execute(
      "UPDATE log_streams SET next_sequence = ?2, first_event_ms = ?3, last_event_ms = ?4, "
      "last_ingestion_ms = ?5, sort_ms = ?4 WHERE id = ?1",
      {stream.id, sequence, first, last, now_ms});
  tx.execute("UPDATE log_groups SET stored_bytes = stored_bytes + ?2 WHERE id = ?1",
             {stream.group_id, bytes});
}

std::vector<LogEvent> log_events_after(Transaction& tx, std::int64_t stream_id,
                                       std::int64_t from_ms, std::int64_t to_ms,
                                       const LogPosition& after, const LogPage& page) {
  std::vector<LogEvent> events;
  std::size_t bytes = 0;
  tx.query(
      "SELECT sequence, timestamp_ms, ingested_at_ms, message FROM log_events WHERE stream_id = ?1 "
      "AND timestamp_ms >= ?2 AND timestamp_ms < ?3 AND (timestamp_ms, sequence) > (?4, ?5) "
      "ORDER BY timestamp_ms, sequence LIMIT ?6",
      {stream_id, from_ms, to_ms, after.timestamp_ms, after.sequence,
       std::int64_t{page.events_max}},
      [&](const Row& row) { return take_event(row, page, bytes, events); });
  return events;
}

std::vector<LogEvent> log_events_before(Transaction& tx, std::int64_t stream_id,
                                        std::int64_t from_ms, std::int64_t to_ms,
                                        const LogPosition& before, const LogPage& page) {
  std::vector<LogEvent> events;
  std::size_t bytes = 0;
  tx.query(
      "SELECT sequence, timestamp_ms, ingested_at_ms, message FROM log_events WHERE stream_id = ?1 "
      "AND timestamp_ms >= ?2 AND timestamp_ms < ?3 AND (timestamp_ms, sequence) < (?4, ?5) "
      "ORDER BY timestamp_ms DESC, sequence DESC LIMIT ?6",
      {stream_id, from_ms, to_ms, before.timestamp_ms, before.sequence,
       std::int64_t{page.events_max}},
      [&](const Row& row) { return take_event(row, page, bytes, events); });
  return events;
}

std::int64_t delete_expired_log_events(Transaction& tx, std::int64_t now_ms, int limit) {
  return tx.execute(
      "DELETE FROM log_events WHERE (stream_id, timestamp_ms, sequence) IN ("
      "SELECT e.stream_id, e.timestamp_ms, e.sequence FROM log_groups g "
      "JOIN log_streams s ON s.group_id = g.id JOIN log_events e ON e.stream_id = s.id "
      "WHERE g.retention_days IS NOT NULL AND e.timestamp_ms < ?1 - g.retention_days * 86400000 "
      "LIMIT ?2)",
      {now_ms, std::int64_t{limit}});
}

}  // namespace berth::store
