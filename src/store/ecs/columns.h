// How the records of ECS turn optional values and lists of ports into columns and back.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

inline Param optional_text(const std::optional<std::string>& text) {
  return text ? Param(std::string_view(*text)) : Param(nullptr);
}
inline Param optional_integer(const std::optional<std::int64_t>& value) {
  return value ? Param(*value) : Param(nullptr);
}
inline std::optional<std::string> text_of(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(std::string(row.text(column)));
}
inline std::optional<std::int64_t> integer_of(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}
inline std::int32_t int32_of(const Row& row, int column) {
  return static_cast<std::int32_t>(row.integer(column));
}

/// "22,80"
inline std::string ports_text(const std::vector<std::int32_t>& ports) {
  std::string text;
  for (const std::int32_t port : ports) {
    if (!text.empty()) text += ',';
    text += std::to_string(port);
  }
  return text;
}

inline std::vector<std::int32_t> ports_of(std::string_view text) {
  std::vector<std::int32_t> ports;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    std::int32_t port = 0;
    const auto [next, error] = std::from_chars(at, end, port);
    if (error != std::errc()) break;
    ports.push_back(port);
    at = next + 1;
  }
  return ports;
}

/// The resource of an ARN, "task/CLUSTER/ID", taken apart where it is of `kind` and in long form.
struct ResourceName {
  std::string_view region;
  std::string_view cluster;
  std::string_view id;
};
inline std::optional<ResourceName> resource_of_arn(std::string_view arn, std::string_view kind) {
  std::string_view fields[6];
  for (int i = 0; i < 5; ++i) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  const std::size_t first = arn.find('/');
  if (fields[2] != "ecs" || first == std::string_view::npos || arn.substr(0, first) != kind) {
    return std::nullopt;
  }
  const std::size_t second = arn.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return ResourceName{fields[3], arn.substr(first + 1, second - first - 1), arn.substr(second + 1)};
}

}  // namespace berth::store
