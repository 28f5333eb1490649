// The same text is the same policy; kinds are told apart; memory is bounded.
#include "iam/policy_cache.h"

#include <gtest/gtest.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

constexpr const char* kBucket =
    R"({"Statement":{"Effect":"Allow","Action":"s3:*","Principal":"*","Resource":"*"}})";

std::string numbered(int number) {
  return test_support::document({R"("Sid":"S)" + std::to_string(number) +
                                 R"(","Effect":"Allow","Action":"*","Resource":"*")"});
}

TEST(PolicyCache, CompilesATextOnce) {
  PolicyCache cache;
  const auto first = cache.parse(numbered(1), PolicyKind::kIdentity);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->get(), cache.parse(numbered(1), PolicyKind::kIdentity)->get());
  EXPECT_NE(first->get(), cache.parse(numbered(2), PolicyKind::kIdentity)->get());
}

TEST(PolicyCache, TellsKindsApart) {
  PolicyCache cache;
  EXPECT_TRUE(cache.parse(kBucket, PolicyKind::kResource));
  const auto identity = cache.parse(kBucket, PolicyKind::kIdentity);
  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().message, "Policy document should not specify a principal.");
}

TEST(PolicyCache, StartsAnewPastItsBound) {
  PolicyCache cache;
  const auto first = cache.parse(numbered(0), PolicyKind::kIdentity);
  const std::weak_ptr<const Policy> kept = *first;
  const std::string padding(1'000'000, ' ');
  for (int i = 1; i < 12; ++i) {
    ASSERT_TRUE(cache.parse(numbered(i) + padding, PolicyKind::kIdentity));
  }
  EXPECT_NE(first->get(), cache.parse(numbered(0), PolicyKind::kIdentity)->get());
  EXPECT_FALSE(kept.expired());  // whoever has a policy keeps it
}

}  // namespace
}  // namespace berth::iam
