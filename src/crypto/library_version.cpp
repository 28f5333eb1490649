// Which OpenSSL the executable was compiled against.
#include "crypto/library_version.h"

#include <openssl/opensslv.h>

namespace berth::crypto {

std::string library_version() {
  return OPENSSL_VERSION_STR;
}

}  // namespace berth::crypto
