// The way through long listings of CloudWatch Logs: nextToken in and out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aws/pagination.h"
#include "base/result.h"

namespace berth::services::logs {

/// How many items a page of most listings has at most, and unless the request says another number.
inline constexpr int kListedAtOnce = 50;

inline Fault invalid_next_token() {
  return client_fault("InvalidParameterException", "The specified nextToken is invalid.");
}

/// The text that a token stands for, empty without a token. InvalidParameterException where Berth
/// did not give it.
inline Result<std::string> position_in(const std::optional<std::string>& token) {
  if (!token) return std::string();
  auto position = aws::decode_token(*token);
  if (!position) return fail(invalid_next_token());
  return std::move(*position);
}

/// Cuts `items` to a page of `limit`; where there were more, `next_token` stands for
/// `position_of(last item)`.
template <class Item, class PositionOf>
void cut_to_page(std::vector<Item>& items, int limit, std::optional<std::string>& next_token,
                 PositionOf position_of) {
  if (items.size() <= static_cast<std::size_t>(limit)) return;
  items.erase(items.begin() + limit, items.end());
  next_token = aws::encode_token(position_of(items.back()));
}

/// Drops the items, sorted by `name_of`, up to the one named `after`.
template <class Item, class NameOf>
void drop_up_to(std::vector<Item>& items, const std::string& after, NameOf name_of) {
  if (after.empty()) return;
  std::erase_if(items, [&](const Item& item) { return name_of(item) <= after; });
}

}  // namespace berth::services::logs
