// A run of a stream's events in one row: what a scan reads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/logs_records.h"

namespace berth::store {

/// Messages with this many bytes more count, as CloudWatch Logs counts them.
inline constexpr std::size_t kLogEventOverheadBytes = 26;

/// Where an event is in its block, and its times.
struct LogPlace {
  std::int64_t timestamp_ms = 0;
  std::int64_t ingested_at_ms = 0;
  std::size_t begin = 0;  ///< offset in the block's messages
  std::size_t size = 0;
};

/// The text of column `places`: of each event the milliseconds since the one before (or since
/// `first_ms`) and its length, "12:80,"; before it "@1760000000000," where it was ingested at
/// another time than the one before. The last length may be missing: to the end.
std::string encode_log_places(std::int64_t first_ms, const std::vector<LogPlace>& places);
/// Throws Failure where the text is damaged or does not fit `messages_size`.
std::vector<LogPlace> decode_log_places(std::int64_t first_ms, std::string_view text,
                                        std::size_t messages_size);

/// A block while a scan looks at it; the texts live as long as the look.
class LogBlock {
 public:
  LogBlock(std::int64_t stream_id, std::int64_t first_ms, std::int64_t first_sequence,
           std::string_view places, std::string_view messages)
      : stream_id_(stream_id),
        first_ms_(first_ms),
        first_sequence_(first_sequence),
        places_text_(places),
        messages_(messages) {}

  std::int64_t stream_id() const { return stream_id_; }
  /// All messages, end to end.
  std::string_view messages() const { return messages_; }
  /// In the order of the messages. Decoded when first asked for.
  const std::vector<LogPlace>& places() const {
    if (places_.empty()) places_ = decode_log_places(first_ms_, places_text_, messages_.size());
    return places_;
  }
  std::string_view message(std::size_t index) const {
    return messages_.substr(places()[index].begin, places()[index].size);
  }
  std::int64_t sequence(std::size_t index) const {
    return first_sequence_ + static_cast<std::int64_t>(index);
  }
  LogEvent event(std::size_t index) const {
    const LogPlace& place = places()[index];
    return LogEvent{sequence(index), place.timestamp_ms, place.ingested_at_ms,
                    std::string(message(index))};
  }

 private:
  std::int64_t stream_id_;
  std::int64_t first_ms_;
  std::int64_t first_sequence_;
  std::string_view places_text_;
  std::string_view messages_;
  mutable std::vector<LogPlace> places_;
};

}  // namespace berth::store
