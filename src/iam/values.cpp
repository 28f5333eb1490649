// Whatever is not entirely a value is none: a condition on it does not hold.
#include "iam/values.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include <arpa/inet.h>

#include "base/time_format.h"
#include "iam/policy_date.h"
#include "iam/text.h"

namespace berth::iam {
namespace {

constexpr std::string_view kDigits = "0123456789";

template <class T>
bool read_whole(std::string_view text, T& out) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && stop == end;
}

/// W3C's profile also has a month alone; a year alone cannot be told from epoch seconds.
std::optional<TimePoint> parse_date(std::string_view text) {
  if (text.size() == 7) return parse_iso8601(std::string(text) + "-01");
  return parse_iso8601(text);
}

/// Exact for whole seconds; nothing for what 64 bits do not hold.
std::optional<std::int64_t> ms_of(const Number& seconds) {
  constexpr double kEndMs = 9.2e18;
  const double ms = std::round(seconds.approximate * 1000);
  if (std::abs(ms) > kEndMs) return std::nullopt;
  return seconds.whole ? seconds.integer * 1000 : static_cast<std::int64_t>(ms);
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

std::optional<Number> parse_number(std::string_view text) {
  const std::size_t sign = !text.empty() && text.front() == '-' ? 1 : 0;
  if (text.find_first_of(kDigits) > sign + 1) return std::nullopt;  // neither "inf" nor "nan"
  Number number;
  if (read_whole(text, number.integer)) {
    number.whole = true;
    number.approximate = static_cast<double>(number.integer);
    return number;
  }
  if (!read_whole(text, number.approximate) || !std::isfinite(number.approximate)) {
    return std::nullopt;
  }
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (std::trunc(number.approximate) == number.approximate &&
      std::abs(number.approximate) <= kExact) {
    number.whole = true;
    number.integer = static_cast<std::int64_t>(number.approximate);
  }
  return number;
}

std::partial_ordering compare(const Number& a, const Number& b) {
  if (a.whole && b.whole) return a.integer <=> b.integer;
  return a.approximate <=> b.approximate;
}

std::optional<std::int64_t> parse_instant_ms(std::string_view text) {
  if (const auto seconds = parse_number(text)) return ms_of(*seconds);
  const auto time = parse_date(text);
  if (!time) return parse_policy_date_ms(text);
  return std::chrono::duration_cast<std::chrono::milliseconds>(time->time_since_epoch()).count();
}

bool Network::contains(const Network& address) const {
  if (v6 != address.v6 || address.prefix < prefix) return false;
  const auto whole = static_cast<std::size_t>(prefix / 8);
  if (std::memcmp(bytes.data(), address.bytes.data(), whole) != 0) return false;
  if (prefix % 8 == 0) return true;
  const int shift = 8 - prefix % 8;
  return bytes[whole] >> shift == address.bytes[whole] >> shift;
}

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  if (address.find('\0') != std::string::npos) return std::nullopt;
  Network network;
  network.v6 = address.find(':') != std::string::npos;
  const int family = network.v6 ? AF_INET6 : AF_INET;
  if (inet_pton(family, address.c_str(), network.bytes.data()) != 1) return std::nullopt;
  const int bits = network.v6 ? 128 : 32;
  network.prefix = bits;
  if (slash == std::string_view::npos) return network;
  const std::string_view prefix = text.substr(slash + 1);
  if (prefix.find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
  if (!read_whole(prefix, network.prefix) || network.prefix > bits) return std::nullopt;
  return network;
}

std::optional<bool> parse_truth(std::string_view text) {
  if (equal_ignoring_case(text, "true")) return true;
  if (equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  std::string bytes;
  unsigned held = 0;
  int bits = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    held = held << 6 | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xFF);
  }
  return bytes;
}

}  // namespace berth::iam
