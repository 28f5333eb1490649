// From a request's target to what it asks for: the paths that the container agent serves.
#include "agent/credentials/route.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/hex_digit.h"

namespace berth::agent {
namespace {

using What = Route::What;

/// Nothing where a percent sign is not followed by two digits.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

/// RFC 3986's path characters as they are, all others as percent signs.
std::string encode(std::string_view path) {
  constexpr char kHex[] = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-_.~$&+,/:;=@";
  std::string encoded;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4], kHex[byte & 0x0f]};
    }
  }
  return encoded;
}

bool is_clean(std::string_view path) {
  if (path.empty() || path[0] != '/') return false;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (path[i] != '/') continue;
    const auto rest = path.substr(i + 1);
    if (rest[0] == '/' || rest == "." || rest == "..") return false;
    if (rest.substr(0, 2) == "./" || rest.substr(0, 3) == "../") return false;
  }
  return true;
}

std::string clean(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool ends_in_slash = !path.empty() && path.back() == '/';
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
  }
  std::string cleaned;
  for (const auto segment : kept) cleaned.append("/").append(segment);
  if (cleaned.empty() || ends_in_slash) cleaned += '/';
  return cleaned;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// The first parameter "id" of a query.
std::string id_parameter(std::string_view query) {
  while (!query.empty()) {
    const auto end = query.find('&');
    std::string_view parameter = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (parameter == "id" || parameter.substr(0, 3) == "id=") {
      parameter.remove_prefix(std::min<std::size_t>(3, parameter.size()));
      return decode(parameter, true).value_or("");
    }
  }
  return {};
}

/// `/v3/<id>` and what is below it; `path` begins at the id.
Route route_of_endpoint(int version, std::string_view path) {
  const auto slash = path.find('/');
  Route route{What::kContainer, version, std::string(path.substr(0, slash))};
  if (slash == std::string_view::npos) return route;
  const auto rest = path.substr(slash);
  if (rest == "/task" || rest == "/taskWithTags") {
    route.what = What::kTask;
  } else if (rest == "/stats") {
    route.what = What::kContainerStats;
  } else if (rest == "/task/stats") {
    route.what = What::kTaskStats;
  } else {
    return {};
  }
  return route;
}

/// `/v2/metadata` and `/v2/stats`: of the task, or of the container whose Docker id follows.
Route route_by_address(What of_task, What of_container, std::string_view rest) {
  if (rest.empty() || rest == "/") return {of_task, 2, {}};
  if (rest[0] != '/') return {};
  return {of_container, 2, std::string(rest.substr(1))};
}

Route route_of_path(std::string_view path, std::string_view query) {
  if (path == "/v1/credentials") return {What::kCredentials, 1, id_parameter(query)};
  if (take_prefix(path, "/v2/credentials/")) return {What::kCredentials, 2, std::string(path)};
  if (take_prefix(path, "/v3/")) return route_of_endpoint(3, path);
  if (take_prefix(path, "/v4/")) return route_of_endpoint(4, path);
  if (path == "/v2/metadataWithTags") return {What::kTask, 2, {}};
  if (take_prefix(path, "/v2/metadata")) {
    return route_by_address(What::kTask, What::kContainer, path);
  }
  if (take_prefix(path, "/v2/stats")) {
    return route_by_address(What::kTaskStats, What::kContainerStats, path);
  }
  return {};
}

}  // namespace

Route parse_route(std::string_view target) {
  if (take_prefix(target, "http://")) {
    // The form for proxies (RFC 9112, 3.2.2): the authority is not looked at.
    target.remove_prefix(std::min(target.find('/'), target.size()));
  }
  const auto question = target.find('?');
  const std::string_view raw = target.substr(0, question);
  const std::string_view query =
      question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  std::optional<std::string> decoded;
  std::string_view path = raw;
  if (raw.find('%') != std::string_view::npos) {
    decoded = decode(raw, false);
    if (!decoded) return {};
    path = *decoded;
  }
  if (is_clean(path)) return route_of_path(path, query);
  Route moved{What::kMoved, 0, encode(clean(path))};
  if (question != std::string_view::npos) moved.id.append("?").append(query);
  return moved;
}

std::string_view path_for_logs(const Route& route) {
  if (route.what == What::kCredentials) {
    return route.version == 1 ? "/v1/credentials" : "/v2/credentials";
  }
  if (route.what == What::kNothing || route.what == What::kMoved) return "/";
  if (route.version == 3) return "/v3";
  if (route.version == 4) return "/v4";
  const bool stats = route.what == What::kContainerStats || route.what == What::kTaskStats;
  return stats ? "/v2/stats" : "/v2/metadata";
}

}  // namespace berth::agent
