// Records of CloudWatch Logs: groups, streams, events. Plain values over a Transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct LogGroup {
  std::int64_t id = 0;
  std::string region;
  std::string name;
  std::int64_t created_at_ms = 0;
  std::optional<std::int32_t> retention_days;
  std::string tags_json;  ///< an object, or empty
  std::string log_class = "STANDARD";
  std::int64_t stored_bytes = 0;
  bool deletion_protected = false;
};

struct LogStream {
  std::int64_t id = 0;
  std::int64_t group_id = 0;
  std::string name;
  std::int64_t created_at_ms = 0;
  std::optional<std::int64_t> first_event_ms;
  std::optional<std::int64_t> last_event_ms;
  std::optional<std::int64_t> last_ingestion_ms;
  std::int64_t next_sequence = 0;  ///< the sequence number that the next event gets
};

struct LogEvent {
  std::int64_t sequence = 0;  ///< order of arrival within the stream
  std::int64_t timestamp_ms = 0;
  std::int64_t ingested_at_ms = 0;
  std::string message;
};

/// A place between events of a stream, which are ordered by time and then by arrival.
struct LogPosition {
  std::int64_t timestamp_ms = 0;
  std::int64_t sequence = 0;
};

/// The first bytes past all that start with `prefix`, or empty where there is none: UTF-8 has no
/// byte 0xff, and texts are compared as bytes.
std::string past_prefix(std::string_view prefix);

std::optional<LogGroup> find_log_group(Transaction& tx, std::string_view region,
                                       std::string_view name);
/// False where the name is taken.
bool insert_log_group(Transaction& tx, const LogGroup& group);
/// Its streams, events and filters go with it.
void delete_log_group(Transaction& tx, std::int64_t group_id);
void set_log_group_retention(Transaction& tx, std::int64_t group_id,
                             std::optional<std::int32_t> days);
void set_log_group_tags(Transaction& tx, std::int64_t group_id, std::string_view tags_json);
void set_log_group_deletion_protection(Transaction& tx, std::int64_t group_id, bool is_protected);
/// Groups by name whose names start with `prefix`, after `after` in order, at most `limit`.
std::vector<LogGroup> list_log_groups(Transaction& tx, std::string_view region,
                                      std::string_view prefix, std::string_view after, int limit);

std::optional<LogStream> find_log_stream(Transaction& tx, std::int64_t group_id,
                                         std::string_view name);
/// A stream and the group it is in, by its id.
std::optional<std::pair<LogStream, LogGroup>> find_log_stream_by_id(Transaction& tx,
                                                                    std::int64_t stream_id);
/// False where the name is taken.
bool insert_log_stream(Transaction& tx, const LogStream& stream);
/// Its events go with it, and their bytes off the group's.
void delete_log_stream(Transaction& tx, std::int64_t stream_id);

/// How DescribeLogStreams orders.
enum class LogStreamOrder { kName, kLastEventTime };

/// Where a listing goes on: the last stream of the page before.
struct LogStreamPosition {
  std::int64_t last_event_ms = 0;  ///< of kLastEventTime; streams without events count as -1
  std::string name;
};

/// Streams of a group in `order`, at most `limit`, after `after` where it is given.
std::vector<LogStream> list_log_streams(Transaction& tx, std::int64_t group_id,
                                        std::string_view prefix, LogStreamOrder order,
                                        bool descending,
                                        const std::optional<LogStreamPosition>& after, int limit);

/// Appends events, which get the stream's next sequence numbers in their order, and moves the
/// stream's times along.
void append_log_events(Transaction& tx, const LogStream& stream,
                       const std::vector<LogEvent>& events, std::int64_t now_ms);

/// How much of a stream is read at once: at most `events_max` events and, but for the first, at
/// most `bytes_max` bytes of messages with 26 more each, as CloudWatch Logs counts them.
struct LogPage {
  int events_max = 10'000;
  std::size_t bytes_max = 1'048'576;
};

/// Events of a stream with timestamps in [from_ms, to_ms), one page: those next after `after` in
/// ascending order, or those next before `before` in descending order.
std::vector<LogEvent> log_events_after(Transaction& tx, std::int64_t stream_id,
                                       std::int64_t from_ms, std::int64_t to_ms,
                                       const LogPosition& after, const LogPage& page);
std::vector<LogEvent> log_events_before(Transaction& tx, std::int64_t stream_id,
                                        std::int64_t from_ms, std::int64_t to_ms,
                                        const LogPosition& before, const LogPage& page);

}  // namespace berth::store
