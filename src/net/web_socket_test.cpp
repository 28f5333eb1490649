// Both ends of a WebSocket against each other, and the server's end against raw frames.
#include "net/web_socket.h"

#include <chrono>
#include <mutex>

#include <gmock/gmock.h>

#include "net/http_client.h"
#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;
using test_support::RawClient;
using test_support::TestServer;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Why reading ended at the server's end: told by its thread, asked for by the test's.
class End {
 public:
  void tell(std::string code) {
    const std::scoped_lock lock(mutex_);
    code_ = std::move(code);
  }
  /// Empty where it has not ended within two seconds.
  std::string wait() const {
    for (int i = 0; i < 400 && now().empty(); ++i) std::this_thread::sleep_for(5ms);
    return now();
  }

 private:
  std::string now() const {
    const std::scoped_lock lock(mutex_);
    return code_;
  }
  mutable std::mutex mutex_;
  std::string code_;
};

/// Sends each message back, and tells `end` why reading has ended.
Task<void> echo_messages(WebSocket socket, std::shared_ptr<End> end,
                         std::chrono::milliseconds deadline) {
  for (;;) {
    auto message = co_await socket.read(deadline);
    if (!message) {
      end->tell(message.error().code);
      co_return;
    }
    if (*message == "bye") co_return co_await socket.close();
    auto written = co_await socket.write(std::move(*message));
    if (!written) co_return;
  }
}

HttpHandler echo_handler(std::shared_ptr<End> end, std::chrono::milliseconds deadline = 5s) {
  return [=](HttpRequest request) -> Task<HttpAnswer> {
    if (request.target == "/no") {
      HttpResponse refusal;
      refusal.status = 403;
      refusal.body = "not you";
      co_return refusal;
    }
    WebSocketUpgrade upgrade;
    upgrade.message_bytes_max = 100000;
    upgrade.serve = [=](WebSocket socket) {
      return echo_messages(std::move(socket), end, deadline);
    };
    co_return upgrade;
  };
}

/// Opens a WebSocket to the server and runs `use` with it.
void with_socket(TestServer& server, std::function<Task<void>(WebSocket)> use) {
  asio::io_context& context = server.runtime().main_context();
  HttpClient client(context, Origin::parse(server.url()).value());
  run_blocking(context, [&]() -> Task<void> {
    HttpRequest request;
    request.target = "/ws?a=b";
    auto socket = co_await client.connect_web_socket(std::move(request), 2s);
    EXPECT_TRUE(socket) << socket.error().message;
    if (socket) co_await use(std::move(*socket));
  });
}

const std::string kUpgrade =
    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

TEST(WebSocket, EchoesMessagesOfAllSizes) {
  TestServer server(echo_handler(std::make_shared<End>()));
  with_socket(server, [](WebSocket socket) -> Task<void> {
    for (const std::size_t size : {0UL, 1UL, 125UL, 126UL, 65535UL, 65536UL, 100000UL}) {
      auto written = co_await socket.write(std::string(size, 'm'));
      EXPECT_TRUE(written);
      auto read = co_await socket.read(2s);
      EXPECT_EQ(read.value_or("fault"), std::string(size, 'm'));
    }
    co_await socket.close();
    co_await socket.close();
  });
}

TEST(WebSocket, WritesOfManyCoroutinesGoOutWholeAndInOrder) {
  TestServer server(echo_handler(std::make_shared<End>()));
  asio::io_context& context = server.runtime().main_context();
  with_socket(server, [&](WebSocket socket) -> Task<void> {
    const auto write = [](WebSocket to, std::string message) -> Task<void> {
      auto written = co_await to.write(std::move(message));
      EXPECT_TRUE(written);
    };
    for (int i = 0; i < 100; ++i) spawn(context, write(socket, std::to_string(i)));
    for (int i = 0; i < 100; ++i) {
      auto read = co_await socket.read(2s);
      EXPECT_EQ(read.value_or("fault"), std::to_string(i));
    }
    co_await socket.close();
  });
}

TEST(WebSocket, TheServersEndSeesAnOrderlyClose) {
  auto end = std::make_shared<End>();
  TestServer server(echo_handler(end));
  with_socket(server, [](WebSocket socket) -> Task<void> { co_await socket.close(); });
  EXPECT_EQ(end->wait(), "Closed");
}

TEST(WebSocket, TheServersEndSeesADrop) {
  auto end = std::make_shared<End>();
  TestServer server(echo_handler(end));
  with_socket(server, [](WebSocket socket) -> Task<void> {
    socket.abort();
    co_return;
  });
  EXPECT_EQ(end->wait(), "Broken");
}

TEST(WebSocket, TheClientsEndSeesAnOrderlyClose) {
  TestServer server(echo_handler(std::make_shared<End>()));
  with_socket(server, [](WebSocket socket) -> Task<void> {
    auto written = co_await socket.write("bye");
    EXPECT_TRUE(written);
    auto read = co_await socket.read(2s);
    EXPECT_FALSE(read);
    EXPECT_EQ(read.error().code, "Closed");
    auto late = co_await socket.write("too late");
    EXPECT_FALSE(late);
  });
}

TEST(WebSocket, AReadTimesOut) {
  TestServer server(echo_handler(std::make_shared<End>()));
  with_socket(server, [](WebSocket socket) -> Task<void> {
    auto read = co_await socket.read(50ms);
    EXPECT_FALSE(read);
    EXPECT_EQ(read.error().code, "Timeout");
    auto written = co_await socket.write("closed by now");
    EXPECT_FALSE(written);
  });
}

TEST(WebSocket, AbortEndsAReadUnderWay) {
  TestServer server(echo_handler(std::make_shared<End>()));
  asio::io_context& context = server.runtime().main_context();
  with_socket(server, [&](WebSocket socket) -> Task<void> {
    spawn(context, [](WebSocket other) -> Task<void> {
      co_await sleep_for(20ms);
      other.abort();
    }(socket));
    auto read = co_await socket.read(5s);
    EXPECT_EQ(read.error().code, "Broken");
  });
}

TEST(WebSocket, CloseDoesNotWaitForAnEndThatIsSilent) {
  // A peer that takes the upgrade and then neither reads nor writes.
  TestServer server([](HttpRequest) -> Task<HttpAnswer> {
    WebSocketUpgrade upgrade;
    upgrade.serve = [](WebSocket) -> Task<void> { co_await sleep_for(1500ms); };
    co_return upgrade;
  });
  const auto start = std::chrono::steady_clock::now();
  with_socket(server, [](WebSocket socket) -> Task<void> { co_await socket.close(); });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2500ms);
}

TEST(WebSocket, AWriterThatIsNotReadIsCutOff) {
  TestServer server([](HttpRequest) -> Task<HttpAnswer> {
    WebSocketUpgrade upgrade;
    upgrade.serve = [](WebSocket) -> Task<void> { co_await sleep_for(1500ms); };
    co_return upgrade;
  });
  asio::io_context& context = server.runtime().main_context();
  with_socket(server, [&](WebSocket socket) -> Task<void> {
    // Writers outlive this coroutine, so what they count in is theirs, too.
    const auto failed = std::make_shared<int>(0);
    const auto write = [](WebSocket to, std::shared_ptr<int> count) -> Task<void> {
      auto written = co_await to.write(std::string(1000000, 'x'));
      if (!written) ++*count;
    };
    for (int i = 0; i < 100; ++i) spawn(context, write(socket, failed));
    for (int i = 0; i < 200 && *failed == 0; ++i) co_await sleep_for(5ms);
    EXPECT_GT(*failed, 0);
    co_await sleep_for(20ms);
  });
}

TEST(WebSocket, ARefusedUpgradeSaysWhy) {
  TestServer server(echo_handler(std::make_shared<End>()));
  asio::io_context& context = server.runtime().main_context();
  HttpClient client(context, Origin::parse(server.url()).value());
  run_blocking(context, [&]() -> Task<void> {
    HttpRequest request;
    request.target = "/no";
    auto socket = co_await client.connect_web_socket(std::move(request), 2s);
    EXPECT_FALSE(socket);
    EXPECT_EQ(socket.error().code, "UpgradeRefused");
    EXPECT_EQ(socket.error().message, "403 not you");
  });
}

TEST(WebSocket, AServerThatDoesNotAnswerTimesOut) {
  test_support::RawServer server([](RawClient& client, int) { client.read_to_end(); });
  Runtime runtime(1);
  HttpClient client(runtime.main_context(), Origin::parse(server.url()).value());
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    auto socket = co_await client.connect_web_socket(HttpRequest(), 50ms);
    EXPECT_FALSE(socket);
    EXPECT_EQ(socket.error().code, "Timeout");
  });
}

TEST(WebSocket, TheUpgradeCarriesTheRequestsOwnFields) {
  std::string seen;
  TestServer server([&](HttpRequest request) -> Task<HttpAnswer> {
    seen = request.target + " " + std::string(request.header("authorization").value_or("none")) +
           " " + std::string(request.header("host").value_or("none"));
    co_return HttpResponse();
  });
  asio::io_context& context = server.runtime().main_context();
  HttpClient client(context, Origin::parse(server.url()).value());
  run_blocking(context, [&]() -> Task<void> {
    HttpRequest request;
    request.target = "/ws?x=%20";
    request.headers = {{"Authorization", "AWS4"}, {"Host", "berth.example"}};
    auto socket = co_await client.connect_web_socket(std::move(request), 2s);
    EXPECT_FALSE(socket);
  });
  EXPECT_EQ(seen, "/ws?x=%20 AWS4 berth.example");
}

TEST(WebSocket, AnswersTheExampleOfTheRfc) {
  TestServer server(echo_handler(std::make_shared<End>()));
  RawClient client(server.port());
  client.send(kUpgrade);
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(head, HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  // "Hello" of RFC 6455, 5.7: masked there, bare back.
  client.send("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
  EXPECT_EQ(client.read_until("Hello"), "\x81\x05Hello");
  client.send(std::string("\x89\x80\x01\x02\x03\x04", 6));  // a ping
  EXPECT_EQ(client.read_until(std::string("\x8a\x00", 2)), std::string("\x8a\x00", 2));
}

TEST(WebSocket, DropsWhoBreaksTheProtocolOrSendsTooMuch) {
  for (const std::string& frame : {std::string("\x81\x05Hello"),                // not masked
                                   std::string("\xf1\x80\x01\x02\x03\x04", 6),  // reserved bits
                                   std::string("\x81\xff\0\0\0\1\0\0\0\0\1\2\3\4", 14)}) {  // 4 GB
    auto end = std::make_shared<End>();
    TestServer server(echo_handler(end));
    {
      RawClient client(server.port());
      client.send(kUpgrade);
      client.read_until("\r\n\r\n");
      client.send(frame);
      client.read_to_end();
      EXPECT_EQ(client.error(), 0);
    }
    EXPECT_EQ(end->wait(), "Broken");
  }
}

TEST(WebSocket, AnInvalidUpgradeIsAnswered) {
  TestServer server(echo_handler(std::make_shared<End>()));
  RawClient client(server.port());
  client.send(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 426 "));
  RawClient plain(server.port());
  EXPECT_THAT(plain.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST(WebSocket, AStoppingServerClosesInOrder) {
  auto end = std::make_shared<End>();
  auto server = std::make_unique<TestServer>(echo_handler(end, 1h));
  Runtime runtime(1);
  HttpClient client(runtime.main_context(), Origin::parse(server->url()).value());
  std::optional<WebSocket> socket;
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    auto opened = co_await client.connect_web_socket(HttpRequest(), 2s);
    EXPECT_TRUE(opened);
    socket = std::move(*opened);
  });
  const auto start = std::chrono::steady_clock::now();
  std::thread stopping([&] { server->server().stop(5s); });
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    auto read = co_await socket->read(2s);
    EXPECT_EQ(read.error().code, "Closed");
    socket.reset();
  });
  stopping.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
}

}  // namespace
}  // namespace berth::net
