// Short messages over UDP and TCP, from end to end on loopback.
#include "net/message_server.h"

#include <gmock/gmock.h>

#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;
using test_support::RawClient;
using test_support::run;

Task<std::optional<std::string>> shout(std::string message, Peer peer) {
  if (message == "quiet") co_return std::nullopt;
  if (message == "slow") co_await sleep_for(100ms);
  if (message == "who") co_return peer.address + ">" + peer.local_address;
  co_return message + "!";
}

bool any(std::string_view) {
  return true;
}

Result<std::string> ask_udp(Runtime& runtime, std::uint16_t port, std::string message,
                            std::function<bool(std::string_view)> is_answer = any) {
  return run<Result<std::string>>(
      runtime, [&] { return ask_by_datagram("127.0.0.1", port, message, is_answer, 300ms); });
}

Result<std::string> ask_tcp(Runtime& runtime, std::uint16_t port, std::string message) {
  return run<Result<std::string>>(runtime,
                                  [&] { return ask_by_stream("127.0.0.1", port, message, 300ms); });
}

TEST(DatagramServer, AnswersEachDatagram) {
  Runtime runtime(1);
  DatagramServer server(runtime.main_context(), {}, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  EXPECT_EQ(ask_udp(runtime, port, "a").value(), "a!");
  EXPECT_EQ(ask_udp(runtime, port, "who").value(), "127.0.0.1>127.0.0.1");
  EXPECT_EQ(ask_udp(runtime, port, std::string(4096, 'x')).value(), std::string(4096, 'x') + "!");
  EXPECT_EQ(server.native_handles().size(), 1U);
}

TEST(DatagramServer, SaysNothingWhereThereIsNoAnswer) {
  Runtime runtime(1);
  DatagramServer server(runtime.main_context(), {}, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  EXPECT_EQ(ask_udp(runtime, port, "quiet").error().code, "Timeout");
  EXPECT_EQ(ask_udp(runtime, port, std::string(4097, 'x')).error().code, "Timeout");
  EXPECT_EQ(ask_udp(runtime, port, "a").value(), "a!");
}

TEST(DatagramServer, ASlowAnswerHoldsUpNoOther) {
  Runtime runtime(1);
  DatagramServer server(runtime.main_context(), {}, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  bool slow_came = false;
  std::vector<std::string> order;
  const auto ask = [&](std::string message) -> Task<void> {
    auto answer = co_await ask_by_datagram("127.0.0.1", port, std::move(message), any, 1s);
    order.push_back(answer.value_or("none"));
    slow_came = order.back() == "slow!";
  };
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    spawn(runtime.main_context(), ask("slow"));
    co_await sleep_for(10ms);
    co_await ask("quick");
    while (!slow_came) co_await sleep_for(5ms);
  });
  EXPECT_THAT(order, ::testing::ElementsAre("quick!", "slow!"));
}

TEST(DatagramServer, DropsWhatIsMoreThanAllowed) {
  Runtime runtime(1);
  MessageServerOptions options;
  options.under_way_max = 1;
  DatagramServer server(runtime.main_context(), options, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  std::string second;
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    spawn(runtime.main_context(), [](std::uint16_t to) -> Task<void> {
      auto ignored = co_await ask_by_datagram("127.0.0.1", to, "slow", any, 1s);
      EXPECT_TRUE(ignored);
    }(port));
    co_await sleep_for(20ms);
    auto answer = co_await ask_by_datagram("127.0.0.1", port, "b", any, 50ms);
    second = answer ? "answered" : answer.error().code;
    co_await sleep_for(150ms);
  });
  EXPECT_EQ(second, "Timeout");
}

TEST(DatagramServer, FreesItsPort) {
  Runtime runtime(1);
  std::uint16_t port = 0;
  {
    DatagramServer server(runtime.main_context(), {}, shout);
    port = server.listen("127.0.0.1", 0).value();
    EXPECT_EQ(server.listen("127.0.0.1", port).error().code, "AddressInUse");
  }
  EXPECT_EQ(ask_udp(runtime, port, "a").error().code, "ConnectionRefused");
}

TEST(AskByDatagram, PassesOverWhatIsNoAnswer) {
  Runtime runtime(1);
  DatagramServer server(runtime.main_context(), {}, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  const auto never = [](std::string_view answer) { return answer != "a!"; };
  EXPECT_EQ(ask_udp(runtime, port, "a", never).error().code, "Timeout");
  EXPECT_EQ(ask_udp(runtime, port, "b", never).value(), "b!");
}

TEST(MessageStreamServer, AnswersMessageAfterMessage) {
  Runtime runtime(1);
  MessageStreamServer server(runtime.main_context(), {}, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  EXPECT_EQ(ask_tcp(runtime, port, "a").value(), "a!");
  EXPECT_EQ(ask_tcp(runtime, port, std::string(4096, 'x')).value(), std::string(4096, 'x') + "!");
  RawClient client(port);
  client.send(std::string_view("\0\1a\0\2bc\0", 8));
  EXPECT_EQ(client.read_until("!"), std::string("\0\2a!", 4));
  EXPECT_EQ(client.read_until("!"), std::string("\0\3bc!", 5));
  client.send(std::string_view("\3who", 4));
  EXPECT_EQ(client.read_until("127.0.0.1>127.0.0.1").size(), 21U);
}

TEST(MessageStreamServer, ClosesOnMessagesTooLongAndOnSilence) {
  Runtime runtime(1);
  MessageServerOptions options;
  options.idle_timeout = 100ms;
  MessageStreamServer server(runtime.main_context(), options, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  RawClient longer(port);
  longer.send(std::string_view("\x10\x01", 2));
  EXPECT_EQ(longer.read_to_end(), "");
  RawClient silent(port);
  silent.send(std::string_view("\0\5abc", 5));
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_EQ(silent.error(), 0);
  EXPECT_EQ(ask_tcp(runtime, port, "quiet").error().code, "Broken");
}

TEST(MessageStreamServer, ResetsWhomTheFilterRefuses) {
  Runtime runtime(1);
  MessageServerOptions options;
  options.accept_filter = [](int, const Peer& peer) { return peer.address != "127.0.0.1"; };
  MessageStreamServer server(runtime.main_context(), options, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  RawClient client(port);
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(client.error(), ECONNRESET);
}

TEST(MessageStreamServer, StopDropsWhatIsOpen) {
  Runtime runtime(1);
  MessageStreamServer server(runtime.main_context(), {}, shout);
  const auto port = server.listen("127.0.0.1", 0).value();
  RawClient client(port);
  client.send(std::string_view("\0\1a", 3));
  EXPECT_EQ(client.read_until("!").size(), 4U);
  server.stop();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(ask_tcp(runtime, port, "a").error().code, "ConnectionRefused");
}

}  // namespace
}  // namespace berth::net
