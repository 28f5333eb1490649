// TLS by first byte on the server, verification on the client.
#include <chrono>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <boost/asio/redirect_error.hpp>

#include "base/clock.h"
#include "crypto/authority.h"
#include "crypto/tls_context.h"
#include "net/client_connection.h"
#include "net/http_client.h"
#include "net/listening.h"
#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;
using test_support::RawClient;
using test_support::run;
using test_support::TestServer;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kEcs = "ecs.us-west-2.amazonaws.com";

/// A directory of its own, with an authority and a certificate of localhost.
class Tls : public ::testing::Test {
 protected:
  Tls() {
    char name[] = "/tmp/berth_tls_test.XXXXXX";
    directory_ = ::mkdtemp(name);
    authority_ = crypto::Authority::open(directory_, SystemClock().now()).value();
    std::ofstream(directory_ + "/roots.pem") << authority_->pem();
    localhost_ = crypto::open_localhost_certificate(directory_, SystemClock().now()).value();
  }
  ~Tls() override { std::filesystem::remove_all(directory_); }

  HttpServerOptions localhost_options() const {
    HttpServerOptions options;
    options.tls = std::make_shared<crypto::TlsContext>(localhost_);
    return options;
  }

  HttpServerOptions names_options() const {
    HttpServerOptions options;
    options.tls = std::make_shared<crypto::TlsContext>(
        [this](const std::string& name) { return authority_->issue(name, SystemClock().now()); });
    return options;
  }

  Result<HttpResponse> get(TestServer& server, const std::string& host, const std::string& bundle,
                           const std::string& target = "/x") const {
    const std::string url = "https://" + host + ":" + std::to_string(server.port());
    HttpClientOptions options;
    options.ca_bundle_path = bundle;
    HttpClient client(server.runtime().main_context(), Origin::parse(url).value(), options);
    return run<Result<HttpResponse>>(server.runtime(), [&]() -> Task<Result<HttpResponse>> {
      HttpRequest request;
      request.target = target;
      for (int i = 0; i < 3; ++i) {
        auto answer = co_await client.send(request, 2s);
        if (!answer) co_return fail(answer.error());
      }
      auto last = co_await client.send(std::move(request), 2s);
      co_return last;
    });
  }

  std::string roots() const { return directory_ + "/roots.pem"; }
  std::string localhost_pem() const { return directory_ + "/localhost.pem"; }

  std::string directory_;
  std::shared_ptr<crypto::Authority> authority_;
  crypto::Certificate localhost_;
};

/// One exchange under the name `host`, whatever it resolves to: "ERROR" or the whole answer.
Task<std::string> ask_under_name(std::uint16_t port, std::string host, const ClientTls& roots) {
  const auto executor = co_await asio::this_coro::executor;
  TcpSocket socket(executor);
  ErrorCode error;
  const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  co_await socket.async_connect(endpoint, asio::redirect_error(kAwait, error));
  auto stream = make_tls_stream(Socket(std::move(socket)), roots.native());
  co_await stream->connect(host, true, error);
  if (error) co_return "ERROR";
  const std::string request = "GET /sni HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  co_await stream->write({asio::buffer(request), asio::const_buffer()}, error);
  std::string answer;
  while (!error) {
    char piece[4096];
    const std::size_t size = co_await stream->read_some(asio::buffer(piece), error);
    answer.append(piece, size);
  }
  // An end without TLS' own goodbye could be an attacker's.
  co_return error == asio::error::eof ? answer : "CUT";
}

Task<HttpAnswer> tell_peer(HttpRequest request) {
  HttpResponse response;
  response.body =
      request.target + (request.peer.tls ? " tls " : " plain ") + request.peer.server_name;
  if (request.target == "/large") response.body.assign(3000000, 'x');
  co_return response;
}

TEST_F(Tls, ServesAClientThatTrustsItsCertificate) {
  TestServer server(tell_peer, localhost_options());
  const auto answer = get(server, "localhost", localhost_pem());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "/x tls localhost");
  EXPECT_EQ(get(server, "127.0.0.1", localhost_pem()).value().body, "/x tls ");
  EXPECT_TRUE(get(server, "localhost", localhost_pem(), "/large").value().body ==
              std::string(3000000, 'x'));
}

TEST_F(Tls, PlainHttpIsServedOnTheSamePort) {
  TestServer server(tell_peer, localhost_options());
  RawClient client(server.port());
  EXPECT_THAT(client.round_trip("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("/1 plain "));
  EXPECT_THAT(client.round_trip("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("/2 plain "));
}

TEST_F(Tls, PlainHttpIsRefusedWhereTlsIsRequired) {
  auto options = localhost_options();
  options.tls_required = true;
  TestServer server(tell_peer, options);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 400 "));
  EXPECT_TRUE(get(server, "localhost", localhost_pem()));
}

TEST_F(Tls, AClientRefusesACertificateThatItDoesNotTrust) {
  TestServer server(tell_peer, localhost_options());
  const auto other_root = get(server, "localhost", roots());
  ASSERT_FALSE(other_root);
  EXPECT_EQ(other_root.error().code, "Broken");
  EXPECT_THAT(other_root.error().message, HasSubstr("certificate verify failed"));
  EXPECT_FALSE(get(server, "localhost", ""));
  // This address is not in the certificate.
  ASSERT_TRUE(server.server().listen("127.0.0.2", server.port()));
  const auto other_name = get(server, "127.0.0.2", localhost_pem());
  ASSERT_FALSE(other_name);
  EXPECT_THAT(other_name.error().message, HasSubstr("certificate verify failed"));
}

TEST_F(Tls, PresentsTheCertificateOfTheNameThatIsAskedFor) {
  TestServer server(tell_peer, names_options());
  const ClientTls trust(roots());
  const auto ask = [&](std::string name) {
    return run<std::string>(server.runtime(),
                            [&] { return ask_under_name(server.port(), name, trust); });
  };
  EXPECT_THAT(ask(kEcs), EndsWith(std::string("\r\n\r\n/sni tls ") + kEcs));
  EXPECT_THAT(ask("sts.amazonaws.com"), EndsWith("\r\n\r\n/sni tls sts.amazonaws.com"));
  // The authority's certificate says that it cannot speak for other names.
  EXPECT_EQ(ask("example.com"), "ERROR");
}

TEST_F(Tls, AHandshakeThatStallsIsDropped) {
  auto options = localhost_options();
  options.request_timeout = 100ms;
  TestServer server(tell_peer, options);
  RawClient client(server.port());
  client.send("\x16\x03\x01");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
  RawClient garbage(server.port());
  garbage.send("\x16\x03\x01 no hello at all");
  garbage.read_to_end();
  EXPECT_TRUE(get(server, "localhost", localhost_pem()));
}

TEST_F(Tls, CarriesWebSockets) {
  TestServer server(
      [](HttpRequest) -> Task<HttpAnswer> {
        WebSocketUpgrade upgrade;
        upgrade.serve = [](WebSocket socket) -> Task<void> {
          auto message = co_await socket.read(2s);
          EXPECT_TRUE(message);
          if (message) {
            auto written = co_await socket.write(*message + "!");
            EXPECT_TRUE(written);
          }
          auto end = co_await socket.read(2s);
          EXPECT_EQ(end.error().code, "Closed");
        };
        co_return upgrade;
      },
      localhost_options());
  asio::io_context& context = server.runtime().main_context();
  HttpClientOptions options;
  options.ca_bundle_path = localhost_pem();
  const std::string url = "https://localhost:" + std::to_string(server.port());
  HttpClient client(context, Origin::parse(url).value(), options);
  run_blocking(context, [&]() -> Task<void> {
    auto socket = co_await client.connect_web_socket(HttpRequest(), 2s);
    EXPECT_TRUE(socket) << socket.error().message;
    if (!socket) co_return;
    const std::string message(70000, 'm');
    auto written = co_await socket->write(message);
    EXPECT_TRUE(written);
    auto read = co_await socket->read(2s);
    EXPECT_EQ(read.value_or("fault"), message + "!");
    co_await socket->close();
  });
}

}  // namespace
}  // namespace berth::net
