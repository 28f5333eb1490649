// IAM's way through long listings: Marker and MaxItems in, IsTruncated and Marker out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aws/pagination.h"
#include "base/result.h"

namespace berth::services::iam {

/// Where a page begins and how much it holds.
struct Page {
  std::string after;  ///< the last item's name on the page before; empty for the first page
  int limit;

  /// What to ask of the store: one more than the page holds, to know whether the listing goes on.
  int wanted() const { return limit + 1; }
};

/// The page that a request asks for. ValidationError where its marker was not given by Berth.
template <class Request>
Result<Page> page_of(const Request& request) {
  constexpr int kItemsDefault = 100;
  Page page{{}, request.max_items.value_or(kItemsDefault)};
  if (request.marker) {
    auto after = aws::decode_token(*request.marker);
    if (!after) return fail(client_fault("ValidationError", "Invalid Marker."));
    page.after = std::move(*after);
  }
  return page;
}

/// Cuts `items` to the page and says in `response` whether and where it goes on; `name_of` gives
/// an item's name.
template <class Response, class Item, class NameOf>
void cut_page(const Page& page, std::vector<Item>& items, Response& response, NameOf name_of) {
  const auto limit = static_cast<std::size_t>(page.limit);
  response.is_truncated = items.size() > limit;
  if (items.size() <= limit) return;
  items.erase(items.begin() + page.limit, items.end());
  response.marker = aws::encode_token(name_of(items.back()));
}

}  // namespace berth::services::iam
