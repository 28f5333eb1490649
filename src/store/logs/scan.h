// The events of streams in order of time, read block by block: behind GetLogEvents and
// FilterLogEvents.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "store/logs/block.h"
#include "store/logs_records.h"

namespace berth::store {

/// An event's place among those of a group: by time, then by stream, then by arrival. It never
/// changes, so a scan goes on from it whatever was written meanwhile.
struct LogKey {
  std::int64_t timestamp_ms = 0;
  std::int64_t stream_id = 0;
  std::int64_t sequence = 0;

  auto operator<=>(const LogKey&) const = default;
};

/// Looks at a block and adds the indexes of the events that are wanted, in ascending order.
using LogSift = std::function<void(const LogBlock&, std::vector<std::size_t>& wanted)>;

struct LogScan {
  std::int64_t group_id = 0;
  std::vector<std::int64_t> other_groups;  ///< searched as one with the first
  /// Only these streams; none: all of the group.
  std::optional<std::vector<std::int64_t>> streams;
  std::int64_t from_ms = 0;                                       ///< the first that counts
  std::int64_t to_ms = std::numeric_limits<std::int64_t>::max();  ///< the first that does not
  bool descending = false;
  /// Only events behind this one in the scan's order.
  std::optional<LogKey> after;
  LogSift sift;  ///< none: every event
  /// Once blocks with as many bytes of messages were read the scan rests before the next, but not
  /// before it has gone on.
  std::size_t bytes_max = std::numeric_limits<std::size_t>::max();
};

struct FoundLogEvent {
  std::int64_t stream_id = 0;
  LogEvent event;

  LogKey key() const { return {event.timestamp_ms, stream_id, event.sequence}; }
};

/// Hands events to `visit` in order until that returns false;
/// backwards events of one time come in the order opposite to that of forwards. Returns where to go
/// on, as `after`, where the scan rested; nothing where it was at its end or was stopped by
/// `visit`.
std::optional<LogKey> scan_log_events(Transaction& tx, const LogScan& scan,
                                      const std::function<bool(FoundLogEvent&)>& visit);

}  // namespace berth::store
