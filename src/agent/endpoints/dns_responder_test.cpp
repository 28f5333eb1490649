// The responder between a client and the host's resolvers, over real sockets.
#include "agent/endpoints/dns_responder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/endpoints/dns_message.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

std::string query_for(const std::string& name, char type = '\x01') {
  std::string message = "\xab\xcd\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"s;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t dot = std::min(name.find('.', at), name.size());
    message += static_cast<char>(dot - at) + name.substr(at, dot - at);
    at = dot + 1;
  }
  return message + "\x00\x00"s + type + "\x00\x01"s;
}

/// The host's resolver: repeats the question and marks it.
class Upstream {
 public:
  explicit Upstream(net::asio::io_context& context)
      : server_(context, {}, [this](std::string message, net::Peer) { return answer(message); }) {
    port_ = server_.listen("127.0.0.1", 0).value();
  }
  std::uint16_t port() const { return port_; }
  int asked() const { return asked_; }

 private:
  net::Task<std::optional<std::string>> answer(std::string message) {
    ++asked_;
    const auto query = dns::parse_query(message);
    co_return dns::make_address_answer(*query, 0x08080808, 5);
  }
  std::atomic<int> asked_ = 0;
  net::DatagramServer server_;
  std::uint16_t port_ = 0;
};

class DnsResponderTest : public testing::Test {
 protected:
  DnsResponderTest() : upstream_(runtime_.main_context()) {
    DnsOptions options;
    options.address = "127.0.0.1";
    options.port = 0;
    options.resolvers = [this] { return resolvers_; };
    options.lets_in = [this](const std::string&) { return lets_in_.load(); };
    resolvers_ = {{"127.0.0.1", upstream_.port()}};
    // A port that is free for datagrams may be taken for streams.
    for (int attempt = 0; port_ == 0 && attempt < 20; ++attempt) {
      if (responder_) responder_->stop();
      responder_ = std::make_unique<DnsResponder>(runtime_.main_context(), options);
      port_ = responder_->listen().value_or(0);
    }
  }
  ~DnsResponderTest() override {
    responder_->stop();
    runtime_.stop();
  }

  Result<std::string> ask(std::string message, bool stream = false) {
    Result<std::string> answer;
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      if (stream) {
        answer = co_await net::ask_by_stream("127.0.0.1", port_, message, milliseconds(5000));
      } else {
        answer = co_await net::ask_by_datagram(
            "127.0.0.1", port_, message, [](std::string_view) { return true; },
            milliseconds(lets_in_ ? 6000 : 300));
      }
    });
    return answer;
  }

  net::Runtime runtime_{1};
  Upstream upstream_;
  std::vector<Resolver> resolvers_;
  std::atomic<bool> lets_in_ = true;
  std::unique_ptr<DnsResponder> responder_;
  std::uint16_t port_ = 0;
};

constexpr const char* kLoopback = "\x7f\x00\x00\x01";

TEST_F(DnsResponderTest, ServedNamesLeadHere) {
  for (const bool stream : {false, true}) {
    const auto answer = ask(query_for("ecs.us-west-2.amazonaws.com"), stream);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->substr(answer->size() - 4), std::string(kLoopback, 4));
  }
  EXPECT_EQ(upstream_.asked(), 0);
}

TEST_F(DnsResponderTest, ServedNamesHaveNoOtherAddresses) {
  const auto answer = ask(query_for("ecs.us-west-2.amazonaws.com", '\x1c'));
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)[3] & 0xf, 0);
  EXPECT_EQ((*answer)[7], 0);
  EXPECT_EQ(upstream_.asked(), 0);
}

TEST_F(DnsResponderTest, OthersGoToTheHostsResolvers) {
  const auto answer = ask(query_for("s3.amazonaws.com"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->substr(answer->size() - 4), "\x08\x08\x08\x08");
  EXPECT_EQ(upstream_.asked(), 1);
}

TEST_F(DnsResponderTest, TheNextResolverIsAskedWhereOneIsSilent) {
  resolvers_.insert(resolvers_.begin(), {"127.0.0.1", 1});
  const auto answer = ask(query_for("s3.amazonaws.com"));
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)[3] & 0xf, 0);
}

TEST_F(DnsResponderTest, TheNextResolverIsAskedWhereOneFails) {
  net::DatagramServer failing(
      runtime_.main_context(), {},
      [](std::string message, net::Peer) -> net::Task<std::optional<std::string>> {
        const auto query = dns::parse_query(message);
        co_return dns::make_empty_answer(*query, dns::Code::kServerFailure);
      });
  const Resolver fails{"127.0.0.1", failing.listen("127.0.0.1", 0).value()};
  resolvers_.insert(resolvers_.begin(), fails);
  EXPECT_EQ((*ask(query_for("s3.amazonaws.com")))[3] & 0xf, 0);
  EXPECT_EQ(upstream_.asked(), 1);
  resolvers_ = {fails};
  EXPECT_EQ((*ask(query_for("s3.amazonaws.com")))[3] & 0xf, 2);
  failing.stop();
}

TEST_F(DnsResponderTest, WithoutAResolverItSaysSo) {
  resolvers_.clear();
  const auto answer = ask(query_for("s3.amazonaws.com"));
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)[3] & 0xf, 2);
}

TEST_F(DnsResponderTest, NonsenseIsAFormatError) {
  const auto answer = ask(query_for("s3.amazonaws.com").substr(0, 15));
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)[3] & 0xf, 1);
}

TEST_F(DnsResponderTest, StrangersGetNothing) {
  lets_in_ = false;
  EXPECT_FALSE(ask(query_for("ecs.us-west-2.amazonaws.com")));
}

TEST(ResolvConf, TakesTheFirstThreeButNotItself) {
  EXPECT_THAT(
      parse_resolv_conf("# comment\nsearch example.org\nnameserver 169.254.170.2\n"
                        "nameserver\t10.0.0.2\nnameserver 2001:db8::1\noptions ndots:2\n"
                        "nameserver 10.0.0.3\nnameserver 10.0.0.4\n",
                        "169.254.170.2"),
      testing::ElementsAre(Resolver{"10.0.0.2"}, Resolver{"2001:db8::1"}, Resolver{"10.0.0.3"}));
  EXPECT_TRUE(parse_resolv_conf("", "169.254.170.2").empty());
}

}  // namespace
}  // namespace berth::agent
