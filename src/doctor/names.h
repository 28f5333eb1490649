// Names and ARNs as findings take them apart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace berth::doctor {

/// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE; all empty where the text is none.
struct ArnParts {
  std::string partition;
  std::string service;
  std::string region;
  std::string account;
  std::string resource;
};
ArnParts split_arn(std::string_view arn);

/// What follows the last `/`; the whole text where there is none.
std::string last_segment(std::string_view text);

/// `%2F` and its like resolved: IAM's documents come so (RFC 3986). Broken escapes stay.
std::string percent_decoded(std::string_view text);

/// Those of `names` that somebody may have meant who typed `name`, the nearest first, at most
/// `max`: a third of the letters may be wrong, or one is the beginning of the other.
std::vector<std::string> nearest_names(const std::string& name, std::vector<std::string> names,
                                       std::size_t max);

/// Is `text` in `whole`? Letters of ASCII compare without case.
bool contains(std::string_view whole, std::string_view text);

}  // namespace berth::doctor
