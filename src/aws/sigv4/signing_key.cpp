// See signing_key.h.
#include "aws/sigv4/signing_key.h"

#include <string>

namespace berth::aws::sigv4 {

crypto::Digest derive_signing_key(std::string_view secret, std::string_view date,
                                  std::string_view region, std::string_view service) {
  std::string start = "AWS4";
  start += secret;
  const crypto::Digest of_day = crypto::hmac_sha256(start, date);
  const crypto::Digest of_region = crypto::hmac_sha256(crypto::as_text(of_day), region);
  const crypto::Digest of_service = crypto::hmac_sha256(crypto::as_text(of_region), service);
  return crypto::hmac_sha256(crypto::as_text(of_service), "aws4_request");
}

}  // namespace berth::aws::sigv4
