// The signature that a request carries, in its Authorization header or its query.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aws/sigv4/request.h"
#include "base/clock.h"
#include "base/result.h"

namespace berth::aws::sigv4 {

/// What the request says of its signature; nothing of it is verified yet.
struct ParsedSignature {
  bool in_query = false;
  std::string access_key_id;
  std::string date;  ///< of the scope: "20150830"
  std::string region;
  std::string service;
  std::vector<std::string> signed_headers;  ///< lower case, in the order given
  std::string signature;                    ///< hexadecimal
  std::string timestamp;                    ///< "20150830T123600Z"
  TimePoint signed_at;
  std::int64_t expires_seconds = 0;  ///< of the query form
  std::string session_token;         ///< empty where there is none
  std::string scope() const { return date + "/" + region + "/" + service + "/aws4_request"; }
};

/// Faults in the spelling of query services, found in AWS's order: MissingAuthenticationToken (403)
/// where the request is not signed, IncompleteSignature (400) where the signature is malformed,
/// SignatureDoesNotMatch (403) where Host is not signed, scope and date disagree, or both forms are
/// there. Nobody's Authorization header is in a message.
Result<ParsedSignature> parse_signature(const SignedRequest& request);

/// The refusal of a signature that is well formed and wrong.
Fault mismatch(std::string message);

}  // namespace berth::aws::sigv4
