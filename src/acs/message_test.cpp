// Frames taken apart and put together, and frames that are none.
#include "acs/message.h"

#include <gtest/gtest.h>

#include "acs/envelope_scanner.h"

namespace berth::acs {
namespace {

TEST(Envelope, IsTakenApartWithoutLookingInside) {
  const auto envelope = parse_envelope(
      " {\"message\" : {\"a\":[1,{\"b\":\"}\\\"]\"}], \"c\":null} ,\n\"type\":\"AckRequest\"} ");
  ASSERT_TRUE(envelope) << envelope.error().message;
  EXPECT_EQ(envelope->type, "AckRequest");
  EXPECT_EQ(envelope->message, "{\"a\":[1,{\"b\":\"}\\\"]\"}], \"c\":null}");
}

TEST(Envelope, MayHaveNoMessage) {
  EXPECT_EQ(parse_envelope(R"({"type":"X"})")->message, "{}");
  EXPECT_EQ(parse_envelope(R"({"type":"X","message":null})")->message, "{}");
}

TEST(Envelope, IsRefusedWhereItIsNone) {
  for (const char* frame :
       {"", "{", "{}", "[]", "null", R"({"type":1})", R"({"type":null})", R"({"type":"a\u0062"})",
        R"({"message":{}})", R"({"type":"X")", R"({"type":"X"}})", R"({"type":"X"} x)",
        R"({"type":"X","message":{)", R"({"type":"X","message":]})", R"({"type":"X","message"})",
        R"({"type":"X",})", R"({"type":"unclosed})", "{\"type\":\"x\\"}) {
    const auto envelope = parse_envelope(frame);
    ASSERT_FALSE(envelope) << frame;
    EXPECT_EQ(envelope.error().code, "BadRequestException") << frame;
  }
}

TEST(EnvelopeScanner, GivesTheTextOfEachMember) {
  EnvelopeScanner scanner(R"({"n": -1.5e3 , "s":"a,b", "l":[ ], "t":true})");
  const auto members = scanner.members();
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 4u);
  EXPECT_EQ(members->at("n"), "-1.5e3");
  EXPECT_EQ(members->at("s"), "\"a,b\"");
  EXPECT_EQ(members->at("l"), "[ ]");
  EXPECT_EQ(members->at("t"), "true");
}

TEST(Message, ComesOutAsItWentIn) {
  aws::acs::AckRequest ack;
  ack.cluster = "default";
  ack.message_id = "m\"1";
  const std::string frame = encode_message(ack);
  const auto envelope = parse_envelope(frame);
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->type, "AckRequest");
  EXPECT_TRUE(is_message<aws::acs::AckRequest>(*envelope));
  EXPECT_FALSE(is_message<aws::acs::HeartbeatMessage>(*envelope));
  EXPECT_EQ(*decode_message<aws::acs::AckRequest>(*envelope), ack);
  EXPECT_FALSE(decode_message<aws::acs::AckRequest>({"AckRequest", "[1]"}));
}

}  // namespace
}  // namespace berth::acs
