// How a call to Docker Engine is spelt: paths, queries, filters, versions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace berth::agent {

/// "?name=value&…", percent-encoded (RFC 3986), or empty.
std::string query(const std::vector<std::pair<std::string, std::string>>& parameters);

/// Percent-encodes all but unreserved characters, '/' and ':': image names in paths.
std::string encode_path(std::string_view text);

/// {"key":["value",…]}
std::string json_filter(std::string_view key, const std::vector<std::string>& values);

}  // namespace berth::agent
