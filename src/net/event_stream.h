// Messages of AWS's event streams (application/vnd.amazon.eventstream), as answers are made of
// where they go on for long.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace berth::net {

/// One message: headers, all of type string (7), and a payload. The format is that of "Event stream
/// encoding" in the documentation of Amazon Transcribe and of Smithy's `application/vnd.amazon
/// .eventstream`: total length, length of the headers, their CRC32, headers, payload, CRC32 of all
/// before it; numbers are big-endian.
struct EventStreamMessage {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string payload;

  bool operator==(const EventStreamMessage&) const = default;
};

/// What the format allows: a message of more is not made.
inline constexpr std::size_t kEventPayloadBytesMax = std::size_t{16} << 20;

/// The message's bytes. Names of headers have 1 to 255 bytes, values at most 32,767.
std::string encode_event(const EventStreamMessage& message);

/// Takes one whole message off the front of `bytes`, which is left alone where there is none yet:
/// then Fault "Incomplete". Fault "Malformed" where it is none: a checksum or a length is wrong, or
/// a header is of another type.
Result<EventStreamMessage> take_event(std::string_view& bytes);

}  // namespace berth::net
