// Ids of access keys say whose they are.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/access_key_ids.h"

namespace berth::services {
namespace {

TEST(AccessKeyIds, HoldTheirAccount) {
  SeededRandom random(5);
  std::set<std::string> made;
  for (const char* account : {"123456789012", "000000000000", "999999999999"}) {
    for (int i = 0; i < 100; ++i) {
      const std::string id = new_access_key_id(random, "ASIA", AccountId(account));
      EXPECT_THAT(id, testing::MatchesRegex("ASIA[Q-Z2-7][A-Z2-7]{15}"));
      EXPECT_EQ(account_of_access_key_id(id), AccountId(account));
      made.insert(id);
    }
  }
  EXPECT_EQ(made.size(), 300u);
}

TEST(AccessKeyIds, AreReadAsAwsReadsThem) {
  // A key that AWS made and that was published with its account.
  EXPECT_EQ(account_of_access_key_id("ASIAQNZGKIQY56JQ7WML"), AccountId("029608264753"));
}

TEST(AccessKeyIds, OfOtherFormsSayNothing) {
  for (const char* id : {"", "AKIA", "AKIAIOSFODNN7EXAMPLE", "AKIA0000000000000000",
                         "AKIAQNZGKIQY56JQ7WM1", "AKIA7777777777777777", "AKIAQNZGKIQY56JQ7WMLA"}) {
    EXPECT_FALSE(account_of_access_key_id(id)) << id;
  }
}

}  // namespace
}  // namespace berth::services
