// Names of single log events: time, stream and order of arrival as digits.
#include "services/logs/event_ids.h"

#include <charconv>

#include <fmt/format.h>

namespace berth::services::logs {
namespace {

// A leading 3, as AWS's ids of this century have it, then 19, 17 and 19 digits.
constexpr std::size_t kTimeDigits = 19;
constexpr std::size_t kStreamDigits = 17;
constexpr std::size_t kIdDigits = 1 + kTimeDigits + kStreamDigits + kTimeDigits;

}  // namespace

std::string event_id_of(const store::LogKey& key) {
  return fmt::format("3{:019}{:017}{:019}", key.timestamp_ms, key.stream_id, key.sequence);
}

std::optional<store::LogKey> parse_event_id(std::string_view text) {
  if (text.size() != kIdDigits || text.front() != '3') return std::nullopt;
  if (text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  const auto number = [text](std::size_t begin, std::size_t size, std::int64_t& value) {
    const char* from = text.data() + begin;
    return std::from_chars(from, from + size, value).ec == std::errc();
  };
  store::LogKey key;
  const bool fits = number(1, kTimeDigits, key.timestamp_ms) &&
                    number(1 + kTimeDigits, kStreamDigits, key.stream_id) &&
                    number(1 + kTimeDigits + kStreamDigits, kTimeDigits, key.sequence);
  return fits ? std::optional(key) : std::nullopt;
}

}  // namespace berth::services::logs
