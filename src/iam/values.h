// The values that condition operators compare: numbers, instants, networks, truth.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berth::iam {

/// A decimal number: "10", "10.0", "-0.5", "1e3". Compares by value.
struct Number {
  bool whole = false;  ///< `integer` holds it exactly
  std::int64_t integer = 0;
  double approximate = 0;
};

std::optional<Number> parse_number(std::string_view text);
std::partial_ordering compare(const Number& a, const Number& b);

/// Milliseconds since 1970: from ISO 8601 with an offset, in W3C's forms, or from epoch seconds.
std::optional<std::int64_t> parse_instant_ms(std::string_view text);

/// An address with how many of its leading bits count: RFC 4632 and RFC 4291, section 2.3.
struct Network {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};
  int prefix = 0;

  /// An address of the other family is not contained.
  bool contains(const Network& address) const;
};

/// "10.0.0.0/8", "2001:db8::/32", or one address, which is a network of its own.
std::optional<Network> parse_network(std::string_view text);

/// "true" or "false", in any case.
std::optional<bool> parse_truth(std::string_view text);

/// The bytes of base64 (RFC 4648, section 4, with padding).
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace berth::iam
