// Any bytes: what is taken is a message that is written the same way, and nothing is read beyond.
#include <cstdint>
#include <cstdlib>

#include "net/event_stream.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace berth::net;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  std::string_view rest = all;
  for (auto taken = take_event(rest); taken; taken = take_event(rest)) {
    const std::string again = encode_event(*taken);
    if (again != std::string_view(rest.data() - again.size(), again.size())) std::abort();
  }
  // The other way: headers and payload cut from the input.
  EventStreamMessage message;
  std::string_view left = all;
  while (left.size() > 2 && static_cast<unsigned char>(left[0]) % 4 != 0) {
    const std::size_t name = 1 + static_cast<unsigned char>(left[1]) % 8;
    if (left.size() < 2 + name) break;
    message.headers.emplace_back(left.substr(2, name), left.substr(0, 2));
    left.remove_prefix(2 + name);
  }
  message.payload = left;
  const std::string bytes = encode_event(message);
  std::string_view encoded = bytes;
  const auto decoded = take_event(encoded);
  if (!decoded || *decoded != message || !encoded.empty()) std::abort();
  return 0;
}
