// The bytes of one signed request, signed anew each second: the server verifies every one of them,
// the client need not work for each.
#pragma once

#include <string>
#include <string_view>

#include "aws/sigv4/sign.h"

namespace berth::bench {

struct RequestOptions {
  std::string method = "POST";
  std::string path = "/";
  std::string host;
  std::string service;  ///< empty: unsigned
  std::string region = "us-east-1";
  std::string target;  ///< X-Amz-Target of JSON services; empty: a Query body
  std::string body;
  aws::sigv4::Credentials credentials;
};

class SignedRequest {
 public:
  explicit SignedRequest(RequestOptions options);

  /// The request as it goes out now; valid until the next call.
  std::string_view bytes();

 private:
  void make(TimePoint now);

  RequestOptions options_;
  std::string bytes_;
  std::int64_t signed_second_ = 0;
};

}  // namespace berth::bench
