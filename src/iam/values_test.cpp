// Numbers, instants, networks: what is one, and how two compare.
#include "iam/values.h"

#include <gtest/gtest.h>

namespace berth::iam {
namespace {

std::partial_ordering order(std::string_view a, std::string_view b) {
  return compare(parse_number(a).value(), parse_number(b).value());
}

bool contains(std::string_view network, std::string_view address) {
  return parse_network(network).value().contains(parse_network(address).value());
}

TEST(Numbers, CompareByValue) {
  EXPECT_TRUE(order("10", "10.0") == 0);
  EXPECT_TRUE(order("-3", "0.5") < 0);
  EXPECT_TRUE(order("1e3", "1000") == 0);
  EXPECT_TRUE(order("9007199254740993", "9007199254740992") > 0);
}

TEST(Numbers, AreDecimalAndNothingElse) {
  for (const char* const text : {"", " 1", "1 ", "abc", "inf", "nan", "-inf", "0x10", "1,5", "-"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
}

TEST(Instants, HaveManySpellings) {
  const auto noon = parse_instant_ms("2026-06-30T12:00:00Z");
  EXPECT_EQ(noon, 1782820800000);
  EXPECT_EQ(parse_instant_ms("2026-06-30T14:00:00+02:00"), noon);
  EXPECT_EQ(parse_instant_ms("1782820800"), noon);
  EXPECT_EQ(parse_instant_ms("2026-06-30T12:00:00.500Z"), *noon + 500);
  EXPECT_EQ(parse_instant_ms("2026-06"), parse_instant_ms("2026-06-01T00:00:00Z"));
  EXPECT_FALSE(parse_instant_ms("yesterday"));
  EXPECT_FALSE(parse_instant_ms("1e300"));
}

TEST(Networks, ContainAddressesOfTheirFamily) {
  EXPECT_TRUE(contains("10.0.0.0/8", "10.1.2.3"));
  EXPECT_TRUE(contains("10.1.2.3/8", "10.9.9.9"));
  EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.1"));
  EXPECT_TRUE(contains("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(contains("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(contains("2001:DB8:0:0:0:0:0:1", "2001:db8::1"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
}

TEST(Networks, AreRefusedWhereTheyAreNone) {
  for (const char* const text : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "::1/129", "10.0.0.0/-1",
                                 "10.0.0.0/8/8", "a.b.c.d"}) {
    EXPECT_FALSE(parse_network(text)) << text;
  }
}

TEST(Truth, HasNoCase) {
  EXPECT_EQ(parse_truth("True"), true);
  EXPECT_EQ(parse_truth("FALSE"), false);
  EXPECT_EQ(parse_truth("1"), std::nullopt);
}

TEST(Base64, IsReadWithItsPadding) {
  EXPECT_EQ(parse_base64("Zm9v"), "foo");
  EXPECT_EQ(parse_base64("Zm8="), "fo");
  EXPECT_EQ(parse_base64(""), "");
  EXPECT_FALSE(parse_base64("Zm9"));
  EXPECT_FALSE(parse_base64("Zm9!"));
}

}  // namespace
}  // namespace berth::iam
