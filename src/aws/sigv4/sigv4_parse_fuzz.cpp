// Whatever a client sends as its signature: no crash, only the faults that parse.h names, and no
// request passes that nobody signed.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/relay_assertion.h"
#include "aws/sigv4/parse.h"
#include "aws/sigv4/verify.h"

namespace {

using namespace berth;
using namespace berth::aws;

void require(bool holds) {
  if (!holds) std::abort();
}

/// The input's lines are the target, then "name: value" each.
void run(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view target = input.substr(0, end);
  std::vector<sigv4::Header> headers;
  for (std::size_t at = end + 1; at < input.size();) {
    const std::size_t line_end = std::min(input.find('\n', at), input.size());
    const std::string_view line = input.substr(at, line_end - at);
    const std::size_t colon = std::min(line.find(':'), line.size());
    headers.emplace_back(line.substr(0, colon),
                         colon < line.size() ? line.substr(colon + 1) : std::string_view());
    at = line_end + 1;
  }
  const sigv4::SignedRequest request{"GET", target, headers, {}};

  const auto assertion = parse_relay_assertion(headers);
  if (assertion && *assertion) {
    const RelayAssertion& said = **assertion;
    require(!verify_relay_assertion(said, request, Secret("unknown"), said.signed_at));
  }

  const auto parsed = sigv4::parse_signature(request);
  if (!parsed) {
    const std::string& code = parsed.error().code;
    require(code == "MissingAuthenticationToken" || code == "IncompleteSignature" ||
            code == "SignatureDoesNotMatch");
    require(!parsed.error().message.empty() && parsed.error().message.size() < 1024);
    return;
  }
  require(parsed->timestamp.size() == 16 && parsed->timestamp.substr(0, 8) == parsed->date);
  require(!parsed->signature.empty() && !parsed->signed_headers.empty());
  static const sigv4::Verifier verifier;
  require(!verifier.verify(request, *parsed, Secret("unknown"), parsed->signed_at));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  run({reinterpret_cast<const char*>(data), size});
  return 0;
}
