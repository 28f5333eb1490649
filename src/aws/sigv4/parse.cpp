// Both forms end in the same structure; what is missing is named, as AWS names it.
#include "aws/sigv4/parse.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "aws/sigv4/canonical.h"
#include "base/time_format.h"

namespace berth::aws::sigv4 {
namespace {

constexpr std::int64_t kExpiresSecondsMax = 604'800;

Fault incomplete(std::string message) {
  return Fault{"IncompleteSignature", std::move(message), 400, {}};
}

Fault mismatch(std::string message) {
  return Fault{"SignatureDoesNotMatch", std::move(message), 403, {}};
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Result<void> take_credential(const std::string& credential, ParsedSignature& parsed) {
  const auto parts = split(credential, '/');
  if (parts.size() != 5) {
    return fail(incomplete(fmt::format(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term, got '{}'",
        credential)));
  }
  if (parts[4] != "aws4_request") {
    return fail(mismatch(fmt::format(
        "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'.",
        parts[4])));
  }
  parsed.access_key_id = parts[0];
  parsed.date = parts[1];
  parsed.region = parts[2];
  parsed.service = parts[3];
  return {};
}

Result<void> take_signed_headers(std::string_view names, ParsedSignature& parsed) {
  parsed.signed_headers = split(names, ';');
  const auto& headers = parsed.signed_headers;
  if (std::find(headers.begin(), headers.end(), "host") == headers.end()) {
    return fail(mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS "
                         "Authorization."));
  }
  return {};
}

Result<void> take_timestamp(std::string_view text, ParsedSignature& parsed) {
  auto at = parse_amz_date(text);
  if (!at) at = parse_http_date(text);
  if (!at) at = parse_iso8601(text);
  if (!at) {
    return fail(incomplete(fmt::format(
        "Date must be in ISO-8601 'basic format'. Got '{}'. See "
        "http://en.wikipedia.org/wiki/ISO_8601",
        text)));
  }
  parsed.signed_at = *at;
  parsed.timestamp = format_amz_date(*at);
  if (parsed.timestamp.compare(0, 8, parsed.date) != 0 || parsed.date.size() != 8) {
    return fail(mismatch(fmt::format(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP: '{}' != '{}', from '{}'.",
        parsed.date, parsed.timestamp.substr(0, 8), parsed.timestamp)));
  }
  return {};
}

using Parameters = std::map<std::string, std::string, std::less<>>;

Result<Parameters> header_parameters(std::string_view authorization) {
  const std::size_t blank = authorization.find(' ');
  if (authorization.substr(0, blank) != kAlgorithm) {
    return fail(incomplete(fmt::format("Unsupported AWS 'algorithm': '{}'.",
                                       authorization.substr(0, std::min(blank, std::size_t{64})))));
  }
  Parameters parameters;
  const std::string_view rest =
      blank == std::string_view::npos ? std::string_view() : authorization.substr(blank + 1);
  for (const std::string& part : split(rest, ',')) {
    const std::string_view text = trimmed(part);
    if (text.empty()) continue;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
      return fail(incomplete(fmt::format(
          "Invalid key=value pair (missing equal-sign) in Authorization header: '{}'.", text)));
    }
    parameters.insert_or_assign(std::string(text.substr(0, equals)),
                                std::string(text.substr(equals + 1)));
  }
  return parameters;
}

/// The parameters that `names` lists must be there; all that are missing are named at once.
Result<void> require(const Parameters& parameters, std::initializer_list<const char*> names,
                     std::string_view where, std::string missing) {
  for (const char* name : names) {
    const auto found = parameters.find(name);
    if (found != parameters.end() && !found->second.empty()) continue;
    missing += fmt::format("{} requires '{}' parameter. ", where, name);
  }
  if (missing.empty()) return {};
  missing.pop_back();
  return fail(incomplete(std::move(missing)));
}

Result<ParsedSignature> parse_header(const SignedRequest& request,
                                     std::string_view authorization) {
  BERTH_ASSIGN(const Parameters parameters, header_parameters(authorization));
  auto date = find_header(request.headers, "x-amz-date");
  if (!date) date = find_header(request.headers, "date");
  std::string missing;
  if (!date) {
    missing = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
              "header. ";
  }
  BERTH_TRY(require(parameters, {"Credential", "Signature", "SignedHeaders"},
                    "Authorization header", std::move(missing)));
  ParsedSignature parsed;
  BERTH_TRY(take_credential(parameters.find("Credential")->second, parsed));
  BERTH_TRY(take_timestamp(*date, parsed));
  BERTH_TRY(take_signed_headers(parameters.find("SignedHeaders")->second, parsed));
  parsed.signature = parameters.find("Signature")->second;
  parsed.session_token =
      std::string(find_header(request.headers, "x-amz-security-token").value_or(""));
  return parsed;
}

Parameters query_parameters(std::string_view query) {
  Parameters parameters;
  for (const std::string& part : split(query, '&')) {
    const std::size_t equals = part.find('=');
    if (part.compare(0, 6, "X-Amz-") != 0 || equals == std::string::npos) continue;
    parameters.insert_or_assign(uri_decoded(part.substr(0, equals)),
                                uri_decoded(part.substr(equals + 1)));
  }
  return parameters;
}

Result<ParsedSignature> parse_query_form(const Parameters& parameters) {
  BERTH_TRY(require(parameters,
                    {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
                     "X-Amz-SignedHeaders", "X-Amz-Date"},
                    "AWS query-string parameters", {}));
  const auto value = [&](const char* name) -> const std::string& {
    return parameters.find(name)->second;
  };
  if (value("X-Amz-Algorithm") != kAlgorithm) {
    return fail(incomplete(
        fmt::format("Unsupported AWS 'algorithm': '{}'.", value("X-Amz-Algorithm"))));
  }
  ParsedSignature parsed;
  parsed.in_query = true;
  BERTH_TRY(take_credential(value("X-Amz-Credential"), parsed));
  BERTH_TRY(take_timestamp(value("X-Amz-Date"), parsed));
  BERTH_TRY(take_signed_headers(value("X-Amz-SignedHeaders"), parsed));
  parsed.signature = value("X-Amz-Signature");
  const auto token = parameters.find("X-Amz-Security-Token");
  if (token != parameters.end()) parsed.session_token = token->second;
  const auto expires = parameters.find("X-Amz-Expires");
  const std::string text = expires == parameters.end() ? "900" : expires->second;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), parsed.expires_seconds);
  if (error != std::errc() || end != text.data() + text.size() || parsed.expires_seconds < 1 ||
      parsed.expires_seconds > kExpiresSecondsMax) {
    return fail(incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800."));
  }
  return parsed;
}

}  // namespace

Result<ParsedSignature> parse_signature(const SignedRequest& request) {
  if (const auto authorization = find_header(request.headers, "authorization")) {
    return parse_header(request, trimmed(*authorization));
  }
  const Parameters parameters = query_parameters(query_of(request.target));
  const bool presigned =
      parameters.contains("X-Amz-Signature") || parameters.contains("X-Amz-Credential");
  if (presigned) return parse_query_form(parameters);
  return fail(Fault{"MissingAuthenticationToken", "Missing Authentication Token", 403, {}});
}

}  // namespace berth::aws::sigv4
