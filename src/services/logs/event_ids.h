// Names of single log events: eventId of FilterLogEvents, and the pointer of GetLogRecord.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/logs/scan.h"

namespace berth::services::logs {

/// 56 digits, as AWS's, which order events by time first. They say where the event is, so they stay
/// the same and need no record.
std::string event_id_of(const store::LogKey& key);

/// Nothing where the text is no event's id.
std::optional<store::LogKey> parse_event_id(std::string_view text);

}  // namespace berth::services::logs
