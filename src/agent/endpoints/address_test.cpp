// 169.254.170.2 on `lo`: added, found again, taken off, in a network of the test's own.
#include "agent/endpoints/address.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <unistd.h>

#include "agent/endpoints/own_network.h"
#include "agent/endpoints/rtnetlink.h"
#include "base/file.h"

namespace berth::agent {
namespace {

constexpr const char* kEndpointAddress = "169.254.170.2";

bool on_this_machine() {
  const auto number = rtnetlink::parse_ipv4(kEndpointAddress);
  const auto held = rtnetlink::addresses();
  return number && held && std::any_of(held->begin(), held->end(), [&](const auto& address) {
           return address.address == *number;
         });
}

class EndpointAddressTest : public testing::Test {
 protected:
  EndpointAddressTest() {
    char name[] = "/tmp/berth-address.XXXXXX";
    directory_ = ::mkdtemp(name);
  }
  ~EndpointAddressTest() override {
    ::unlink((directory_ + "/endpoint-address").c_str());
    ::rmdir(directory_.c_str());
  }
  std::string directory_;
};

TEST_F(EndpointAddressTest, ComesAndGoes) {
  in_own_network([&] {
    auto address = EndpointAddress::acquire(kEndpointAddress, directory_);
    ASSERT_TRUE(address) << address.error().message;
    EXPECT_TRUE(address->added_by_us());
    EXPECT_TRUE(on_this_machine());
    address->release();
    EXPECT_FALSE(on_this_machine());
    EXPECT_FALSE(read_file(directory_ + "/endpoint-address"));
  });
}

TEST_F(EndpointAddressTest, OneThatWasThereStays) {
  in_own_network([&] {
    const auto lo = static_cast<int>(::if_nametoindex("lo"));
    ASSERT_EQ(rtnetlink::add_address({lo, *rtnetlink::parse_ipv4(kEndpointAddress), 32}), true);
    auto address = EndpointAddress::acquire(kEndpointAddress, directory_);
    ASSERT_TRUE(address);
    EXPECT_FALSE(address->added_by_us());
    address->release();
    EXPECT_TRUE(on_this_machine());
  });
}

TEST_F(EndpointAddressTest, OneOfAKilledProcessIsTakenOver) {
  in_own_network([&] {
    ASSERT_TRUE(EndpointAddress::acquire(kEndpointAddress, directory_));  // and never released
    auto next = EndpointAddress::acquire(kEndpointAddress, directory_);
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->added_by_us());
    next->release();
    EXPECT_FALSE(on_this_machine());
  });
}

TEST_F(EndpointAddressTest, WithoutRightsTheMessageHoldsTheCommand) {
  in_own_network([&] {
    ASSERT_EQ(::chown(directory_.c_str(), 65534, 65534), 0);
    ASSERT_EQ(::setuid(65534), 0);
    const auto address = EndpointAddress::acquire(kEndpointAddress, directory_);
    ASSERT_FALSE(address);
    EXPECT_EQ(address.error().code, "AccessDenied");
    EXPECT_THAT(address.error().message,
                testing::HasSubstr("sudo ip address add 169.254.170.2/32 dev lo"));
    EXPECT_THAT(address.error().message, testing::HasSubstr("sudo setcap"));
  });
}

TEST(Rtnetlink, BridgesComeAndGo) {
  in_own_network([] {
    ASSERT_TRUE(rtnetlink::add_bridge("berth0"));
    EXPECT_EQ(rtnetlink::add_bridge("berth0").error().code, "AlreadyExists");
    const auto links = rtnetlink::links();
    ASSERT_TRUE(links);
    const auto bridge = std::find_if(links->begin(), links->end(),
                                     [](const auto& link) { return link.name == "berth0"; });
    ASSERT_NE(bridge, links->end());
    EXPECT_EQ(bridge->kind, "bridge");
    EXPECT_TRUE(bridge->up);
    EXPECT_EQ(rtnetlink::remove_link("berth0"), true);
    EXPECT_EQ(rtnetlink::remove_link("berth0"), false);
  });
}

TEST(Rtnetlink, Ipv4Text) {
  EXPECT_EQ(rtnetlink::parse_ipv4("169.254.170.2"), 0xa9feaa02U);
  EXPECT_EQ(rtnetlink::format_ipv4(0xa9feaa02U), "169.254.170.2");
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "::1", "localhost"}) {
    EXPECT_FALSE(rtnetlink::parse_ipv4(text)) << text;
  }
}

}  // namespace
}  // namespace berth::agent
