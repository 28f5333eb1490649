// A batch of events becomes blocks of its stream.
#include <algorithm>
#include <limits>
#include <optional>

#include "store/logs/block.h"

namespace berth::store {
namespace {

constexpr std::size_t kBlockBytesMax = 65'536;
constexpr std::size_t kMadeLongerBelowBytes = 16'384;
constexpr std::int64_t kMadeLongerWithinMs = 3'600'000;

/// A block that is being filled.
struct Draft {
  std::optional<std::int64_t> id;  ///< of the row that it is already
  std::int64_t first_sequence = 0;
  std::vector<LogPlace> places;
  std::string messages;

  std::int64_t first_ms() const { return places.front().timestamp_ms; }
  std::int64_t last_ms() const { return places.back().timestamp_ms; }
};

/// The stream's last block, where events from `first_ms` on may go on it.
std::optional<Draft> open_block(Transaction& tx, const LogStream& stream, std::int64_t first_ms) {
  std::optional<Draft> found;
  tx.query(
      "SELECT id, first_ms, last_ms, first_sequence, events, bytes, places, messages "
      "FROM log_blocks WHERE stream_id = ?1 ORDER BY last_ms DESC, id DESC LIMIT 1",
      {stream.id}, [&](const Row& row) {
        const bool fits = row.integer(2) <= first_ms &&
                          row.integer(3) + row.integer(4) == stream.next_sequence &&
                          row.integer(5) < static_cast<std::int64_t>(kMadeLongerBelowBytes) &&
                          first_ms - row.integer(1) <= kMadeLongerWithinMs;
        if (!fits) return false;
        Draft& draft = found.emplace();
        draft.id = row.integer(0);
        draft.first_sequence = row.integer(3);
        draft.messages = row.text(7);
        draft.places = decode_log_places(row.integer(1), row.text(6), draft.messages.size());
        return false;
      });
  return found;
}

void write_block(Transaction& tx, const LogStream& stream, const Draft& draft) {
  const std::string places = encode_log_places(draft.first_ms(), draft.places);
  const auto events = static_cast<std::int64_t>(draft.places.size());
  const auto bytes = static_cast<std::int64_t>(draft.messages.size());
  if (draft.id) {
    tx.execute(
        "UPDATE log_blocks SET last_ms = ?2, events = ?3, bytes = ?4, places = ?5, messages = ?6 "
        "WHERE id = ?1",
        {*draft.id, draft.last_ms(), events, bytes, std::string_view(places),
         std::string_view(draft.messages)});
    return;
  }
  tx.execute(
      "INSERT INTO log_blocks (group_id, stream_id, first_ms, last_ms, first_sequence, events, "
      "bytes, places, messages) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      {stream.group_id, stream.id, draft.first_ms(), draft.last_ms(), draft.first_sequence, events,
       bytes, std::string_view(places), std::string_view(draft.messages)});
}

bool takes(const Draft& draft, const LogEvent& event) {
  if (draft.places.empty()) return true;
  if (draft.messages.size() + event.message.size() > kBlockBytesMax) return false;
  return event.timestamp_ms >= draft.last_ms() &&
         (!draft.id || event.timestamp_ms - draft.first_ms() <= kMadeLongerWithinMs);
}

/// What a batch changes in its stream's record.
struct Totals {
  std::int64_t first_ms = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_ms = 0;
  std::int64_t span_ms = 0;
  std::int64_t bytes = 0;
};

void close_block(Transaction& tx, const LogStream& stream, const Draft& draft, Totals& totals) {
  write_block(tx, stream, draft);
  totals.span_ms = std::max(totals.span_ms, draft.last_ms() - draft.first_ms());
}

void record(Transaction& tx, const LogStream& stream, Totals totals, std::int64_t next_sequence,
            std::int64_t now_ms) {
  if (stream.first_event_ms) totals.first_ms = std::min(totals.first_ms, *stream.first_event_ms);
  if (stream.last_event_ms) totals.last_ms = std::max(totals.last_ms, *stream.last_event_ms);
  tx.execute(
      "UPDATE log_streams SET next_sequence = ?2, first_event_ms = ?3, last_event_ms = ?4, "
      "last_ingestion_ms = ?5, sort_ms = ?4, "
      "span_ms = CASE WHEN span_ms < ?6 THEN ?6 ELSE span_ms END WHERE id = ?1",
      {stream.id, next_sequence, totals.first_ms, totals.last_ms, now_ms, totals.span_ms});
  tx.execute(
      "UPDATE log_groups SET stored_bytes = stored_bytes + ?2, "
      "span_ms = CASE WHEN span_ms < ?3 THEN ?3 ELSE span_ms END WHERE id = ?1",
      {stream.group_id, totals.bytes, totals.span_ms});
}

}  // namespace

void append_log_events(Transaction& tx, const LogStream& stream,
                       const std::vector<LogEvent>& events, std::int64_t now_ms) {
  if (events.empty()) return;
  Totals totals;
  std::int64_t sequence = stream.next_sequence;
  Draft draft;
  draft.first_sequence = sequence;
  if (auto open = open_block(tx, stream, events.front().timestamp_ms)) draft = std::move(*open);
  for (const LogEvent& event : events) {
    if (!takes(draft, event)) {
      close_block(tx, stream, draft, totals);
      draft = Draft();
      draft.first_sequence = sequence;
    }
    draft.places.push_back(
        {event.timestamp_ms, now_ms, draft.messages.size(), event.message.size()});
    draft.messages += event.message;
    ++sequence;
    totals.first_ms = std::min(totals.first_ms, event.timestamp_ms);
    totals.last_ms = std::max(totals.last_ms, event.timestamp_ms);
    totals.bytes += static_cast<std::int64_t>(event.message.size() + kLogEventOverheadBytes);
  }
  close_block(tx, stream, draft, totals);
  record(tx, stream, totals, sequence, now_ms);
}

}  // namespace berth::store
