// Any bytes, in any pieces: the same verdict and the same requests, within the limits.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "net/http_parser.h"

namespace {

using namespace berth::net;

constexpr ParserLimits kLimits{2048, 4096};

void require(bool condition) {
  if (!condition) std::abort();
}

struct Outcome {
  std::vector<HttpRequest> requests;
  ParseStatus last = ParseStatus::kMore;
};

void check_limits(const HttpRequest& request) {
  std::size_t head_bytes = request.method.size() + request.target.size();
  for (const auto& [name, value] : request.headers) head_bytes += name.size() + value.size();
  require(head_bytes <= kLimits.header_bytes_max);
  require(request.body.size() <= kLimits.body_bytes_max);
}

/// Parses as a connection does, where `piece` bytes come at a time.
Outcome parse(std::string_view input, std::size_t piece) {
  Outcome outcome;
  RequestParser parser(kLimits);
  HttpRequest request;
  parser.start(request);
  std::string received;
  while (!input.empty()) {
    const std::size_t size = std::min(piece, input.size());
    received.append(input.substr(0, size));
    input.remove_prefix(size);
    while (!received.empty()) {
      std::size_t taken = 0;
      outcome.last = parser.put(received, taken);
      require(taken <= received.size());
      received.erase(0, taken);
      if (outcome.last == ParseStatus::kMore) break;
      if (outcome.last != ParseStatus::kDone) return outcome;
      check_limits(request);
      outcome.requests.push_back(std::exchange(request, {}));
      parser.start(request);
    }
  }
  return outcome;
}

bool same(const HttpRequest& a, const HttpRequest& b) {
  return a.method == b.method && a.target == b.target && a.headers == b.headers && a.body == b.body;
}

void check_response(std::string_view input) {
  HttpResponse response;
  ResponseParser parser(kLimits, response, nullptr, false);
  std::size_t taken = 0;
  const auto status = parser.put(input, taken);
  require(taken <= input.size());
  require(response.body.size() <= kLimits.body_bytes_max);
  if (status == ParseStatus::kMore) parser.put_end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Outcome whole = parse(input, input.size());
  const Outcome pieces = parse(input, 7);
  // A request that is whole is a request however it came; only where a bad one is noticed differs.
  const std::size_t common = std::min(whole.requests.size(), pieces.requests.size());
  for (std::size_t i = 0; i < common; ++i) {
    require(same(whole.requests[i], pieces.requests[i]));
  }
  require(whole.requests.size() == pieces.requests.size());
  check_response(input);
  return 0;
}
