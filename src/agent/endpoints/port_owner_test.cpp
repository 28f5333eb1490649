// Who holds a port, out of /proc.
#include "agent/endpoints/port_owner.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace berth::agent {
namespace {

TEST(PortOwner, ReadsTheKernelsTables) {
  const auto rows = parse_socket_table(
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout\n"
      "   0: 0100007F:C9DF 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 4321 1 0\n"
      "   1: 0200000A:0050 0300000A:1F90 01 00000000:00000000 00:00000000 00000000  0 0 4322 1 0\n"
      "   2: 00000000000000000000000000000000:0035 00000000000000000000000000000000:0000 07 "
      "00000000:00000000 00:00000000 00000000 0 0 4323 2 0\n"
      "garbage\n");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].address, "127.0.0.1");
  EXPECT_EQ(rows[0].port, 51679);
  EXPECT_TRUE(rows[0].listening);
  EXPECT_EQ(rows[0].inode, 4321U);
  EXPECT_FALSE(rows[1].listening);
  EXPECT_EQ(rows[2].address, "::");
  EXPECT_TRUE(rows[2].listening);
}

TEST(PortOwner, FindsThisProcessBehindTheWildcard) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto port = ntohs(address.sin_port);
  EXPECT_FALSE(find_port_owner(Transport::kTcp, "127.0.0.1", port)) << "bound, not listening";
  ASSERT_EQ(::listen(fd, 1), 0);
  const auto owner = find_port_owner(Transport::kTcp, "127.0.0.1", port);
  ::close(fd);
  ASSERT_TRUE(owner);
  EXPECT_EQ(owner->pid, ::getpid());
  EXPECT_EQ(owner->address, "0.0.0.0");
  EXPECT_THAT(describe(*owner, port), testing::HasSubstr(owner->command));
}

TEST(PortOwner, SaysSoWithoutRights) {
  EXPECT_EQ(describe({"::", 0, {}}, 80),
            "[::]:80 is held by a process of another user (sudo ss -tulnp)");
}

}  // namespace
}  // namespace berth::agent
