// Does the signature fit request and secret, now?
#pragma once

#include <memory>
#include <string_view>

#include "aws/sigv4/canonical.h"
#include "aws/sigv4/parse.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace berth::aws::sigv4 {

/// Verifies signatures in constant time, with the signing keys of a day kept. Safe to call from
/// any thread.
class Verifier {
 public:
  explicit Verifier(CanonicalOptions options = {});
  ~Verifier();

  /// Fault "SignatureDoesNotMatch" (403) in AWS's words: the signature does not fit, a signed
  /// header is missing, or the request is older or newer than the service bears (15 minutes for
  /// iam and sts, 5 for the rest; a presigned one past its X-Amz-Expires). The body's hash is
  /// always computed.
  Result<void> verify(const SignedRequest& request, const ParsedSignature& parsed,
                      const Secret& secret, TimePoint now) const;

 private:
  class KeyCache;
  CanonicalOptions options_;
  std::unique_ptr<KeyCache> keys_;
};

}  // namespace berth::aws::sigv4
