// The frames of the agent's command channel: {"type": "<Name>", "message": {…}}, for both ends.
#pragma once

#include <string>
#include <string_view>

#include "aws/json_codec.h"
#include "aws/models/acs.h"
#include "aws/shape.h"
#include "base/result.h"

namespace berth::acs {

/// Version of the agent's protocol that Berth's agent speaks: the server expects acknowledgements
/// of heartbeats and closes where they stay away.
inline constexpr int kProtocolVersion = 2;

/// One frame, its message not yet decoded.
struct Envelope {
  std::string type;     ///< "PayloadMessage": the name of a structure of the acs model
  std::string message;  ///< a JSON object's text; "{}" where the frame has none
};

/// Takes a frame apart. Fault "BadRequestException" where it is not a JSON object with a type.
Result<Envelope> parse_envelope(std::string_view frame);

/// A frame of a type and the JSON text of its message.
std::string make_envelope(std::string_view type, std::string_view message_json);

/// The frame of a message; its type is the structure's own name.
template <class Message>
std::string encode_message(const Message& message) {
  return make_envelope(aws::shape_of<Message>().name, aws::encode_json(message));
}

/// Whether the frame holds a message of this structure.
template <class Message>
bool is_message(const Envelope& envelope) {
  return envelope.type == aws::shape_of<Message>().name;
}

/// The message of a frame. Fault as decode_json gives it.
template <class Message>
Result<Message> decode_message(const Envelope& envelope) {
  return aws::decode_json<Message>(envelope.message);
}

}  // namespace berth::acs
