// Where a client connects to, as a URL says it.
#include <charconv>

#include <fmt/format.h>

#include "net/http_client.h"

namespace berth::net {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

Result<void> take_port(std::string_view text, Origin& origin) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), origin.port);
  if (error == std::errc() && end == text.data() + text.size() && origin.port != 0) return {};
  return fail(client_fault("InvalidOrigin", fmt::format("'{}' is no port", text)));
}

}  // namespace

Result<Origin> Origin::parse(std::string_view url) {
  Origin origin;
  std::string_view rest = url;
  if (take_prefix(rest, "unix://")) {
    origin.kind = Kind::kUnix;
    origin.socket_path = std::string(rest);
    if (!rest.empty()) return origin;
  } else if (take_prefix(rest, "https://")) {
    origin.kind = Kind::kTls;
    origin.port = 443;
  } else if (!take_prefix(rest, "http://")) {
    rest = {};
  }
  rest = rest.substr(0, rest.find('/'));
  const bool v6 = !rest.empty() && rest.front() == '[';
  const std::size_t host_end = v6 ? rest.find(']') : rest.find(':');
  const std::size_t colon = v6 && host_end != std::string_view::npos ? host_end + 1 : host_end;
  const bool has_port = colon < rest.size();
  if (rest.empty() || host_end == 0 || (v6 && host_end == std::string_view::npos) ||
      (has_port && rest[colon] != ':')) {
    return fail(client_fault("InvalidOrigin",
                             fmt::format("'{}' is none of http://host[:port], https://host[:port] "
                                         "and unix:///path",
                                         url)));
  }
  origin.host = std::string(v6 ? rest.substr(1, host_end - 1) : rest.substr(0, host_end));
  if (has_port) BERTH_TRY(take_port(rest.substr(colon + 1), origin));
  return origin;
}

std::string Origin::authority() const {
  if (kind == Kind::kUnix) return "localhost";
  const bool v6 = host.find(':') != std::string::npos;
  const std::string name = v6 ? "[" + host + "]" : host;
  const std::uint16_t usual = kind == Kind::kTls ? 443 : 80;
  return port == usual ? name : fmt::format("{}:{}", name, port);
}

}  // namespace berth::net
