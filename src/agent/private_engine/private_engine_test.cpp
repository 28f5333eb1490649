// A private engine from its start to the last trace of it; needs root.
#include "agent/private_engine/private_engine.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "agent/docker/docker_host.h"
#include "agent/endpoints/endpoints.h"
#include "agent/endpoints/own_network.h"
#include "agent/endpoints/rtnetlink.h"
#include "agent/private_engine/engine_paths.h"
#include "agent/private_engine/engine_process.h"
#include "agent/private_engine/engine_traces.h"
#include "aws/sigv4/sign.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

namespace fs = std::filesystem;

class PrivateEngineTest : public testing::Test {
 protected:
  PrivateEngineTest() {
    char name[] = "/tmp/berth-engine.XXXXXX";
    state_dir_ = ::mkdtemp(name);
    paths_ = EnginePaths::of(state_dir_);
  }
  ~PrivateEngineTest() override { fs::remove_all(state_dir_); }

  void expect_nothing_left() const {
    EXPECT_FALSE(fs::exists(paths_.exec_root));
    EXPECT_EQ(find_process("dockerd", "--exec-root=" + paths_.exec_root).pid, 0);
    EXPECT_TRUE(processes_of(paths_.exec_root, "containerd").empty());
    EXPECT_TRUE(processes_of(paths_.exec_root, "containerd-shim").empty());
    EXPECT_FALSE(fs::exists("/sys/fs/cgroup/memory/" + paths_.name));
    EXPECT_FALSE(fs::exists("/sys/fs/cgroup/" + paths_.name));
    const auto links = rtnetlink::links();
    ASSERT_TRUE(links);
    for (const auto& link : *links) EXPECT_NE(link.kind, "bridge") << link.name;
    EXPECT_EQ(std::system(("grep -q " + state_dir_ + " /proc/self/mountinfo").c_str()) == 0, false);
  }
  int docker(const std::string& arguments) const {
    return std::system(
        fmt::format("docker -H unix://{} {} >/dev/null 2>&1", paths_.socket, arguments).c_str());
  }

  static bool busybox() { return fs::exists("/bin/busybox"); }
  void run_container() const {
    docker("network create extra");
    std::system(fmt::format("tar -C / -c bin/busybox | docker -H unix://{} import - box "
                            ">/dev/null 2>&1",
                            paths_.socket)
                    .c_str());
    EXPECT_EQ(docker("run -d --name box1 --network extra box /bin/busybox sleep 1000"), 0);
  }

  std::string state_dir_;
  EnginePaths paths_;
};

TEST_F(PrivateEngineTest, StartsIsAdoptedAndLeavesNothing) {
  if (find_executable("dockerd").empty()) GTEST_SKIP() << "needs dockerd";
  in_own_network([&] {
    std::system("ip link set lo up");
    auto first = PrivateEngine::start({state_dir_, {}});
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_FALSE((*first)->adopted());
    EXPECT_TRUE(socket_answers(paths_.socket));
    EXPECT_EQ((*first)->docker_host(), "unix://" + paths_.socket);
    const auto process = find_process("dockerd", "--exec-root=" + paths_.exec_root);
    first->reset();  // as after a kill: no stop()

    if (busybox()) run_container();

    auto second = PrivateEngine::start({state_dir_, {}});
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_TRUE((*second)->adopted());
    EXPECT_EQ(find_process("dockerd", "--exec-root=" + paths_.exec_root), process);
    (*second)->stop();
    expect_nothing_left();
  });
}

TEST_F(PrivateEngineTest, AKilledEngineIsReplaced) {
  if (find_executable("dockerd").empty()) GTEST_SKIP() << "needs dockerd";
  in_own_network([&] {
    std::system("ip link set lo up");
    auto first = PrivateEngine::start({state_dir_, {}});
    ASSERT_TRUE(first) << first.error().message;
    const auto process = find_process("dockerd", "--exec-root=" + paths_.exec_root);
    if (busybox()) run_container();
    EXPECT_TRUE(end_process(process, SIGKILL, std::chrono::seconds(5)));
    auto second = PrivateEngine::start({state_dir_, {}});
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_FALSE((*second)->adopted());
    if (busybox()) {
      EXPECT_EQ(docker("exec box1 /bin/busybox true"), 0) << "it lived on";
    }
    (*second)->stop();
    expect_nothing_left();
  });
}

TEST_F(PrivateEngineTest, ItsContainersReachTheEndpoint) {
  if (find_executable("dockerd").empty()) GTEST_SKIP() << "needs dockerd";
  if (!busybox()) GTEST_SKIP() << "needs busybox-static";
  in_own_network([&] {
    std::system("ip link set lo up");
    auto engine = PrivateEngine::start({state_dir_, {}});
    ASSERT_TRUE(engine) << engine.error().message;
    net::Runtime runtime(1);
    EndpointsOptions options;
    options.data_dir = state_dir_;
    options.transparent = false;
    options.bridge_interfaces = {(*engine)->bridge()};
    options.credentials_handler = [](const net::HttpRequest&) -> net::Task<net::HttpAnswer> {
      co_return net::HttpResponse();
    };
    const auto endpoints = Endpoints::start(runtime, options);
    ASSERT_TRUE(endpoints) << endpoints.error().message;
    run_container();
    EXPECT_EQ(docker("exec box1 /bin/busybox wget -O - http://169.254.170.2/"), 0);
    for (const char* network : {"bridge", "host"}) {
      EXPECT_EQ(docker(fmt::format("run --network {} box /bin/busybox wget -O - "
                                   "http://169.254.170.2/",
                                   network)),
                0)
          << network;
    }
    (*endpoints)->stop();
    (*engine)->stop();
    expect_nothing_left();
  });
}

TEST(EnginePaths, OneFolderIsOneEngine) {
  const auto paths = EnginePaths::of("/var/lib/berth");
  EXPECT_EQ(EnginePaths::of("/var/lib/../lib/berth").name, paths.name);
  EXPECT_NE(EnginePaths::of("/var/lib/berth2").name, paths.name);
  EXPECT_EQ(paths.name.size(), 14U) << "it names a network interface: at most 15";
}

TEST(EngineProcess, TellsProcessesApart) {
  const auto self = identify_process(::getpid());
  EXPECT_TRUE(is_alive(self));
  auto earlier = self;
  earlier.start_ticks -= 1;
  EXPECT_FALSE(is_alive(earlier));
  EXPECT_FALSE(is_alive({}));
  EXPECT_TRUE(end_process(earlier, SIGKILL, std::chrono::seconds(1))) << "and we live on";
}

TEST(EngineProcess, DetachedProcessesEnd) {
  const auto process = start_detached({"/bin/sleep", "1000"}, {"PATH=/bin"}, "/dev/null");
  ASSERT_TRUE(process);
  EXPECT_TRUE(is_alive(*process));
  EXPECT_NE(::getsid(process->pid), ::getsid(0));
  EXPECT_TRUE(end_process(*process, SIGTERM, std::chrono::seconds(5)));
  EXPECT_FALSE(is_alive(*process));
}

TEST(EngineProcess, WhatCannotStartSaysWhy) {
  const auto process = start_detached({"/nowhere/dockerd"}, {}, "/dev/null");
  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().message, "/nowhere/dockerd: No such file or directory");
}

TEST(EngineTraces, BridgeNetworksKeepOutOfTheWay) {
  in_own_network([] {
    std::system(
        "ip link set lo up && ip address add 172.17.3.1/24 dev lo && "
        "ip route add 172.18.0.0/15 dev lo");
    const auto network = choose_bridge_network();
    ASSERT_TRUE(network);
    EXPECT_EQ(rtnetlink::format_ipv4(network->gateway), "172.20.0.1");
  });
}

}  // namespace
}  // namespace berth::agent
