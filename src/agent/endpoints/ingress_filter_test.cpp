// Who is let in: real neighbours in networks of the test's own.
#include "agent/endpoints/ingress_filter.h"

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/endpoints/own_network.h"

namespace berth::agent {
namespace {

using rtnetlink::Link;

std::uint32_t ipv4(const char* text) {
  return *rtnetlink::parse_ipv4(text);
}

TEST(IngressFilter, KnowsDockersBridges) {
  EXPECT_TRUE(is_docker_bridge({2, "docker0", "bridge"}, {}));
  EXPECT_TRUE(is_docker_bridge({2, "docker_gwbridge", "bridge"}, {}));
  EXPECT_TRUE(is_docker_bridge({2, "br-0123456789ab", "bridge"}, {}));
  EXPECT_TRUE(is_docker_bridge({2, "berth0", "bridge"}, {"berth0"}));
  EXPECT_FALSE(is_docker_bridge({2, "berth0", "bridge"}, {}));
  EXPECT_FALSE(is_docker_bridge({2, "br-lan", "bridge"}, {}));
  EXPECT_FALSE(is_docker_bridge({2, "br-0123456789xy", "bridge"}, {}));
  EXPECT_FALSE(is_docker_bridge({2, "docker0", "veth"}, {}));
}

TEST(IngressFilter, LetsInThisMachineAndItsContainers) {
  const std::vector<Link> links = {{1, "lo", ""},
                                   {2, "eth0", ""},
                                   {3, "docker0", "bridge"},
                                   {4, "veth1", "veth", 3},
                                   {5, "virbr0", "bridge"}};
  const auto ingress = decide_ingress(
      links,
      {{2, ipv4("192.0.2.2"), 24}, {3, ipv4("172.17.0.1"), 16}, {5, ipv4("192.168.122.1"), 24}},
      {});
  EXPECT_THAT(ingress.links, testing::ElementsAre(1, 3));
  EXPECT_TRUE(ingress.lets_in(ipv4("127.0.0.1")));
  EXPECT_TRUE(ingress.lets_in(ipv4("192.0.2.2")));
  EXPECT_TRUE(ingress.lets_in(ipv4("172.17.255.3")));
  EXPECT_FALSE(ingress.lets_in(ipv4("192.0.2.3")));
  EXPECT_FALSE(ingress.lets_in(ipv4("192.168.122.7")));
  EXPECT_FALSE(ingress.lets_in(ipv4("172.18.0.2")));
}

TEST(IngressFilter, ABridgeWithHardwareLeadsElsewhere) {
  const auto ingress =
      decide_ingress({{1, "lo", ""}, {2, "eth0", "", 3}, {3, "br-0123456789ab", "bridge"}},
                     {{3, ipv4("10.0.0.1"), 24}}, {});
  EXPECT_THAT(ingress.links, testing::ElementsAre(1));
  EXPECT_FALSE(ingress.lets_in(ipv4("10.0.0.9")));
  EXPECT_TRUE(ingress.lets_in(ipv4("10.0.0.1")));
}

sockaddr_in endpoint(const char* address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  ::inet_pton(AF_INET, address, &result.sin_addr);
  return result;
}

/// "open", "refused" or "silent".
std::string knock(const char* address, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const auto to = endpoint(address, port);
  ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  pollfd wait{fd, POLLOUT, 0};
  std::string result = "silent";
  if (::poll(&wait, 1, 700) == 1) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    result = error == 0 ? "open" : "refused";
  }
  ::close(fd);
  return result;
}

int listen_on(const char* address, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto at = endpoint(address, port);
  EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
  EXPECT_EQ(::listen(fd, 8), 0);
  return fd;
}

bool run(const std::string& command) {
  return std::system((command + " 2>/dev/null").c_str()) == 0;
}

/// A machine beside this one: a process in a network of its own that knocks when told to.
class Neighbour {
 public:
  Neighbour() {
    EXPECT_EQ(::pipe(to_child_), 0);
    EXPECT_EQ(::pipe(from_child_), 0);
    child_ = ::fork();
    if (child_ == 0) live();
    answer();  // it has its own network now
  }
  ~Neighbour() {
    ::close(to_child_[1]);
    ::waitpid(child_, nullptr, 0);
  }

  /// A cable from the interface `here` of this network to `address` of the neighbour's.
  void connect(const std::string& here, const std::string& address, const std::string& gateway) {
    ASSERT_TRUE(
        run(fmt::format("ip link add {} type veth peer name eth0 netns {} && "
                        "ip link set {} up",
                        here, child_, here)));
    ASSERT_TRUE(
        run(fmt::format("nsenter -t {0} -n sh -c 'ip link set lo up; ip link set eth0 up; "
                        "ip address add {1} dev eth0; ip route add default via {2}'",
                        child_, address, gateway)));
  }
  std::string knocks() {
    EXPECT_EQ(::write(to_child_[1], "k", 1), 1);
    return answer();
  }

 private:
  [[noreturn]] void live() {
    ::close(to_child_[1]);
    if (::unshare(CLONE_NEWNET) != 0) ::_exit(1);
    if (::write(from_child_[1], "ready\n", 6) < 0) ::_exit(1);
    char order = 0;
    while (::read(to_child_[0], &order, 1) == 1) {
      const std::string heard = knock("169.254.170.2", 80) + "\n";
      if (::write(from_child_[1], heard.data(), heard.size()) < 0) ::_exit(1);
    }
    ::_exit(0);
  }
  std::string answer() {
    std::string line;
    for (char c = 0; ::read(from_child_[0], &c, 1) == 1 && c != '\n';) line.push_back(c);
    return line;
  }

  int to_child_[2];
  int from_child_[2];
  pid_t child_ = 0;
};

TEST(IngressFilter, ANeighbourGetsNoAnswerAndAContainerDoes) {
  if (!run("ip link show lo >/dev/null")) GTEST_SKIP() << "needs iproute2";
  in_own_network([] {
    Neighbour neighbour;
    Neighbour container;
    run("ip link set lo up && ip address add 169.254.170.2/32 dev lo");
    neighbour.connect("eth0", "192.0.2.3/24", "192.0.2.2");
    run("ip address add 192.0.2.2/24 dev eth0");
    const int listener = listen_on("169.254.170.2", 80);
    EXPECT_EQ(neighbour.knocks(), "open") << "the danger is real: it routes through this machine";

    IngressFilter filter({});
    ASSERT_TRUE(filter.guard(listener));
    EXPECT_EQ(neighbour.knocks(), "silent");
    EXPECT_EQ(knock("169.254.170.2", 80), "open");

    // A network that is made later, as `docker network create` does.
    run("ip link add br-0123456789ab type bridge && ip link set br-0123456789ab up && "
        "ip address add 172.30.0.1/24 dev br-0123456789ab");
    container.connect("veth1", "172.30.0.5/24", "172.30.0.1");
    run("ip link set veth1 master br-0123456789ab");
    std::string heard;
    for (int tries = 0; tries < 20 && heard != "open"; ++tries) heard = container.knocks();
    EXPECT_EQ(heard, "open");
    EXPECT_TRUE(filter.lets_in("172.30.0.5"));
    EXPECT_EQ(neighbour.knocks(), "silent");
    ::close(listener);
  });
}

}  // namespace
}  // namespace berth::agent
