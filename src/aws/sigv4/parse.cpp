// Both forms end in the same structure; what is missing is named, as AWS names it.
#include "aws/sigv4/parse.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "aws/sigv4/canonical.h"
#include "base/time_format.h"
#include "base/trimmed.h"
#include "crypto/hash.h"

namespace berth::aws::sigv4 {
namespace {

constexpr std::int64_t kExpiresSecondsMax = 604'800;
constexpr std::int64_t kExpiresSecondsDefault = 900;
constexpr std::size_t kShownMax = 64;
constexpr std::string_view kSchemePrefix = "AWS4-";
constexpr std::string_view kQueryPrefix = "X-Amz-";

Fault incomplete(std::string message) {
  return Fault{"IncompleteSignature", std::move(message), 400, {}};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Result<void> take_credential(std::string_view credential, ParsedSignature& parsed) {
  const auto parts = split(credential, '/');
  if (parts.size() != 5) {
    return fail(
        incomplete(fmt::format("Credential must have exactly 5 slash-delimited elements, e.g. "
                               "keyid/date/region/service/term, got '{}'",
                               credential.substr(0, kShownMax))));
  }
  if (parts[4] != "aws4_request") {
    return fail(mismatch(fmt::format(
        "Credential should be scoped with a valid terminator: 'aws4_request', not '{}'. ",
        parts[4].substr(0, kShownMax))));
  }
  parsed.access_key_id = parts[0];
  parsed.date = parts[1];
  parsed.region = parts[2];
  parsed.service = parts[3];
  return {};
}

Result<void> take_signed_headers(std::string_view names, ParsedSignature& parsed) {
  const auto parts = split(names, ';');
  parsed.signed_headers.assign(parts.begin(), parts.end());
  if (std::find(parts.begin(), parts.end(), "host") == parts.end()) {
    return fail(
        mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS "
                 "Authorization."));
  }
  return {};
}

Result<void> take_timestamp(std::string_view text, ParsedSignature& parsed) {
  auto at = parse_amz_date(text);
  if (at) {
    parsed.signed_at = *at;
    parsed.timestamp = text;
    return {};
  }
  at = parse_http_date(text);
  if (!at) at = parse_iso8601(text);
  if (!at) {
    return fail(
        incomplete(fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. See "
                               "http://en.wikipedia.org/wiki/ISO_8601",
                               text.substr(0, kShownMax))));
  }
  parsed.signed_at = *at;
  parsed.timestamp = format_amz_date(*at);
  return {};
}

Result<void> check_scope_date(const ParsedSignature& parsed) {
  if (parsed.timestamp.compare(0, 8, parsed.date) != 0 || parsed.date.size() != 8) {
    return fail(mismatch(fmt::format(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP: '{}' != '{}', from '{}'.",
        parsed.date.substr(0, kShownMax), parsed.timestamp.substr(0, 8), parsed.timestamp)));
  }
  return {};
}

Result<void> take_algorithm(std::string_view algorithm) {
  if (algorithm == kAlgorithm) return {};
  return fail(
      incomplete(fmt::format("Unsupported AWS 'algorithm': '{}' (only AWS4-HMAC-SHA256 for now). ",
                             algorithm.substr(0, kShownMax))));
}

/// What both forms have, as the client wrote it.
struct Written {
  std::string_view algorithm;
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
  std::string_view date;
};

/// In the order in which AWS finds faults.
Result<ParsedSignature> read(const Written& written) {
  ParsedSignature parsed;
  BERTH_TRY(take_timestamp(written.date, parsed));
  BERTH_TRY(take_signed_headers(written.signed_headers, parsed));
  BERTH_TRY(take_algorithm(written.algorithm));
  BERTH_TRY(take_credential(written.credential, parsed));
  BERTH_TRY(check_scope_date(parsed));
  parsed.signature = written.signature;
  return parsed;
}

/// Others' tokens, sent here by mistake, must not show up in answers and logs.
std::string hashed(std::string_view authorization) {
  return crypto::base64_encode(crypto::as_text(crypto::sha256(authorization)));
}

/// The values of Credential, SignedHeaders and Signature; AWS takes blanks for commas.
Result<Written> header_parameters(std::string_view authorization) {
  Written written;
  std::size_t at = std::min(authorization.find(' '), authorization.size());
  written.algorithm = authorization.substr(0, at);
  while (at < authorization.size()) {
    const std::size_t end = std::min(authorization.find_first_of(", \t", at), authorization.size());
    const std::string_view part = authorization.substr(at, end - at);
    at = end + 1;
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) {
      return fail(incomplete(fmt::format(
          "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with "
          "SHA-256 and encoded with Base64): '{}'.",
          hashed(authorization))));
    }
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (name == "Credential") written.credential = value;
    if (name == "SignedHeaders") written.signed_headers = value;
    if (name == "Signature") written.signature = value;
  }
  return written;
}

Result<ParsedSignature> parse_header(const SignedRequest& request, std::string_view authorization) {
  BERTH_ASSIGN(Written written, header_parameters(authorization));
  auto date = find_header(request.headers, "x-amz-date");
  if (!date) date = find_header(request.headers, "date");
  std::string missing;
  const auto require = [&missing](std::string_view value, const char* name) {
    if (!value.empty()) return;
    missing += fmt::format("Authorization header requires '{}' parameter. ", name);
  };
  require(written.credential, "Credential");
  require(written.signature, "Signature");
  require(written.signed_headers, "SignedHeaders");
  if (!date) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (!missing.empty()) {
    return fail(
        incomplete(fmt::format("{}(Hashed with SHA-256 and encoded with Base64) Authorization={}",
                               missing, hashed(authorization))));
  }
  written.date = *date;
  BERTH_ASSIGN(ParsedSignature parsed, read(written));
  parsed.session_token =
      std::string(find_header(request.headers, "x-amz-security-token").value_or(""));
  return parsed;
}

using Parameters = std::map<std::string, std::string, std::less<>>;

Parameters query_parameters(std::string_view query) {
  Parameters parameters;
  std::size_t at = 0;
  while (at < query.size()) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string_view part = query.substr(at, end - at);
    at = end + 1;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    std::string name = uri_decoded(part.substr(0, equals));
    if (name.compare(0, kQueryPrefix.size(), kQueryPrefix) != 0) continue;
    parameters.insert_or_assign(std::move(name), uri_decoded(part.substr(equals + 1)));
  }
  return parameters;
}

Result<std::int64_t> expires_seconds(const Parameters& parameters) {
  const auto found = parameters.find("X-Amz-Expires");
  if (found == parameters.end()) return kExpiresSecondsDefault;
  const std::string& text = found->second;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool number = error == std::errc() && end == text.data() + text.size();
  if (number && seconds >= 1 && seconds <= kExpiresSecondsMax) return seconds;
  return fail(incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800."));
}

Result<ParsedSignature> parse_query_form(const Parameters& parameters) {
  std::string missing;
  const auto take = [&](const char* name) -> std::string_view {
    const auto found = parameters.find(name);
    if (found != parameters.end() && !found->second.empty()) return found->second;
    missing += fmt::format("AWS query-string parameters must include '{}'. ", name);
    return {};
  };
  Written written;
  written.algorithm = take("X-Amz-Algorithm");
  written.credential = take("X-Amz-Credential");
  written.signature = take("X-Amz-Signature");
  written.signed_headers = take("X-Amz-SignedHeaders");
  written.date = take("X-Amz-Date");
  if (!missing.empty()) {
    return fail(incomplete(missing + "Re-examine the query-string parameters."));
  }
  BERTH_ASSIGN(ParsedSignature parsed, read(written));
  parsed.in_query = true;
  const auto token = parameters.find("X-Amz-Security-Token");
  if (token != parameters.end()) parsed.session_token = token->second;
  BERTH_ASSIGN(parsed.expires_seconds, expires_seconds(parameters));
  return parsed;
}

}  // namespace

Fault mismatch(std::string message) {
  return Fault{"SignatureDoesNotMatch", std::move(message), 403, {}};
}

Result<ParsedSignature> parse_signature(const SignedRequest& request) {
  const auto authorization = find_header(request.headers, "authorization");
  const Parameters parameters = query_parameters(query_of(request.target));
  const bool presigned = parameters.contains("X-Amz-Algorithm") ||
                         parameters.contains("X-Amz-Signature") ||
                         parameters.contains("X-Amz-Credential");
  if (authorization && presigned) {
    return fail(
        mismatch("Found both 'X-Amz-Algorithm' as a query-string param and "
                 "'Authorization' as HTTP header."));
  }
  if (presigned) return parse_query_form(parameters);
  // Another scheme, say Basic, is no attempt to sign.
  const std::string_view text = trimmed(authorization.value_or(""), " \t");
  if (text.substr(0, kSchemePrefix.size()) == kSchemePrefix) return parse_header(request, text);
  return fail(Fault{"MissingAuthenticationToken", "Missing Authentication Token", 403, {}});
}

}  // namespace berth::aws::sigv4
