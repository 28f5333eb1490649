// Tests of who asks: containers by address, and by process on this machine's own addresses.
#include "agent/credentials/caller.h"

#include <map>

#include <gtest/gtest.h>

#include "agent/credentials/fake_socket_owners.h"
#include "agent/credentials/testing.h"

namespace berth::agent {
namespace {

using test_support::FakeSocketOwners;
using test_support::make_task;
using Kind = Caller::Kind;

const TimePoint kNow = from_epoch_ms(1'800'000'000'000);

class CallerFinderTest : public ::testing::Test {
 protected:
  CallerFinderTest() { tasks_.publish(one_); }

  Caller find(const std::string& address, std::uint16_t port, TimePoint now = kNow) {
    return finder_.find({address, port, "169.254.170.2", 80, false, {}}, now);
  }

  const TaskRecord one_ = make_task("one", 'a', "172.17.0.2");
  TaskDirectory tasks_;
  FakeSocketOwners owners_;
  CallerFinder finder_{tasks_, owners_};
};

TEST_F(CallerFinderTest, AContainersAddressIsItsTask) {
  const auto caller = find("172.17.0.2", 1);
  EXPECT_TRUE(caller.is_task(one_.arn));
  EXPECT_FALSE(caller.on_host_address);
  EXPECT_EQ(owners_.looks(), 0);
}

TEST_F(CallerFinderTest, AnAddressThatNobodyHasIsAStranger) {
  const auto caller = find("172.17.0.99", 1);
  EXPECT_EQ(caller.kind, Kind::kStranger);
  EXPECT_EQ(caller.task_arn(), "");
}

TEST_F(CallerFinderTest, OnAHostAddressTheProcessDecides) {
  owners_.set(1, {SocketOwner::Kind::kHost, {}});
  owners_.set(2, {SocketOwner::Kind::kContainer, std::string(64, 'a')});
  owners_.set(3, {SocketOwner::Kind::kContainer, std::string(64, 'f')});
  owners_.set(4, {SocketOwner::Kind::kUnseen, {}});
  owners_.set(5, {SocketOwner::Kind::kNobody, {}});
  EXPECT_EQ(find("127.0.0.1", 1).kind, Kind::kHost);
  EXPECT_TRUE(find("127.0.0.1", 2).is_task(one_.arn));
  EXPECT_TRUE(find("127.0.0.1", 2).on_host_address);
  EXPECT_EQ(find("172.17.0.1", 3).kind, Kind::kStranger);
  EXPECT_EQ(find("127.0.0.1", 4).kind, Kind::kHost);
  EXPECT_EQ(find("127.0.0.1", 5).kind, Kind::kStranger);
}

TEST_F(CallerFinderTest, AKeptConnectionIsLookedAtOnce) {
  owners_.set(1, {SocketOwner::Kind::kHost, {}});
  for (int i = 0; i < 100; ++i) find("127.0.0.1", 1);
  EXPECT_EQ(owners_.questions(), 1);
  EXPECT_EQ(owners_.looks(), 1);
  find("127.0.0.1", 1, kNow + CallerFinder::kTrusted);
  EXPECT_EQ(owners_.questions(), 2);
  EXPECT_EQ(owners_.looks(), 1);
}

TEST_F(CallerFinderTest, AnotherSocketOnTheSamePortIsAnotherCaller) {
  owners_.set(1, {SocketOwner::Kind::kHost, {}});
  EXPECT_EQ(find("127.0.0.1", 1).kind, Kind::kHost);
  owners_.set(1, {SocketOwner::Kind::kContainer, std::string(64, 'a')});
  EXPECT_TRUE(find("127.0.0.1", 1, kNow + CallerFinder::kTrusted).is_task(one_.arn));
  EXPECT_EQ(owners_.looks(), 2);
}

TEST_F(CallerFinderTest, WhatIsKeptIsBounded) {
  owners_.set_all({SocketOwner::Kind::kHost, {}});
  const auto connections = static_cast<int>(CallerFinder::kConnectionsMax) * 2;
  for (int i = 0; i < connections; ++i) {
    find("127.0." + std::to_string(i % 250) + ".1", static_cast<std::uint16_t>(i + 1));
  }
  EXPECT_EQ(owners_.looks(), connections);
  // One that came before the table was full is found anew.
  find("127.0.0.1", 1);
  EXPECT_EQ(owners_.looks(), connections + 1);
}

}  // namespace
}  // namespace berth::agent
