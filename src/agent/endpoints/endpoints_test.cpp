// All endpoints together on a machine of the test's own: ports, names, what is in the way.
#include "agent/endpoints/endpoints.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/endpoints/own_network.h"
#include "agent/endpoints/rtnetlink.h"
#include "aws/sigv4/sign.h"
#include "base/file.h"
#include "net/http_client.h"
#include "net/message_server.h"

namespace berth::agent {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

constexpr const char* kAddress = "169.254.170.2";

net::Task<net::HttpAnswer> say(std::string text) {
  net::HttpResponse response;
  response.body = std::move(text);
  co_return response;
}

/// Another program's server on all addresses.
int occupy(int type, std::uint16_t port) {
  const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  const int on = 1;
  if (type == SOCK_STREAM) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  if (type == SOCK_STREAM) {
    EXPECT_EQ(::listen(fd, 1), 0);
  }
  return fd;
}

/// All in a network of the test's own.
class Machine {
 public:
  explicit Machine(const std::string& directory) : directory_(directory) {
    EXPECT_EQ(std::system("ip link set lo up"), 0);
    const auto port = control_plane_.listen("127.0.0.1", 0).value();
    options.data_dir = directory + "/data";
    options.authority_dir = directory + "/authority";
    options.control_plane_url = "http://127.0.0.1:" + std::to_string(port);
    options.credentials_handler = [](const net::HttpRequest&) { return say("credentials"); };
    options.relay_credentials = []() -> net::Task<Result<aws::sigv4::Credentials>> {
      co_return aws::sigv4::Credentials{"AKIAINSTANCE", Secret("secret"), Secret("")};
    };
    options.container_instance_arn = [] {
      return "arn:aws:ecs:us-east-1:123456789012:container-instance/default/abc"s;
    };
    options.region = "us-east-1";
  }
  ~Machine() {
    control_plane_.stop(milliseconds(0));
    runtime.stop();
  }

  Result<net::HttpResponse> get(const std::string& url, const std::string& host = "x") {
    const std::string roots = directory_ + "/authority/authority.pem";
    Result<net::HttpResponse> response;
    net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
      net::HttpClientOptions client_options;
      client_options.ca_bundle_path = roots;
      net::HttpClient client(runtime.main_context(), *net::Origin::parse(url), client_options);
      net::HttpRequest request;
      request.headers.emplace_back("Host", host);
      response = co_await client.send(std::move(request), milliseconds(3000));
    });
    return response;
  }
  std::string resolve(std::string_view question) {
    Result<std::string> answer;
    net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
      answer = co_await net::ask_by_datagram(
          kAddress, 53, std::string(question), [](std::string_view) { return true; },
          milliseconds(2000));
    });
    return answer ? *answer : answer.error().code;
  }
  bool has_address() const {
    const auto held = rtnetlink::addresses();
    for (const auto& address : *held) {
      if (rtnetlink::format_ipv4(address.address) == kAddress) return true;
    }
    return false;
  }

  net::Runtime runtime{2};
  EndpointsOptions options;

 private:
  std::string directory_;
  net::HttpServer control_plane_{
      runtime.contexts(), {}, [](const net::HttpRequest& request) {
        return say("for " + std::string(request.header("Host").value_or("")));
      }};
};

class EndpointsTest : public testing::Test {
 protected:
  EndpointsTest() {
    char name[] = "/tmp/berth-endpoints.XXXXXX";
    directory_ = ::mkdtemp(name);
  }
  ~EndpointsTest() override { std::filesystem::remove_all(directory_); }
  /// Of this process alone, as a task's would be; before it has threads.
  void use_hosts_file() const {
    const std::string hosts = directory_ + "/hosts";
    ASSERT_TRUE(write_file_atomically(
        hosts, "169.254.170.2 sts.amazonaws.com\n169.254.170.2 s3.amazonaws.com\n", 0644));
    ASSERT_EQ(::unshare(CLONE_NEWNS), 0);
    ASSERT_EQ(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
    ASSERT_EQ(::mount(hosts.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr), 0);
  }
  std::string directory_;
};

const std::string kQuestion =
    "\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03sts\x09"
    "amazonaws\x03"
    "com\x00\x00\x01\x00\x01"s;

TEST_F(EndpointsTest, AllPartsAnswerAndGo) {
  in_own_network([&] {
    use_hosts_file();
    Machine machine(directory_);
    auto endpoints = Endpoints::start(machine.runtime, machine.options);
    ASSERT_TRUE(endpoints) << endpoints.error().message;
    const auto mode = (*endpoints)->mode();
    EXPECT_TRUE(mode.transparent);
    EXPECT_TRUE(mode.names_by_responder);
    EXPECT_FALSE(mode.host_names.empty()) << "for definitions with resolvers of their own";
    EXPECT_EQ(mode.authority_pem, read_file(directory_ + "/authority/authority.pem").value());

    for (const char* url : {"http://169.254.170.2", "http://127.0.0.1:51679"}) {
      const auto response = machine.get(url);
      ASSERT_TRUE(response) << response.error().message;
      EXPECT_EQ(response->body, "credentials");
    }
    EXPECT_THAT(machine.resolve(kQuestion), testing::EndsWith("\x00\x04\xa9\xfe\xaa\x02"s));

    const auto relayed = machine.get("https://sts.amazonaws.com", "sts.amazonaws.com");
    ASSERT_TRUE(relayed) << relayed.error().message;
    EXPECT_EQ(relayed->body, "for sts.amazonaws.com");
    EXPECT_EQ(machine.get("https://sts.amazonaws.com", "localhost")->status, 421);
    EXPECT_FALSE(machine.get("https://s3.amazonaws.com", "s3.amazonaws.com"));
    EXPECT_EQ(machine.get("http://sts.amazonaws.com:443", "sts.amazonaws.com")->status, 400);

    (*endpoints)->stop();
    EXPECT_FALSE(machine.has_address());
    EXPECT_FALSE(machine.get("http://127.0.0.1:51679"));
  });
}

TEST_F(EndpointsTest, APortThatIsTakenIsNamedWithItsOwner) {
  in_own_network([&] {
    Machine machine(directory_);
    occupy(SOCK_STREAM, 80);
    const auto endpoints = Endpoints::start(machine.runtime, machine.options);
    ASSERT_FALSE(endpoints);
    EXPECT_EQ(endpoints.error().code, "AddressInUse");
    EXPECT_THAT(endpoints.error().message,
                testing::HasSubstr("0.0.0.0:80 is held by process " + std::to_string(::getpid())));
    EXPECT_FALSE(machine.has_address()) << "a start that failed leaves nothing";
  });
}

TEST_F(EndpointsTest, WithoutPort53NamesGoByHostsFiles) {
  in_own_network([&] {
    Machine machine(directory_);
    occupy(SOCK_DGRAM, 53);
    occupy(SOCK_STREAM, 53);
    const auto endpoints = Endpoints::start(machine.runtime, machine.options);
    ASSERT_TRUE(endpoints) << endpoints.error().message;
    const auto mode = (*endpoints)->mode();
    EXPECT_TRUE(mode.transparent);
    EXPECT_FALSE(mode.names_by_responder);
    EXPECT_THAT(mode.host_names, testing::Contains("ecs.us-west-2.amazonaws.com"));
    (*endpoints)->stop();
  });
}

TEST_F(EndpointsTest, WithoutPort443TheyAreNotTransparent) {
  in_own_network([&] {
    Machine machine(directory_);
    occupy(SOCK_STREAM, 443);
    machine.options.set_endpoint_url = true;
    const auto endpoints = Endpoints::start(machine.runtime, machine.options);
    ASSERT_TRUE(endpoints) << endpoints.error().message;
    EXPECT_FALSE((*endpoints)->mode().transparent);
    EXPECT_EQ((*endpoints)->mode().endpoint_url, machine.options.control_plane_url);
    EXPECT_TRUE(machine.get("http://169.254.170.2"));
    EXPECT_EQ(machine.resolve(kQuestion), "ConnectionRefused");
    (*endpoints)->stop();
  });
}

TEST_F(EndpointsTest, TheAddressStaysForContainersThatLiveOn) {
  in_own_network([&] {
    Machine machine(directory_);
    auto first = Endpoints::start(machine.runtime, machine.options);
    ASSERT_TRUE(first);
    (*first)->leave_address();
    (*first)->stop();
    EXPECT_TRUE(machine.has_address());
    auto second = Endpoints::start(machine.runtime, machine.options);
    ASSERT_TRUE(second);
    (*second)->stop();
    EXPECT_FALSE(machine.has_address()) << "it was ours";
  });
}

}  // namespace
}  // namespace berth::agent
