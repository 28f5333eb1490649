// Tests of the way from a connection to the process at its other end.
#include "agent/credentials/socket_owner.h"

#include <cstring>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/credentials/socket_diag.h"
#include "base/file.h"

namespace berth::agent {
namespace {

constexpr std::string_view kTable =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout\n"
    "   0: 0100007F:C9DF 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 "
    "1 0000000000000000 100 0 0 10 0\n"
    "   1: 0200A8C0:8000 0100007F:C9DF 01 00000000:00000000 00:00000000 00000000  1000        0 12 "
    "1 0000000000000000 20 4 30 10 -1\n"
    "   2: 0100007F:8001 0100007F:C9DF 01 00000000:00000000 00:00000000 00000000     0        0 13 "
    "1 0000000000000000 20 4 30 10 -1\n"
    "   3: 0100007F:8001 0500007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 14 "
    "1 0000000000000000 20 4 30 10 -1\n"
    "   4: 0100007F:8002 0100007F:C9DF 06 00000000:00000000 03:00000C5B 00000000     0        0 0 "
    "3 "
    "0000000000000000\n"
    "   5: 0100007F:C9DF 0100007F:8003 01 00000000:00000000 00:00000000 00000000     0        0 16 "
    "1 0000000000000000 20 4 30 10 -1\n"
    "   6: 0100007F:8004 02AAFEA9:0050 01 00000000:00000000 00:00000000 00000000     0        0 17 "
    "1 0000000000000000 20 4 30 10 -1\n";

net::Peer peer(const std::string& address, std::uint16_t port) {
  return {address, port, "127.0.0.1", 51679, false, {}};
}

TEST(FindInode, BothEndsCount) {
  EXPECT_EQ(find_inode(kTable, peer("192.168.0.2", 0x8000)), 12u);
  EXPECT_EQ(find_inode(kTable, peer("127.0.0.1", 0x8001)), 13u);
  EXPECT_EQ(find_inode(kTable, {"127.0.0.1", 0x8001, "127.0.0.5", 80, false, {}}), 14u);
}

TEST(FindInode, AnotherServersConnectionFromTheSamePortIsAnother) {
  EXPECT_EQ(find_inode(kTable, {"127.0.0.1", 0x8001, "127.0.0.9", 80, false, {}}), 0u);
  EXPECT_EQ(find_inode(kTable, {"127.0.0.1", 0x8001, "127.0.0.5", 8, false, {}}), 0u);
  EXPECT_EQ(find_inode(kTable, peer("127.0.0.1", 0x8004)), 0u);
  EXPECT_EQ(find_inode(kTable, {"127.0.0.1", 0x8004, "169.254.170.2", 80, false, {}}), 17u);
}

TEST(FindInode, NeitherTheServersEndNorAClosedOne) {
  EXPECT_EQ(find_inode(kTable, peer("127.0.0.1", 0x8003)), 0u);
  EXPECT_EQ(find_inode(kTable, peer("127.0.0.1", 0x8002)), 0u);
  EXPECT_EQ(find_inode(kTable, peer("172.17.0.2", 0x8000)), 0u);
  EXPECT_EQ(find_inode(kTable, peer("fe80::1", 0x8000)), 0u);
  EXPECT_EQ(find_inode("", peer("127.0.0.1", 0x8001)), 0u);
}

TEST(FindInode, MappedAddressesOfTcp6) {
  EXPECT_EQ(find_inode("  sl  local_address                         remote_address\n"
                       "   0: 0000000000000000FFFF00000100007F:8001 "
                       "0000000000000000FFFF00000100007F:C9DF 01 00000000:00000000 00:00000000 "
                       "00000000     0        0 21 1 0000000000000000 20 4 30 10 -1\n",
                       peer("127.0.0.1", 0x8001)),
            21u);
}

/// A connection over loopback within this process.
class Connected {
 public:
  Connected()
      : listener_(::socket(AF_INET, SOCK_STREAM, 0)), client_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* address = reinterpret_cast<sockaddr*>(&at);
    socklen_t size = sizeof(at);
    ::bind(listener_, address, size);
    ::listen(listener_, 1);
    ::getsockname(listener_, address, &size);
    peer_.address = peer_.local_address = "127.0.0.1";
    peer_.local_port = ntohs(at.sin_port);
    ::connect(client_, address, size);
    ::getsockname(client_, address, &size);
    peer_.port = ntohs(at.sin_port);
    accepted_ = ::accept(listener_, nullptr, nullptr);
  }
  ~Connected() {
    close_client();
    ::close(accepted_);
    ::close(listener_);
  }
  Connected(const Connected&) = delete;
  Connected& operator=(const Connected&) = delete;

  const net::Peer& peer() const { return peer_; }
  std::uint64_t inode() const {
    struct stat status {};
    ::fstat(client_, &status);
    return status.st_ino;
  }
  void close_client() {
    if (client_ >= 0) ::close(client_);
    client_ = -1;
  }

 private:
  int listener_;
  int client_;
  int accepted_ = -1;
  net::Peer peer_;
};

TEST(ProcSocketOwners, FindsTheClientsSocketAndItsProcess) {
  const Connected connected;
  const ProcSocketOwners owners;
  EXPECT_EQ(owners.socket_of(connected.peer()), connected.inode());
  const auto own = owners.owner_of(connected.inode());
  EXPECT_EQ(own.kind, SocketOwner::Kind::kHost) << own.container_id;
}

TEST(ProcSocketOwners, TheTextSaysTheSameAsTheKernel) {
  const Connected connected;
  const auto table = read_file("/proc/net/tcp");
  ASSERT_TRUE(table);
  EXPECT_EQ(find_inode(*table, connected.peer()), connected.inode());
  const auto asked = ask_socket_inode(connected.peer());
  if (!asked) GTEST_SKIP() << "this kernel has no sock_diag";
  EXPECT_EQ(*asked, connected.inode());
  auto other = connected.peer();
  other.address = "172.31.255.254";
  EXPECT_EQ(ask_socket_inode(other), 0u);
}

TEST(ProcSocketOwners, AnotherProcessIsFoundToo) {
  auto connected = std::make_unique<Connected>();
  const auto inode = connected->inode();
  int wait_for_end[2];
  ASSERT_EQ(::pipe(wait_for_end), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char byte = 0;
    ::close(wait_for_end[1]);
    ::_exit(static_cast<int>(::read(wait_for_end[0], &byte, 1)));
  }
  ::close(wait_for_end[0]);
  connected->close_client();
  const ProcSocketOwners owners;
  EXPECT_EQ(owners.owner_of(inode).kind, SocketOwner::Kind::kHost);
  ::close(wait_for_end[1]);
  ::waitpid(child, nullptr, 0);
  // Found lately, and gone since.
  EXPECT_NE(owners.owner_of(inode).kind, SocketOwner::Kind::kHost);
  EXPECT_EQ(owners.owner_of(inode).container_id, "");
}

/// A control group as of a container, made for one process and removed again.
class FakeContainer {
 public:
  explicit FakeContainer(std::string id) : id_(std::move(id)) {
    const bool v2 = ::access("/sys/fs/cgroup/cgroup.procs", F_OK) == 0;
    parent_ = (v2 ? "/sys/fs/cgroup/berth-test-" : "/sys/fs/cgroup/pids/berth-test-") +
              std::to_string(::getpid());
    path_ = parent_ + "/" + id_;
    made_ = ::mkdir(parent_.c_str(), 0755) == 0 && ::mkdir(path_.c_str(), 0755) == 0;
  }
  ~FakeContainer() {
    ::rmdir(path_.c_str());
    ::rmdir(parent_.c_str());
  }
  FakeContainer(const FakeContainer&) = delete;
  FakeContainer& operator=(const FakeContainer&) = delete;

  bool made() const { return made_; }
  /// Moves the calling process into it.
  bool enter() const {
    const int fd = ::open((path_ + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC);
    const bool entered = fd >= 0 && ::write(fd, "0", 1) == 1;
    if (fd >= 0) ::close(fd);
    return entered;
  }

 private:
  std::string id_;
  std::string parent_;
  std::string path_;
  bool made_ = false;
};

TEST(ProcSocketOwners, AProcessInAContainerIsFoundThere) {
  const std::string id(64, 'c');
  const FakeContainer container(id);
  if (!container.made()) GTEST_SKIP() << "needs root and control groups";
  Connected connected;
  const auto inode = connected.inode();
  int entered[2];
  int wait_for_end[2];
  ASSERT_EQ(::pipe(entered), 0);
  ASSERT_EQ(::pipe(wait_for_end), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char byte = container.enter() ? 'y' : 'n';
    ::close(wait_for_end[1]);
    if (::write(entered[1], &byte, 1) == 1) (void)!::read(wait_for_end[0], &byte, 1);
    ::_exit(0);
  }
  ::close(wait_for_end[0]);
  char answer = 'n';
  EXPECT_EQ(::read(entered[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  connected.close_client();
  const ProcSocketOwners owners;
  EXPECT_EQ(owners.owner_of(inode), (SocketOwner{SocketOwner::Kind::kContainer, id}));
  ::close(wait_for_end[1]);
  ::waitpid(child, nullptr, 0);
  ::close(entered[0]);
  ::close(entered[1]);
}

TEST(ProcSocketOwners, NobodyHasASocketThatIsNotThere) {
  const ProcSocketOwners owners;
  EXPECT_EQ(owners.socket_of({"172.31.255.254", 4711, "169.254.170.2", 80, false, {}}), 0u);
  const auto kind = owners.owner_of(4'000'000'000).kind;
  EXPECT_TRUE(kind == SocketOwner::Kind::kNobody || kind == SocketOwner::Kind::kUnseen);
}

}  // namespace
}  // namespace berth::agent
