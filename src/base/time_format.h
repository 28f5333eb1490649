// The spellings of time that AWS's protocols use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace berth {

/// "2026-11-24T08:44:11Z": seconds, cut off. The form of XML answers and of credentials' expiry.
std::string format_iso8601(TimePoint time);
/// "20261124T084411Z": the form of x-amz-date.
std::string format_amz_date(TimePoint time);
/// "Tue, 24 Nov 2026 08:44:11 GMT": the form of the Date header (RFC 9110, IMF-fixdate).
std::string format_http_date(TimePoint time);

/// Reads "20261124T084411Z" only; nothing else.
std::optional<TimePoint> parse_amz_date(std::string_view text);
/// Reads ISO 8601 with optional fraction and `Z` or `+hh:mm` offset, or a bare date.
std::optional<TimePoint> parse_iso8601(std::string_view text);
/// Reads the three date forms of RFC 9110's Date header that senders use (IMF-fixdate only).
std::optional<TimePoint> parse_http_date(std::string_view text);

}  // namespace berth
