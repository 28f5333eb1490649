// The server against a client that sends exactly the bytes it is told to.
#include "net/http_server.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;
using test_support::RawClient;
using test_support::TestServer;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

TEST(HttpServer, AnswersRequestAfterRequestOnOneConnection) {
  TestServer server(test_support::echo);
  RawClient client(server.port());
  for (int i = 0; i < 50; ++i) {
    const std::string target = "/" + std::to_string(i);
    const std::string answer =
        client.round_trip("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\nPOST " + target + "\nhi"));
    EXPECT_THAT(answer, Not(HasSubstr("Connection:")));
    EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
  }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  TestServer server(test_support::echo);
  RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }
  client.send(requests);
  for (int i = 0; i < 200; ++i) {
    EXPECT_THAT(client.read_response(), EndsWith("\r\n\r\nGET /" + std::to_string(i) + "\n"));
  }
}

TEST(HttpServer, TakesARequestThatComesByteByByte) {
  TestServer server(test_support::echo);
  RawClient client(server.port());
  for (const char byte :
       std::string_view("POST /slow HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n")) {
    client.send({&byte, 1});
  }
  EXPECT_THAT(client.read_response(), EndsWith("\r\n\r\nPOST /slow\nabcde"));
}

TEST(HttpServer, ServesManyConnectionsAtOnce) {
  TestServer server(test_support::echo);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<RawClient>(server.port()));
  for (auto& client : clients) client->send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
  for (auto& client : clients) EXPECT_THAT(client->read_response(), EndsWith("GET /a\n"));
}

TEST(HttpServer, FurtherConnectionsThanAllowedWait) {
  HttpServerOptions options;
  options.connections_max = 1;
  TestServer server(test_support::echo, options);
  auto first = std::make_unique<RawClient>(server.port());
  EXPECT_THAT(first->round_trip("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("GET /1\n"));
  RawClient second(server.port());
  second.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  std::this_thread::sleep_for(50ms);
  EXPECT_THAT(first->round_trip("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("GET /3\n"));
  first.reset();
  EXPECT_THAT(second.read_response(), EndsWith("GET /2\n"));
}

TEST(HttpServer, HeadSaysTheLengthAndSendsNoBody) {
  TestServer server(test_support::echo);
  RawClient client(server.port());
  client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(client.read_response(), EndsWith("GET /y\n"));
}

TEST(HttpServer, NoContentHasNoLength) {
  TestServer server([](HttpRequest) -> Task<HttpAnswer> {
    HttpResponse response;
    response.status = 204;
    co_return response;
  });
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = client.read_until("\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
}

TEST(HttpServer, ClosesWhereTheClientWantsThat) {
  TestServer server(test_support::echo);
  RawClient closing(server.port());
  closing.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(closing.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_EQ(closing.error(), 0);
  RawClient old(server.port());
  old.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.read_to_end(), EndsWith("GET /\n"));
}

TEST(HttpServer, KeepsAnOldConnectionThatAsksForIt) {
  TestServer server(test_support::echo);
  RawClient old(server.port());
  for (int i = 0; i < 2; ++i) {
    const auto answer = old.round_trip("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: keep-alive\r\n"));
  }
}

TEST(HttpServer, InvitesABodyThatWaitsForIt) {
  TestServer server(test_support::echo);
  RawClient client(server.port());
  client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(client.round_trip("body"), EndsWith("PUT /\nbody"));
}

TEST(HttpServer, SendsLargeBodiesWhole) {
  TestServer server([](HttpRequest request) -> Task<HttpAnswer> {
    HttpResponse response;
    response.body = std::string(std::stoul(request.target.substr(1)), 'x');
    co_return response;
  });
  RawClient client(server.port());
  for (const std::size_t size : {16383UL, 16384UL, 20000000UL}) {
    const std::string answer =
        client.round_trip("GET /" + std::to_string(size) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto body = answer.substr(answer.find("\r\n\r\n") + 4);
    EXPECT_TRUE(body == std::string(size, 'x')) << size << " " << body.size();
  }
}

struct Refused {
  const char* name;
  std::string request;
  const char* status;
};

class RefusedRequest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedRequest, IsAnsweredAndTheConnectionCloses) {
  HttpServerOptions options;
  options.header_bytes_max = 4096;
  options.body_bytes_max = 1000;
  std::atomic<int> calls = 0;
  TestServer server(
      [&](HttpRequest request) {
        ++calls;
        return test_support::echo(std::move(request));
      },
      options);
  RawClient client(server.port());
  client.send(GetParam().request);
  const std::string answer = client.read_to_end();
  EXPECT_THAT(answer, StartsWith(std::string("HTTP/1.1 ") + GetParam().status));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_EQ(client.error(), 0);
  EXPECT_EQ(calls, 0);
}

const std::string kPost = "POST / HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    HttpServer, RefusedRequest,
    ::testing::Values(
        Refused{"field_too_large",
                "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(5000, 'x') + "\r\n\r\n", "431"},
        Refused{"field_without_end", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(9000, 'x'),
                "431"},
        Refused{"target_too_long", "GET /" + std::string(5000, 'x') + " HTTP/1.1\r\n", "431"},
        Refused{"trailer_too_large",
                kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + std::string(5000, 'x') +
                    "\r\n\r\n",
                "431"},
        Refused{"body_too_large", kPost + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'x'),
                "413"},
        Refused{"length_too_large", kPost + "Content-Length: 1001\r\n\r\n", "413"},
        Refused{"chunks_too_large",
                kPost + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') +
                    "\r\n0\r\n\r\n",
                "413"},
        Refused{"no_http", "what is this?\r\n\r\n", "400"},
        Refused{"tls_hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 13),
                "400"},
        Refused{"http_2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
        Refused{"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
        Refused{"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        Refused{"two_lengths", kPost + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
        Refused{"negative_length", kPost + "Content-Length: -1\r\n\r\n", "400"},
        Refused{"length_and_chunks",
                kPost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        Refused{"chunks_then_length",
                kPost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "400"},
        Refused{"coding_unknown", kPost + "Transfer-Encoding: gzip\r\n\r\n", "400"},
        Refused{"chunked_not_last", kPost + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "400"},
        Refused{"chunk_size_wrong", kPost + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400"},
        Refused{"space_before_colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
        Refused{"folded_name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", "400"},
        Refused{"null_in_field", std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 28), "400"}),
    [](const auto& test) { return test.param.name; });

TEST(HttpServer, DropsARequestThatComesTooSlowly) {
  HttpServerOptions options;
  options.request_timeout = 150ms;
  TestServer server(test_support::echo, options);
  RawClient client(server.port());
  const auto start = std::chrono::steady_clock::now();
  std::atomic<bool> over = false;
  std::thread dripping([&] {
    client.send("GET / HTTP/1.1\r\nHost: ");
    while (!over && client.send("a")) std::this_thread::sleep_for(10ms);
  });
  EXPECT_EQ(client.read_to_end(), "");
  over = true;
  dripping.join();
  EXPECT_GE(since(start), 140ms);
  EXPECT_LT(since(start), 3s);
}

TEST(HttpServer, DropsAConnectionThatIdles) {
  HttpServerOptions options;
  options.idle_timeout = 100ms;
  TestServer server(test_support::echo, options);
  RawClient client(server.port());
  client.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(client.error(), 0);
  EXPECT_GE(since(start), 90ms);
  EXPECT_LT(since(start), 3s);
}

TEST(HttpServer, AHandlerMayTakeLongerThanARequestMay) {
  HttpServerOptions options;
  options.request_timeout = 50ms;
  options.idle_timeout = 50ms;
  TestServer server(
      [](HttpRequest request) -> Task<HttpAnswer> {
        co_await sleep_for(200ms);
        auto answer = co_await test_support::echo(std::move(request));
        co_return answer;
      },
      options);
  RawClient client(server.port());
  EXPECT_THAT(client.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("GET /\n"));
}

TEST(HttpServer, TellsThePeerAndAnswersWithServer) {
  HttpServerOptions options;
  options.server_header = "Berth";
  TestServer server(
      [](HttpRequest request) -> Task<HttpAnswer> {
        HttpResponse response;
        response.body = request.peer.address + " " + std::to_string(request.peer.port) + " " +
                        request.peer.local_address + " " + std::to_string(request.peer.local_port);
        response.headers.emplace_back("X-Note", "a\r\nb");
        co_return response;
      },
      options);
  RawClient client(server.port());
  const std::string answer = client.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("\r\nServer: Berth\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nX-Note: a  b\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\n\r\n127.0.0.1 "));
  EXPECT_THAT(answer, EndsWith(" 127.0.0.1 " + std::to_string(server.port())));
}

TEST(HttpServer, ResetsWhomTheFilterRefuses) {
  HttpServerOptions options;
  std::atomic<int> seen = 0;
  options.accept_filter = [&](int socket, const Peer& peer) {
    EXPECT_GE(socket, 0);
    EXPECT_EQ(peer.address, "127.0.0.1");
    return ++seen > 1;
  };
  TestServer server(test_support::echo, options);
  RawClient refused(server.port());
  refused.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(refused.read_to_end(), "");
  EXPECT_EQ(refused.error(), ECONNRESET);
  RawClient served(server.port());
  EXPECT_THAT(served.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("GET /\n"));
}

TEST(HttpServer, StopLetsARequestUnderWayFinish) {
  std::atomic<bool> began = false;
  auto server = std::make_unique<TestServer>([&](HttpRequest request) -> Task<HttpAnswer> {
    began = true;
    co_await sleep_for(200ms);
    auto answer = co_await test_support::echo(std::move(request));
    co_return answer;
  });
  RawClient client(server->port());
  RawClient idle(server->port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  while (!began) std::this_thread::sleep_for(1ms);
  const auto start = std::chrono::steady_clock::now();
  std::thread stopping([&] { server->server().stop(5s); });
  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_LT(since(start), 150ms);
  const std::string answer = client.read_to_end();
  stopping.join();
  EXPECT_THAT(answer, EndsWith("GET /\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_LT(since(start), 3s);
  EXPECT_FALSE(RawClient(server->port()).connected());
}

TEST(HttpServer, StopDropsWhatTakesLongerThanItsGrace) {
  std::atomic<bool> began = false;
  TestServer server([&](HttpRequest request) -> Task<HttpAnswer> {
    began = true;
    co_await sleep_for(1s);
    auto answer = co_await test_support::echo(std::move(request));
    co_return answer;
  });
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  while (!began) std::this_thread::sleep_for(1ms);
  const auto start = std::chrono::steady_clock::now();
  std::thread stopping([&] { server.server().stop(50ms); });
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_LT(since(start), 700ms);
  stopping.join();
}

TEST(HttpServer, SaysWhyItCannotListen) {
  TestServer server(test_support::echo);
  const auto taken = server.server().listen("127.0.0.1", server.port());
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, "AddressInUse");
  EXPECT_THAT(taken.error().message, HasSubstr("127.0.0.1:" + std::to_string(server.port())));
  EXPECT_EQ(server.server().listen("192.0.2.1", 0).error().code, "AddressNotAvailable");
  EXPECT_EQ(server.server().listen("somewhere", 0).error().code, "AddressNotAvailable");
}

TEST(HttpServer, ListensOnSeveralAddresses) {
  TestServer server(test_support::echo);
  const auto second = server.server().listen("127.0.0.1", 0);
  ASSERT_TRUE(second);
  EXPECT_EQ(server.server().native_handles().size(), 2U);
  RawClient client(*second);
  EXPECT_THAT(client.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("GET /\n"));
}

TEST(HttpServer, MayGoWithoutStop) {
  Runtime runtime(2);
  auto server =
      std::make_unique<HttpServer>(runtime.contexts(), HttpServerOptions(), test_support::echo);
  RawClient client(server->listen("127.0.0.1", 0).value());
  client.round_trip("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  server.reset();
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(HttpServer, ContextsMayEndWithConnectionsOpen) {
  std::unique_ptr<RawClient> waiting;
  std::atomic<bool> began = false;
  {
    Runtime runtime(3);
    HttpServer server(runtime.contexts(), {}, [&](HttpRequest request) -> Task<HttpAnswer> {
      began = true;
      co_await sleep_for(10s);
      auto answer = co_await test_support::echo(std::move(request));
      co_return answer;
    });
    waiting = std::make_unique<RawClient>(server.listen("127.0.0.1", 0).value());
    waiting->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    while (!began) std::this_thread::sleep_for(1ms);
    runtime.stop();
  }
  EXPECT_EQ(waiting->read_to_end(), "");
}

}  // namespace
}  // namespace berth::net
