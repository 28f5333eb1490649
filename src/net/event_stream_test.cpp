// Messages of event streams, byte for byte, and what is none.
#include "net/event_stream.h"

#include <gtest/gtest.h>

namespace berth::net {
namespace {

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

/// {"foo":"bar"} without headers, and the same with the content type: the two examples that
/// implementations of the format share.
const char* const kPayload = "7b27666f6f273a27626172277d";

TEST(EventStream, IsWhatImplementationsAgreeOn) {
  const std::string payload = bytes_of(kPayload);
  EXPECT_EQ(encode_event({{}, ""}), bytes_of("000000100000000005c248eb7d98c8ff"));
  EXPECT_EQ(encode_event({{}, payload}),
            bytes_of("0000001d00000000fd528c5a" + std::string(kPayload) + "c3653936"));
  EXPECT_EQ(encode_event({{{"content-type", "application/json"}}, payload}),
            bytes_of("0000003d0000002007fd8396"
                     "0c636f6e74656e742d74797065070010"
                     "6170706c69636174696f6e2f6a736f6e" +
                     std::string(kPayload) + "8d9c08b1"));
}

TEST(EventStream, IsTakenMessageByMessage) {
  const EventStreamMessage first{{{":event-type", "sessionStart"}, {":message-type", "event"}},
                                 "{}"};
  const EventStreamMessage second{{}, std::string(70'000, '\0')};
  const std::string both = encode_event(first) + encode_event(second);
  std::string_view rest = both;
  EXPECT_EQ(*take_event(rest), first);
  EXPECT_EQ(*take_event(rest), second);
  EXPECT_EQ(take_event(rest).error().code, "Incomplete");
}

TEST(EventStream, IsNoneWhereAByteIsAnother) {
  const std::string whole = encode_event({{{"a", "b"}}, "payload"});
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string broken = whole;
    broken[i] = static_cast<char>(broken[i] ^ 0x10);
    std::string_view rest = broken;
    const auto taken = take_event(rest);
    ASSERT_FALSE(taken) << i;
    EXPECT_EQ(taken.error().code, "Malformed") << i;
    std::string_view cut = std::string_view(whole).substr(0, i);
    EXPECT_EQ(take_event(cut).error().code, "Incomplete") << i;
    EXPECT_EQ(cut.size(), i);
  }
}

}  // namespace
}  // namespace berth::net
