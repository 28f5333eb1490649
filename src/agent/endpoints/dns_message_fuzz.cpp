// Feeds arbitrary bytes to the reader of DNS questions; what it takes must come back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "agent/endpoints/dns_message.h"
#include "agent/endpoints/served_names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace berth::agent;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!dns::has_query_header(bytes)) return 0;
  const auto query = dns::parse_query(bytes);
  if (!query) {
    if (dns::make_failure(bytes, dns::Code::kFormatError).size() != 12) std::abort();
    return 0;
  }
  is_served_name(query->name);
  const auto answer = dns::make_address_answer(*query, 0xa9feaa02, 60);
  if (!dns::answers(answer, *query)) std::abort();
  if (bytes.substr(12, query->question.size()) != query->question) std::abort();
  return 0;
}
