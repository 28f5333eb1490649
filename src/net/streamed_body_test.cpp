// Answers that are made while they are sent: to clients that stay, and to those that go.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;
using test_support::RawClient;
using test_support::TestServer;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kAsk = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

Task<HttpAnswer> two_pieces(HttpRequest) {
  StreamedAnswer answer;
  answer.head.headers = {{"Content-Type", "text/plain"}};
  answer.serve = [](BodyWriter& body) -> Task<void> {
    co_await body.write("first piece, ");
    co_await body.write("");
    co_await body.write("second");
  };
  co_return answer;
}

/// Writes until nobody takes it any more, and counts who has ended.
struct Endless {
  Task<HttpAnswer> operator()(HttpRequest) {
    StreamedAnswer answer;
    answer.serve = [this](BodyWriter& body) -> Task<void> {
      while (!body.is_ending()) {
        co_await body.write(std::string(piece_bytes, 'x'));
        co_await sleep_for(1ms);
      }
      ++ended;
    };
    co_return answer;
  }

  std::size_t piece_bytes = 1;
  std::atomic<int> ended = 0;
};

bool becomes_one(const std::atomic<int>& count) {
  for (int i = 0; i < 5000 && count != 1; ++i) std::this_thread::sleep_for(1ms);
  return count == 1;
}

TEST(StreamedBody, ComesInChunksAndLeavesTheConnectionOpen) {
  TestServer server(two_pieces);
  RawClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send(kAsk);
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
    EXPECT_THAT(head, HasSubstr("\r\nContent-Type: text/plain\r\n"));
    EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
    EXPECT_EQ(client.read_until("\r\n0\r\n\r\n"), "d\r\nfirst piece, \r\n6\r\nsecond\r\n0\r\n\r\n");
  }
}

TEST(StreamedBody, OfAnOldClientEndsWithTheConnection) {
  TestServer server(two_pieces);
  RawClient old(server.port());
  old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string all = old.read_to_end();
  EXPECT_EQ(old.error(), 0);
  EXPECT_THAT(all, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(all, Not(HasSubstr("chunked")));
  EXPECT_THAT(all, EndsWith("\r\n\r\nfirst piece, second"));
}

TEST(StreamedBody, IsNotMadeForHead) {
  TestServer server(two_pieces);
  RawClient client(server.port());
  client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("chunked"));
  client.send(kAsk);
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("HTTP/1.1 200 OK"));
}

TEST(StreamedBody, EndsWhenTheClientGoes) {
  Endless endless;
  TestServer server(std::ref(endless));
  {
    RawClient client(server.port());
    client.send(kAsk);
    client.read_until("x");
  }
  EXPECT_TRUE(becomes_one(endless.ended));
}

TEST(StreamedBody, EndsWhereTheClientTakesNothing) {
  Endless endless;
  endless.piece_bytes = 1 << 20;
  HttpServerOptions options;
  options.request_timeout = 200ms;
  TestServer server(std::ref(endless), options);
  RawClient client(server.port());
  client.send(kAsk);
  EXPECT_TRUE(becomes_one(endless.ended));
}

TEST(StreamedBody, EndsInOrderWhenTheServerStops) {
  Endless endless;
  TestServer server(std::ref(endless));
  RawClient client(server.port());
  client.send(kAsk);
  client.read_until("x");
  server.server().stop(5s);
  EXPECT_EQ(endless.ended, 1);
  EXPECT_THAT(client.read_to_end(), EndsWith("\r\n0\r\n\r\n"));
}

}  // namespace
}  // namespace berth::net
