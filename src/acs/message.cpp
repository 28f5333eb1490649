// The frames of the agent's command channel: {"type": "<Name>", "message": {…}}, for both ends.
#include "acs/message.h"

#include "acs/envelope_scanner.h"

namespace berth::acs {

Result<Envelope> parse_envelope(std::string_view frame) {
  EnvelopeScanner scanner(frame);
  auto members = scanner.members();
  if (!members || !members->count("type")) {
    return fail(client_fault("BadRequestException",
                             "A frame must be a JSON object with the members type and message."));
  }
  const auto type = members->at("type");
  if (type.size() < 2 || type.front() != '"' || type.find('\\') != std::string_view::npos) {
    return fail(client_fault("BadRequestException", "A frame's type must be a plain string."));
  }
  Envelope envelope;
  envelope.type = std::string(type.substr(1, type.size() - 2));
  const auto message = members->find("message");
  envelope.message =
      message == members->end() || message->second == "null" ? "{}" : std::string(message->second);
  return envelope;
}

std::string make_envelope(std::string_view type, std::string_view message_json) {
  std::string frame = R"({"type":")";
  frame.append(type).append(R"(","message":)").append(message_json).append("}");
  return frame;
}

}  // namespace berth::acs
