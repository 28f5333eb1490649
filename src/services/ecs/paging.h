// How listings of ECS go on from page to page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/pagination.h"
#include "base/result.h"

namespace berth::services::ecs {

/// The page's size: `max_results`, 1 to `most`, or `most`. InvalidParameterException.
inline Result<int> page_size(const std::optional<std::int32_t>& max_results, int most = 100) {
  if (!max_results) return most;
  if (*max_results < 1 || *max_results > most) {
    return fail(client_fault("InvalidParameterException",
                             "maxResults should be between 1 and " + std::to_string(most) + "."));
  }
  return *max_results;
}

/// The text that an earlier page's token stands for; empty for the first page.
/// InvalidParameterException.
inline Result<std::string> page_start(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  auto text = aws::decode_token(*token);
  if (!text) return fail(client_fault("InvalidParameterException", "Invalid nextToken."));
  return std::move(*text);
}

}  // namespace berth::services::ecs
