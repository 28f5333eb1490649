// The naive evaluator's conditions.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include "iam/naive_testing.h"

namespace berth::iam::naive {
namespace {

/// How a pair of values compares; nothing where they cannot be compared.
using Answer = std::optional<bool>;

bool is_all_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<long double> number_of(const std::string& text) {
  const bool plain = !text.empty() &&
                     text.find_first_not_of("0123456789.eE+-") == std::string::npos &&
                     text[0] != '+';
  if (!plain || text.find_first_of("0123456789") == std::string::npos) return std::nullopt;
  char* end = nullptr;
  const long double number = std::strtold(text.c_str(), &end);
  if (*end != '\0') return std::nullopt;
  return number;
}

/// Milliseconds since 1970.
std::optional<long double> instant_of(const std::string& text) {
  if (const auto seconds = number_of(text)) return std::round(*seconds * 1000);
  std::tm tm{};
  const std::string date = text.size() == 7 ? text + "-01" : text;
  const char* rest = strptime(date.c_str(), "%Y-%m-%d", &tm);
  if (rest == nullptr || rest != date.c_str() + 10) return std::nullopt;
  long double ms = 0;
  if (*rest != '\0') {
    if (*rest != 'T') return std::nullopt;
    rest = strptime(rest + 1, "%H:%M", &tm);
    if (rest == nullptr) return std::nullopt;
    if (*rest == ':') rest = strptime(rest + 1, "%S", &tm);
    if (rest == nullptr) return std::nullopt;
    if (*rest == '.') {
      char* end = nullptr;
      ms += std::round(std::strtold(rest, &end) * 1000);
      rest = end;
    }
    if (*rest == '+' || *rest == '-') {
      const long minutes = std::strtol(std::string(rest + 1, 2).c_str(), nullptr, 10) * 60 +
                           std::strtol(std::string(rest + 4, 2).c_str(), nullptr, 10);
      ms += (*rest == '+' ? -60000.0L : 60000.0L) * static_cast<long double>(minutes);
    } else if (*rest != 'Z' || rest[1] != '\0') {
      return std::nullopt;
    }
  }
  return ms + static_cast<long double>(timegm(&tm)) * 1000;
}

/// The bits that count, "4" or "6" before them.
std::optional<std::string> bits_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::string address = text.substr(0, slash);
  unsigned char bytes[16];
  std::size_t size = 4;
  if (inet_pton(AF_INET, address.c_str(), bytes) != 1) {
    size = 16;
    if (inet_pton(AF_INET6, address.c_str(), bytes) != 1) return std::nullopt;
  }
  std::string bits = size == 4 ? "4" : "6";
  for (std::size_t i = 0; i < size * 8; ++i) bits += (bytes[i / 8] >> (7 - i % 8) & 1) ? '1' : '0';
  if (slash == std::string::npos) return bits;
  const std::string prefix = text.substr(slash + 1);
  if (!is_all_digits(prefix) || std::stoul(prefix) > size * 8) return std::nullopt;
  return bits.substr(0, 1 + std::stoul(prefix));
}

std::optional<std::string> bytes_of(std::string text) {
  static const std::string kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.pop_back();
  std::string bits;
  for (const char c : text) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string::npos) return std::nullopt;
    for (int bit = 5; bit >= 0; --bit) bits += (digit >> bit & 1) ? '1' : '0';
  }
  return bits.substr(0, bits.size() / 8 * 8);
}

std::optional<std::string> truth_of(const std::string& text) {
  const std::string small = in_small_letters(text);
  if (small == "true" || small == "false") return small;
  return std::nullopt;
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

Answer ordered(const std::string& op, std::optional<long double> policy,
               std::optional<long double> value) {
  if (!policy || !value) return std::nullopt;
  if (ends_with(op, "LessThan")) return *value < *policy;
  if (ends_with(op, "LessThanEquals")) return *value <= *policy;
  if (ends_with(op, "GreaterThan")) return *value > *policy;
  if (ends_with(op, "GreaterThanEquals")) return *value >= *policy;
  return *value == *policy;
}

template <class T>
Answer equal(const std::optional<T>& policy, const std::optional<T>& value) {
  if (!policy || !value) return std::nullopt;
  return *policy == *value;
}

/// One value of the policy and one of the request; `op` without "Not".
Answer compare(const std::string& op, const std::string& policy, const std::string& value,
               bool variables, const Keys& keys) {
  if (op == "StringEquals") return text_matches(policy, value, {false, variables, false}, keys);
  if (op == "StringEqualsIgnoreCase") {
    return text_matches(policy, value, {false, variables, true}, keys);
  }
  if (op == "StringLike") return text_matches(policy, value, {true, variables, false}, keys);
  if (op.substr(0, 3) == "Arn") return arn_matches(policy, value, variables, 0, keys);
  if (op.substr(0, 7) == "Numeric") return ordered(op, number_of(policy), number_of(value));
  if (op.substr(0, 4) == "Date") return ordered(op, instant_of(policy), instant_of(value));
  if (op == "Bool") return equal(truth_of(policy), truth_of(value));
  if (op == "BinaryEquals") return equal(bytes_of(policy), bytes_of(value));
  const auto network = bits_of(policy);
  const auto address = bits_of(value);
  if (!network || !address) return std::nullopt;
  return address->substr(0, network->size()) == *network;
}

/// One value of the request against all of the policy.
bool satisfies(const std::string& op, bool negated, const Texts& values, const std::string& value,
               bool variables, const Keys& keys) {
  bool any = false;
  bool all_comparable = true;
  for (const std::string& each : values) {
    const Answer answer = compare(op, each, value, variables, keys);
    any |= answer == true;
    all_comparable &= answer.has_value();
  }
  if (!negated) return any;
  // A request's value that is none of its type does not even differ from nothing.
  if (op != "StringEquals" && compare(op, value, value, false, keys) == std::nullopt) return false;
  return !any && all_comparable;
}

bool take_prefix(std::string& text, const std::string& prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.erase(0, prefix.size());
  return true;
}

}  // namespace

bool condition_holds(const std::string& written, const std::string& key, const Texts& values,
                     bool variables, const Keys& keys) {
  std::string op = written;
  const bool for_all = take_prefix(op, "ForAllValues:");
  const bool for_any = take_prefix(op, "ForAnyValue:");
  const bool if_exists = ends_with(op, "IfExists");
  if (if_exists) op.erase(op.size() - 8);
  const std::size_t no = op.find("Not");
  const bool negated = no != std::string::npos;
  if (negated) op.erase(no, 3);
  const Key* const found = find_key(keys, key);
  const bool missing = found == nullptr || found->values.empty();
  if (op == "Null") {
    return std::any_of(values.begin(), values.end(), [missing](const std::string& each) {
      return truth_of(each) == (missing ? "true" : "false");
    });
  }
  const auto holds = [&](const std::string& value) {
    return satisfies(op, negated, values, value, variables, keys);
  };
  if (for_all) {
    return missing || std::all_of(found->values.begin(), found->values.end(), holds);
  }
  if (for_any) {
    return !missing && std::any_of(found->values.begin(), found->values.end(), holds);
  }
  if (found == nullptr) return if_exists || negated;
  return !found->multivalued && holds(found->values.front());
}

TEST(Naive, ConditionsHold) {
  const Keys keys = {{"n", false, {"10.0"}}, {"d", false, {"2026-06-30T14:00:00+02:00"}}};
  EXPECT_TRUE(condition_holds("NumericEquals", "N", {"10"}, true, keys));
  EXPECT_FALSE(condition_holds("NumericNotEquals", "n", {"ten"}, true, keys));
  EXPECT_TRUE(condition_holds("DateEquals", "d", {"1782820800"}, true, keys));
  EXPECT_TRUE(condition_holds("DateLessThanIfExists", "e", {"1782820800"}, true, keys));
  EXPECT_TRUE(condition_holds("Null", "e", {"true"}, true, keys));
}

}  // namespace berth::iam::naive
