// Dates as AWS reads them in policies.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace berth::iam {

/// Milliseconds since 1970 of a date that a policy may hold: "2026", "2026-6", "2026-06-30",
/// "2026-06-30T12", "2026-06-30T12:00:15.25+02"; without an offset it is UTC. A day that its month
/// does not have is the next month's. Nothing for other texts; epoch seconds are another matter.
std::optional<std::int64_t> parse_policy_date_ms(std::string_view text);

}  // namespace berth::iam
