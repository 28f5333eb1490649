// The key of a day, region and service, which a secret key turns into by four HMACs.
#pragma once

#include <string_view>

#include "crypto/hash.h"

namespace berth::aws::sigv4 {

crypto::Digest derive_signing_key(std::string_view secret, std::string_view date,
                                  std::string_view region, std::string_view service);

}  // namespace berth::aws::sigv4
