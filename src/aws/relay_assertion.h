// What an agent's relay says of a task's request that it hands on: a few headers, signed with the
// container instance's own credentials, beside the client's own signature, which stays as it is.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/sigv4/request.h"
#include "aws/sigv4/sign.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace berth::aws {

/// The service in the credential scope of an assertion: no API of AWS's has that name.
inline constexpr std::string_view kRelayService = "berth-relay";

/// What only the relay knows.
struct RelayFacts {
  std::string container_instance_arn;  ///< its region is that of the scope
  std::string source_address;          ///< the container's, as the relay's socket sees it
};

/// What a request's x-berth-relay-... headers say. Nothing of it is verified yet.
struct RelayAssertion {
  RelayFacts facts;
  std::string access_key_id;
  Secret session_token;   ///< empty for long-lived keys
  std::string timestamp;  ///< "20150830T123600Z"
  TimePoint signed_at;
  std::string region;     ///< of the instance's ARN
  std::string signature;  ///< hexadecimal
};

/// True for x-berth-relay-... in any case. A relay takes no request that brings one: the client
/// would speak in its name.
bool is_relay_header(std::string_view name);

/// The headers to add to `request`, which is the client's as it goes on: the signature covers its
/// method, target, body and Authorization header (a presigned request has its signature in the
/// target), the facts and the time.
std::vector<sigv4::Header> make_relay_assertion(const sigv4::SignedRequest& request,
                                                const RelayFacts& facts,
                                                const sigv4::Credentials& credentials,
                                                TimePoint now);

/// Nothing where no relay speaks. Fault "IncompleteSignature" (400) where a header is missing,
/// there twice, or malformed.
std::optional<Result<RelayAssertion>> parse_relay_assertion(std::span<const sigv4::Header> headers);

/// Whether the holder of `secret` said this of this request, no more than 5 minutes from `now`.
/// Fault "SignatureDoesNotMatch" (403). Compares in constant time.
Result<void> verify_relay_assertion(const RelayAssertion& assertion,
                                    const sigv4::SignedRequest& request, const Secret& secret,
                                    TimePoint now);

}  // namespace berth::aws
