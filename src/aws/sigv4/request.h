// What a signature is about: the parts of an HTTP request, wherever they come from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace berth::aws::sigv4 {

using Header = std::pair<std::string, std::string>;

/// Views into a request that outlives them.
struct SignedRequest {
  std::string_view method;
  std::string_view target;  ///< path and query as they are on the wire
  std::span<const Header> headers;
  std::string_view body;
};

inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

/// Equal but for the case of ASCII letters, as names of header fields are.
bool is_same_name(std::string_view a, std::string_view b);

/// The first header field of that name, whatever its case, or nothing.
std::optional<std::string_view> find_header(std::span<const Header> headers, std::string_view name);

/// The part of a target before `?`, and the part after it.
std::string_view path_of(std::string_view target);
std::string_view query_of(std::string_view target);

}  // namespace berth::aws::sigv4
