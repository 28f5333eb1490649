// Searching blocks of log events for a filter pattern.
#include "services/logs/search.h"

#include <cstring>

namespace berth::services::logs {
namespace {

using log_patterns::Pattern;

void sift_each(const Pattern& pattern, const store::LogBlock& block,
               std::vector<std::size_t>& wanted) {
  for (std::size_t i = 0; i < block.places().size(); ++i) {
    if (pattern.matches(block.message(i))) wanted.push_back(i);
  }
}

/// A hit counts where it lies in one message; the search goes on behind the message that it is in.
void sift_by_literal(const Pattern& pattern, const store::LogBlock& block,
                     std::vector<std::size_t>& wanted) {
  const std::string_view literal = pattern.literal();
  const std::string_view all = block.messages();
  std::size_t from = 0;
  std::size_t index = 0;
  while (from < all.size()) {
    const void* hit = memmem(all.data() + from, all.size() - from, literal.data(), literal.size());
    if (hit == nullptr) return;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(hit) - all.data());
    const auto& places = block.places();
    while (places[index].begin + places[index].size <= at) ++index;
    const std::size_t end = places[index].begin + places[index].size;
    if (at + literal.size() > end) {
      from = at + 1;
      continue;
    }
    if (pattern.is_literal() || pattern.matches(block.message(index))) wanted.push_back(index);
    from = end;
  }
}

}  // namespace

store::LogSift sift_of(const Pattern& pattern) {
  const bool any = pattern.literal().empty();
  if (any && pattern.is_literal()) return {};
  return [pattern, any](const store::LogBlock& block, std::vector<std::size_t>& wanted) {
    if (any) return sift_each(pattern, block, wanted);
    sift_by_literal(pattern, block, wanted);
  };
}

}  // namespace berth::services::logs
