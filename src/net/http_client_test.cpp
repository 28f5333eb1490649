// The client against Berth's own server, and against servers that misbehave.
#include "net/http_client.h"

#include <chrono>
#include <cstdlib>

#include <gmock/gmock.h>

#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;
using test_support::RawClient;
using test_support::RawServer;
using test_support::run;
using test_support::TestServer;
using ::testing::HasSubstr;

/// A client on a runtime of its own.
class TestClient {
 public:
  explicit TestClient(const std::string& url, HttpClientOptions options = {})
      : runtime_(1),
        client_(runtime_.main_context(), Origin::parse(url).value(), std::move(options)) {}

  Result<HttpResponse> send(HttpRequest request, std::chrono::milliseconds deadline = 2s) {
    return run<Result<HttpResponse>>(runtime_,
                                     [&] { return client_.send(std::move(request), deadline); });
  }
  Result<HttpResponse> get(const std::string& target) {
    HttpRequest request;
    request.target = target;
    return send(std::move(request));
  }
  Result<HttpResponse> stream(std::function<bool(std::string_view)> on_data,
                              std::chrono::milliseconds idle = 2s) {
    return run<Result<HttpResponse>>(
        runtime_, [&] { return client_.stream(HttpRequest(), std::move(on_data), idle); });
  }

  HttpClient& client() { return client_; }
  Runtime& runtime() { return runtime_; }

 private:
  Runtime runtime_;
  HttpClient client_;
};

HttpRequest post(std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(HttpClient, SendsAndReadsOnOneConnection) {
  std::set<std::uint16_t> ports;
  TestServer server([&](HttpRequest request) {
    ports.insert(request.peer.port);
    return test_support::echo(std::move(request));
  });
  TestClient client(server.url());
  for (int i = 0; i < 20; ++i) {
    const auto answer = client.send(post("body"));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /\nbody");
    EXPECT_EQ(answer->header("content-length"), "11");
  }
  EXPECT_EQ(ports.size(), 1U);
}

TEST(HttpClient, SendsSeveralRequestsAtOnce) {
  TestServer server([](HttpRequest request) -> Task<HttpAnswer> {
    co_await sleep_for(100ms);
    auto answer = co_await test_support::echo(std::move(request));
    co_return answer;
  });
  TestClient client(server.url());
  int done = 0;
  const auto start = std::chrono::steady_clock::now();
  const auto one = [&]() -> Task<void> {
    auto answer = co_await client.client().send(post("x"), 2s);
    EXPECT_TRUE(answer);
    ++done;
  };
  run_blocking(client.runtime().main_context(), [&]() -> Task<void> {
    for (int i = 0; i < 20; ++i) spawn(client.runtime().main_context(), one());
    while (done < 20) co_await sleep_for(5ms);
  });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1500ms);
}

TEST(HttpClient, SendsLargeBodiesBothWays) {
  TestServer server(test_support::echo);
  TestClient client(server.url());
  const std::string body(9000000, 'x');
  const auto answer = client.send(post(body), 10s);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_TRUE(answer->body == "POST /\n" + body);
}

TEST(HttpClient, SpeaksOverAUnixSocket) {
  const std::string path = ::testing::TempDir() + "/berth_http_client.sock";
  ::unlink(path.c_str());
  RawServer server(path, [](RawClient& client, int) {
    const std::string request = client.read_until("\r\n\r\n");
    EXPECT_THAT(request, HasSubstr("GET /info HTTP/1.1\r\nHost: localhost\r\n"));
    client.send(kOk);
  });
  TestClient client(server.url());
  EXPECT_EQ(client.get("/info")->body, "ok");
  ::unlink(path.c_str());
}

TEST(HttpClient, KeepsItsOwnFieldsAsTheyWere) {
  RawServer server([](RawClient& client, int) {
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_EQ(head,
              "PUT /a?b=c%20d HTTP/1.1\r\nhost: example\r\nX-A: 1\r\nContent-Length: 0\r\n\r\n");
    client.send(kOk);
  });
  TestClient client(server.url());
  HttpRequest request;
  request.method = "PUT";
  request.target = "/a?b=c%20d";
  request.headers = {{"host", "example"}, {"X-A", "1"}};
  EXPECT_TRUE(client.send(request));
}

TEST(HttpClient, ReadsChunksAndBodiesThatEndWithTheConnection) {
  RawServer server([](RawClient& client, int number) {
    client.read_until("\r\n\r\n");
    if (number == 0) {
      client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      std::this_thread::sleep_for(20ms);
      client.send("2\r\nde\r\n0\r\n\r\n");
      client.read_until("\r\n\r\n");
      client.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
    } else {
      client.send("HTTP/1.1 204 No Content\r\n\r\n");
    }
  });
  TestClient client(server.url());
  EXPECT_EQ(client.get("/")->body, "abcde");
  EXPECT_EQ(client.get("/")->body, "until the end");
  EXPECT_EQ(client.get("/")->status, 204);
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, PassesOverInterimAnswers) {
  RawServer server([](RawClient& client, int) {
    client.read_until("\r\n\r\n");
    client.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + kOk);
  });
  TestClient client(server.url());
  const auto answer = client.get("/");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "ok");
  EXPECT_EQ(answer->headers.size(), 1U);
}

TEST(HttpClient, HeadHasALengthAndNoBody) {
  TestServer server(test_support::echo);
  TestClient client(server.url());
  HttpRequest request;
  request.method = "HEAD";
  const auto answer = client.send(request);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->header("Content-Length"), "7");
  EXPECT_EQ(answer->body, "");
  EXPECT_EQ(client.get("/")->body, "GET /\n");
}

TEST(HttpClient, HandsOnABodyAsItComes) {
  RawServer server([](RawClient& client, int) {
    client.read_until("\r\n\r\n");
    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 5; ++i) {
      client.send("2\r\n" + std::to_string(i) + "\n\r\n");
      std::this_thread::sleep_for(30ms);
    }
    client.send("0\r\n\r\n");
    client.read_to_end();
  });
  TestClient client(server.url());
  std::vector<std::string> pieces;
  const auto answer = client.stream(
      [&](std::string_view piece) {
        pieces.emplace_back(piece);
        return true;
      },
      100ms);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "");
  EXPECT_THAT(pieces, ::testing::ElementsAre("0\n", "1\n", "2\n", "3\n", "4\n"));
}

TEST(HttpClient, StopsAStreamThatIsNotWantedAnyMore) {
  std::atomic<bool> closed = false;
  RawServer server([&](RawClient& client, int) {
    client.read_until("\r\n\r\n");
    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n");
    client.read_to_end();
    closed = true;
  });
  TestClient client(server.url());
  std::string seen;
  const auto answer = client.stream([&](std::string_view piece) {
    seen += piece;
    return false;
  });
  EXPECT_TRUE(answer);
  EXPECT_EQ(seen, "a");
  for (int i = 0; i < 200 && !closed; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_TRUE(closed);
}

TEST(HttpClient, AStreamThatFallsSilentTimesOut) {
  RawServer server([](RawClient& client, int) {
    client.read_until("\r\n\r\n");
    client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
    client.read_to_end();
  });
  TestClient client(server.url());
  const auto answer = client.stream([](std::string_view) { return true; }, 50ms);
  EXPECT_EQ(answer.error().code, "Timeout");
}

TEST(HttpClient, SendsOnceMoreWhereAKeptConnectionIsStale) {
  RawServer server([](RawClient& client, int number) {
    client.read_until("\r\n\r\n");
    client.send(kOk);
    // The second request comes on this connection, which then closes without a byte.
    if (number == 0) client.read_until("\r\n\r\n");
  });
  TestClient client(server.url());
  EXPECT_EQ(client.get("/1")->body, "ok");
  const auto answer = client.get("/2");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "ok");
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, SeesThatAKeptConnectionIsClosed) {
  std::atomic<int> requests = 0;
  RawServer server([&](RawClient& client, int) {
    requests += client.read_until("\r\n\r\n").empty() ? 0 : 1;
    client.send(kOk);
  });
  TestClient client(server.url());
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(client.send(post(""))->body, "ok");
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(requests, i);
  }
}

TEST(HttpClient, DoesNotSendOnceMoreOnANewConnection) {
  RawServer server([](RawClient& client, int) { client.read_until("\r\n\r\n"); });
  TestClient client(server.url());
  EXPECT_EQ(client.get("/").error().code, "Broken");
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, FaultsSayWhatHappened) {
  RawServer server([](RawClient& client, int number) {
    client.read_until("\r\n\r\n");
    if (number == 0) client.read_to_end();
    if (number == 1) client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    if (number == 2) client.send("SSH-2.0-x\r\n\r\n");
    if (number == 3) client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    if (number == 4) client.send("HTTP/1.1 200 OK\r\n\r\n" + std::string(1000, 'x'));
  });
  HttpClientOptions options;
  options.response_bytes_max = 100;
  TestClient client(server.url(), options);
  EXPECT_EQ(client.send(HttpRequest(), 50ms).error().code, "Timeout");
  EXPECT_EQ(client.get("/").error().code, "Broken");
  EXPECT_EQ(client.get("/").error().code, "Broken");
  EXPECT_EQ(client.get("/").error().code, "ResponseTooLarge");
  EXPECT_EQ(client.get("/").error().code, "ResponseTooLarge");
}

TEST(HttpClient, SaysWhereNothingListens) {
  std::string url;
  {
    RawServer gone([](RawClient&, int) {});
    url = gone.url();
  }
  const auto tcp = TestClient(url).get("/");
  EXPECT_EQ(tcp.error().code, "ConnectionRefused");
  EXPECT_THAT(tcp.error().message, HasSubstr(url.substr(7)));
  EXPECT_EQ(TestClient("unix:///nowhere/x.sock").get("/").error().code, "ConnectionRefused");
}

TEST(Origin, ParsesUrls) {
  const auto tcp = Origin::parse("http://127.0.0.1:8080").value();
  EXPECT_EQ(tcp.kind, Origin::Kind::kTcp);
  EXPECT_EQ(tcp.authority(), "127.0.0.1:8080");
  const auto tls = Origin::parse("https://ecs.us-west-2.amazonaws.com/").value();
  EXPECT_EQ(tls.kind, Origin::Kind::kTls);
  EXPECT_EQ(tls.port, 443);
  EXPECT_EQ(tls.authority(), "ecs.us-west-2.amazonaws.com");
  const auto v6 = Origin::parse("http://[::1]:80/x").value();
  EXPECT_EQ(v6.host, "::1");
  EXPECT_EQ(v6.authority(), "[::1]");
  const auto local = Origin::parse("unix:///var/run/docker.sock").value();
  EXPECT_EQ(local.kind, Origin::Kind::kUnix);
  EXPECT_EQ(local.socket_path, "/var/run/docker.sock");
  for (const char* wrong :
       {"", "http://", "ftp://a", "unix://", "http://a:0", "http://a:x", "http://a:65536",
        "http://a:", "http://[::1", "http://[::1]x80", "http://:80"}) {
    EXPECT_FALSE(Origin::parse(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace berth::net
