// See canonical.h.
#include "aws/sigv4/canonical.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/hex_digit.h"
#include "crypto/hash.h"

namespace berth::aws::sigv4 {
namespace {

constexpr std::string_view kSignatureParameter = "X-Amz-Signature";
/// Of a signed request's canonical form; a session token alone takes up most of it.
constexpr std::size_t kTypicalBytes = 1024;
constexpr std::size_t kDigestDigits = 64;

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string normalized(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool ends_in_slash = !path.empty() && path.back() == '/';
  std::size_t at = 0;
  bool last_was_dots = false;
  while (at <= path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    last_was_dots = segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
    at = end + 1;
  }
  std::string result = "/";
  for (const std::string_view segment : kept) {
    if (result.size() > 1) result += '/';
    result += segment;
  }
  if (!kept.empty() && (ends_in_slash || last_was_dots)) result += '/';
  return result;
}

/// Trims a header's value and squeezes blanks inside it; a folded line's break is a blank too.
void append_squeezed(std::string& out, std::string_view value) {
  bool blank = false;
  const std::size_t begin = out.size();
  for (const char c : value) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      blank = out.size() > begin;
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    out += c;
  }
}

void append_header(std::string& out, const SignedRequest& request, const std::string& name) {
  out += name;
  out += ':';
  bool first = true;
  for (const Header& header : request.headers) {
    if (!is_same_name(header.first, name)) continue;
    if (!first) out += ',';
    first = false;
    append_squeezed(out, header.second);
  }
  out += '\n';
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [lower](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> find_header(std::span<const Header> headers,
                                            std::string_view name) {
  for (const Header& header : headers) {
    if (is_same_name(header.first, name)) return header.second;
  }
  return std::nullopt;
}

std::string_view path_of(std::string_view target) {
  return target.substr(0, target.find('?'));
}

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

void append_uri_encoded(std::string& out, std::string_view text, bool keep_slash) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c) || (keep_slash && c == '/')) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

std::string uri_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                        hex_digit(text[i + 2]) >= 0;
    if (!escape) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
    i += 2;
  }
  return out;
}

std::string canonical_path(std::string_view path, bool normalize) {
  if (path.empty() || path == "/") return "/";
  std::string out;
  append_uri_encoded(out, normalize ? normalized(path) : std::string(path), true);
  return out;
}

std::string canonical_query(std::string_view query, std::string_view unsigned_parameter) {
  std::vector<std::pair<std::string, std::string>> parameters;
  std::size_t at = 0;
  while (at < query.size()) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view parameter = query.substr(at, end - at);
    at = end + 1;
    if (parameter.empty()) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string name = uri_decoded(parameter.substr(0, equals));
    if (name == kSignatureParameter) continue;
    if (!unsigned_parameter.empty() && name == unsigned_parameter) continue;
    const std::string value =
        uri_decoded(equals < parameter.size() ? parameter.substr(equals + 1) : std::string_view());
    auto& encoded = parameters.emplace_back();
    append_uri_encoded(encoded.first, name, false);
    append_uri_encoded(encoded.second, value, false);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out += name;
    out += '=';
    out += value;
  }
  return out;
}

std::string canonical_request(const SignedRequest& request,
                              std::span<const std::string> signed_headers,
                              std::string_view payload_hash, const CanonicalOptions& options) {
  std::string out;
  out.reserve(kTypicalBytes);
  out += request.method;
  out += '\n';
  out += canonical_path(path_of(request.target), options.normalize_path);
  out += '\n';
  out += canonical_query(query_of(request.target), options.unsigned_parameter);
  out += '\n';
  for (const std::string& name : signed_headers) append_header(out, request, name);
  out += '\n';
  for (const std::string& name : signed_headers) {
    if (&name != &signed_headers.front()) out += ';';
    out += name;
  }
  out += '\n';
  out += payload_hash;
  return out;
}

std::string string_to_sign(std::string_view timestamp, std::string_view scope,
                           std::string_view canonical_request) {
  std::string out;
  out.reserve(kAlgorithm.size() + timestamp.size() + scope.size() + kDigestDigits + 3);
  out += kAlgorithm;
  out += '\n';
  out += timestamp;
  out += '\n';
  out += scope;
  out += '\n';
  out += crypto::hex(crypto::sha256(canonical_request));
  return out;
}

}  // namespace berth::aws::sigv4
