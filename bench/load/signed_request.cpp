// Signed by the library that the command line signs with: held to AWS's public suite by its tests.
#include "load/signed_request.h"

namespace berth::bench {

SignedRequest::SignedRequest(RequestOptions options) : options_(std::move(options)) {}

std::string_view SignedRequest::bytes() {
  const TimePoint now = SystemClock().now();
  const std::int64_t second = to_epoch_ms(now) / 1000;
  if (second != signed_second_) {
    make(now);
    signed_second_ = second;
  }
  return bytes_;
}

void SignedRequest::make(TimePoint now) {
  aws::sigv4::UnsignedRequest request{options_.method, options_.path, {}, options_.body};
  request.headers.emplace_back("Host", options_.host);
  if (options_.method == "POST") {
    request.headers.emplace_back("Content-Type", options_.target.empty()
                                                     ? "application/x-www-form-urlencoded"
                                                     : "application/x-amz-json-1.1");
  }
  if (!options_.target.empty()) request.headers.emplace_back("X-Amz-Target", options_.target);
  if (!options_.service.empty()) {
    sign(request, options_.credentials, {options_.region, options_.service}, now);
  }
  bytes_ = options_.method + " " + options_.path + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) bytes_ += name + ": " + value + "\r\n";
  bytes_ += "Content-Length: " + std::to_string(options_.body.size()) + "\r\n\r\n";
  bytes_ += options_.body;
}

}  // namespace berth::bench
