// The assertion is signed as Signature Version 4 signs, over a request made up of the facts.
#include "aws/relay_assertion.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "aws/sigv4/signing_key.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws {
namespace {

constexpr std::string_view kPrefix = "x-berth-relay-";
constexpr std::string_view kRelayAlgorithm = "BERTH-RELAY-HMAC-SHA256";
constexpr std::chrono::minutes kSkew{5};

constexpr std::string_view kInstance = "x-berth-relay-instance";
constexpr std::string_view kSource = "x-berth-relay-source";
constexpr std::string_view kDate = "x-berth-relay-date";
constexpr std::string_view kAccessKey = "x-berth-relay-access-key";
constexpr std::string_view kToken = "x-berth-relay-token";
constexpr std::string_view kSignature = "x-berth-relay-signature";

constexpr std::array<std::string_view, 6> kHeaders = {kInstance,  kSource, kDate,
                                                      kAccessKey, kToken,  kSignature};

Fault incomplete(std::string message) {
  return Fault{"IncompleteSignature", std::move(message), 400, {}};
}

Fault mismatch(std::string message) {
  return Fault{"SignatureDoesNotMatch", std::move(message), 403, {}};
}

/// The fourth field of an ARN, or nothing.
std::string_view region_of(std::string_view arn) {
  for (int field = 0; field < 3; ++field) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

/// Values go into lines of text: none may end its line.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::string signature_of(const sigv4::SignedRequest& request, const RelayFacts& facts,
                         std::string_view timestamp, std::string_view secret) {
  const std::string_view date = timestamp.substr(0, 8);
  const std::string_view region = region_of(facts.container_instance_arn);
  const std::string_view authorization =
      sigv4::find_header(request.headers, "authorization").value_or("");
  std::string said;
  const auto add = [&said](std::string_view line) {
    said += line;
    said += '\n';
  };
  add(request.method);
  add(request.target);
  add(crypto::hex(crypto::sha256(authorization)));
  add(facts.source_address);
  add(facts.container_instance_arn);
  said += crypto::hex(crypto::sha256(request.body));

  std::string text;
  for (const std::string_view part :
       {kRelayAlgorithm, std::string_view("\n"), timestamp, std::string_view("\n"), date,
        std::string_view("/"), region, std::string_view("/"), kRelayService,
        std::string_view("/aws4_request\n")}) {
    text += part;
  }
  text += crypto::hex(crypto::sha256(said));
  const crypto::Digest key = sigv4::derive_signing_key(secret, date, region, kRelayService);
  return crypto::hex(crypto::hmac_sha256(crypto::as_text(key), text));
}

Result<std::string> value_of(std::span<const sigv4::Header> headers, std::string_view name) {
  const auto same = [name](const sigv4::Header& header) {
    return sigv4::is_same_name(header.first, name);
  };
  const auto found = std::find_if(headers.begin(), headers.end(), same);
  if (found == headers.end()) {
    return fail(incomplete("A relay's assertion requires the header " + std::string(name) + "."));
  }
  if (std::find_if(std::next(found), headers.end(), same) != headers.end() ||
      !is_plain(found->second)) {
    return fail(incomplete("The header " + std::string(name) + " is malformed."));
  }
  return found->second;
}

Result<RelayAssertion> read(std::span<const sigv4::Header> headers) {
  RelayAssertion assertion;
  BERTH_ASSIGN(assertion.facts.container_instance_arn, value_of(headers, kInstance));
  BERTH_ASSIGN(assertion.facts.source_address, value_of(headers, kSource));
  BERTH_ASSIGN(assertion.timestamp, value_of(headers, kDate));
  BERTH_ASSIGN(assertion.access_key_id, value_of(headers, kAccessKey));
  BERTH_ASSIGN(std::string token, value_of(headers, kToken));
  assertion.session_token = Secret(std::move(token));
  BERTH_ASSIGN(assertion.signature, value_of(headers, kSignature));
  assertion.region = std::string(region_of(assertion.facts.container_instance_arn));
  const auto signed_at = parse_amz_date(assertion.timestamp);
  if (!signed_at || assertion.region.empty() || assertion.access_key_id.empty()) {
    return fail(incomplete("A relay's assertion is malformed."));
  }
  assertion.signed_at = *signed_at;
  return assertion;
}

}  // namespace

bool is_relay_header(std::string_view name) {
  return sigv4::is_same_name(name.substr(0, kPrefix.size()), kPrefix);
}

std::vector<sigv4::Header> make_relay_assertion(const sigv4::SignedRequest& request,
                                                const RelayFacts& facts,
                                                const sigv4::Credentials& credentials,
                                                TimePoint now) {
  const std::string timestamp = format_amz_date(now);
  const std::string signature =
      signature_of(request, facts, timestamp, credentials.secret_access_key.reveal());
  const std::array<std::string_view, kHeaders.size()> values = {facts.container_instance_arn,
                                                                facts.source_address,
                                                                timestamp,
                                                                credentials.access_key_id,
                                                                credentials.session_token.reveal(),
                                                                signature};
  std::vector<sigv4::Header> headers;
  headers.reserve(kHeaders.size());
  for (std::size_t i = 0; i < kHeaders.size(); ++i) headers.emplace_back(kHeaders[i], values[i]);
  return headers;
}

std::optional<Result<RelayAssertion>> parse_relay_assertion(
    std::span<const sigv4::Header> headers) {
  const bool speaks = std::any_of(headers.begin(), headers.end(), [](const sigv4::Header& header) {
    return is_relay_header(header.first);
  });
  if (!speaks) return std::nullopt;
  return read(headers);
}

Result<void> verify_relay_assertion(const RelayAssertion& assertion,
                                    const sigv4::SignedRequest& request, const Secret& secret,
                                    TimePoint now) {
  if (assertion.signed_at > now + kSkew || assertion.signed_at < now - kSkew) {
    return fail(mismatch("A relay's assertion of " + assertion.timestamp + " is not of now, " +
                         format_amz_date(now) + "."));
  }
  const std::string expected =
      signature_of(request, assertion.facts, assertion.timestamp, secret.reveal());
  if (crypto::equal_constant_time(expected, assertion.signature)) return {};
  return fail(mismatch("The signature of a relay's assertion does not match."));
}

}  // namespace berth::aws
