// HTTP messages as every other module sees them: plain values, no library types.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace berth::net {

/// Header fields in the order they came, names as they were spelt.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first field of that name (case-insensitive), or nothing.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

/// Who is at the other end of a connection.
struct Peer {
  std::string address;  ///< "127.0.0.1", or empty on a unix socket
  std::uint16_t port = 0;
  std::string local_address;  ///< the address that the client connected to
  std::uint16_t local_port = 0;
  bool tls = false;
  std::string server_name;  ///< the name in TLS' SNI, or empty
};

struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  ///< path and query as sent, not decoded
  Headers headers;
  std::string body;
  Peer peer;

  std::optional<std::string_view> header(std::string_view name) const {
    return find_header(headers, name);
  }
};

struct HttpResponse {
  int status = 200;
  Headers headers;  ///< Content-Length and Connection are the server's to add
  std::string body;

  std::optional<std::string_view> header(std::string_view name) const {
    return find_header(headers, name);
  }
};

}  // namespace berth::net
