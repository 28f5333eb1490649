// See sign.h.
#include "aws/sigv4/sign.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "aws/sigv4/signing_key.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws::sigv4 {
namespace {

constexpr std::array<std::string_view, 6> kNeverSigned = {
    "authorization", "connection", "user-agent", "x-amzn-trace-id", "expect", "upgrade"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::vector<std::string> headers_to_sign(const std::vector<Header>& headers) {
  std::vector<std::string> names;
  for (const Header& header : headers) {
    std::string name = lower(header.first);
    if (std::find(kNeverSigned.begin(), kNeverSigned.end(), name) == kNeverSigned.end()) {
      names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ';';
    out += name;
  }
  return out;
}

std::string signature_of(const SignedRequest& request, const std::vector<std::string>& names,
                         const Credentials& credentials, const Scope& scope,
                         const std::string& timestamp, const CanonicalOptions& options) {
  const std::string date = timestamp.substr(0, 8);
  const std::string canonical =
      canonical_request(request, names, crypto::hex(crypto::sha256(request.body)), options);
  const std::string text = string_to_sign(
      timestamp, fmt::format("{}/{}/{}/aws4_request", date, scope.region, scope.service),
      canonical);
  const crypto::Digest key =
      derive_signing_key(credentials.secret_access_key.reveal(), date, scope.region, scope.service);
  return crypto::hex(crypto::hmac_sha256(crypto::as_text(key), text));
}

}  // namespace

void sign(UnsignedRequest& request, const Credentials& credentials, const Scope& scope,
          TimePoint now, const CanonicalOptions& options) {
  const std::string timestamp = format_amz_date(now);
  request.headers.emplace_back("X-Amz-Date", timestamp);
  if (!credentials.session_token.empty()) {
    request.headers.emplace_back("X-Amz-Security-Token",
                                 std::string(credentials.session_token.reveal()));
  }
  const auto names = headers_to_sign(request.headers);
  const SignedRequest view{request.method, request.target, request.headers, request.body};
  const std::string signature = signature_of(view, names, credentials, scope, timestamp, options);
  request.headers.emplace_back(
      "Authorization",
      fmt::format("{} Credential={}/{}/{}/{}/aws4_request, SignedHeaders={}, Signature={}",
                  kAlgorithm, credentials.access_key_id, timestamp.substr(0, 8), scope.region,
                  scope.service, joined(names), signature));
}

std::string presign(const UnsignedRequest& request, const Credentials& credentials,
                    const Scope& scope, TimePoint now, std::int64_t expires_seconds,
                    const CanonicalOptions& options) {
  const std::string timestamp = format_amz_date(now);
  std::string target = request.target;
  target += target.find('?') == std::string::npos ? '?' : '&';
  const auto add = [&target](std::string_view name, std::string_view value) {
    if (target.back() != '?' && target.back() != '&') target += '&';
    target += name;
    target += '=';
    append_uri_encoded(target, value, false);
  };
  const auto names = headers_to_sign(request.headers);
  add("X-Amz-Algorithm", kAlgorithm);
  add("X-Amz-Credential", fmt::format("{}/{}/{}/{}/aws4_request", credentials.access_key_id,
                                      timestamp.substr(0, 8), scope.region, scope.service));
  add("X-Amz-Date", timestamp);
  add("X-Amz-SignedHeaders", joined(names));
  add("X-Amz-Expires", std::to_string(expires_seconds));
  if (!credentials.session_token.empty()) {
    add("X-Amz-Security-Token", credentials.session_token.reveal());
  }
  const SignedRequest view{request.method, target, request.headers, request.body};
  add("X-Amz-Signature", signature_of(view, names, credentials, scope, timestamp, options));
  return target;
}

}  // namespace berth::aws::sigv4
