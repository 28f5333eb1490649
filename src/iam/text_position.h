// Where something stands in a policy document, as people count: lines and columns.
#pragma once

#include <cstddef>
#include <string_view>

namespace berth::iam {

/// Both count from 1; columns count characters of UTF-8.
struct TextPosition {
  int line = 1;
  int column = 1;
  bool operator==(const TextPosition&) const = default;
};

/// The position of the byte at `offset`; past the end it is that of the end.
TextPosition position_of(std::string_view text, std::size_t offset);

}  // namespace berth::iam
