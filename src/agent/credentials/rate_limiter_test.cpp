// Tests of the token buckets and of the counts of refusals.
#include "agent/credentials/rate_limiter.h"

#include <gtest/gtest.h>

#include "agent/credentials/refusal_counts.h"

namespace berth::agent {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const TimePoint kStart = from_epoch_ms(1'800'000'000'000);

int admitted(RateLimiter& limiter, const std::string& key, TimePoint now, int requests) {
  int count = 0;
  for (int i = 0; i < requests; ++i) count += limiter.refuse(key, now) ? 0 : 1;
  return count;
}

TEST(RateLimiter, BurstThenSteady) {
  RateLimiter limiter({40, 60});
  EXPECT_EQ(admitted(limiter, "a", kStart, 100), 60);
  EXPECT_EQ(admitted(limiter, "a", kStart + milliseconds(24), 5), 0);
  EXPECT_EQ(admitted(limiter, "a", kStart + milliseconds(25), 5), 1);
  EXPECT_EQ(admitted(limiter, "a", kStart + milliseconds(1025), 100), 40);
  EXPECT_EQ(admitted(limiter, "a", kStart + seconds(100), 100), 60);
}

TEST(RateLimiter, KeysDoNotStarveOneAnother) {
  RateLimiter limiter({1, 2});
  EXPECT_EQ(admitted(limiter, "a", kStart, 10), 2);
  EXPECT_EQ(admitted(limiter, "b", kStart, 10), 2);
}

TEST(RateLimiter, SaysWhenToComeAgain) {
  RateLimiter fast({40, 1});
  EXPECT_FALSE(fast.refuse("a", kStart));
  EXPECT_EQ(fast.refuse("a", kStart), seconds(1));
  RateLimiter none({0, 1});
  EXPECT_FALSE(none.refuse("a", kStart));
  EXPECT_EQ(none.refuse("a", kStart + seconds(1000)), seconds(60));
}

TEST(RateLimiter, TimeThatGoesBackGivesNothing) {
  RateLimiter limiter({40, 60});
  EXPECT_EQ(admitted(limiter, "a", kStart, 60), 60);
  EXPECT_EQ(admitted(limiter, "a", kStart - seconds(3600), 5), 0);
  EXPECT_EQ(admitted(limiter, "a", kStart - seconds(3599), 100), 40);
}

TEST(RateLimiter, RemembersABoundedNumberOfKeys) {
  RateLimiter limiter({1, 2}, 3);
  for (const char* key : {"a", "b", "c"}) limiter.refuse(key, kStart + milliseconds(key[0]));
  limiter.refuse("d", kStart + milliseconds(200));
  EXPECT_EQ(limiter.keys(), 3u);
  // "a" has asked longest ago and went: its bucket is full again. "b" is remembered.
  EXPECT_EQ(admitted(limiter, "b", kStart + milliseconds(200), 5), 1);
  // Everyone's bucket is full again: all of them go.
  limiter.refuse("e", kStart + seconds(100));
  EXPECT_EQ(limiter.keys(), 1u);
}

TEST(RefusalCounts, InAllAndByTask) {
  RefusalCounts counts;
  counts.count(Refusal::kThrottled, "one");
  counts.count(Refusal::kThrottled, "");
  counts.count(Refusal::kForeign, "one");
  EXPECT_EQ(counts.total(Refusal::kThrottled), 2u);
  EXPECT_EQ(counts.total(Refusal::kForeign), 1u);
  EXPECT_EQ(counts.of_task(Refusal::kThrottled, "one"), 1u);
  EXPECT_EQ(counts.of_task(Refusal::kThrottled, "two"), 0u);
  counts.forget_task("one");
  EXPECT_EQ(counts.of_task(Refusal::kForeign, "one"), 0u);
  EXPECT_EQ(counts.total(Refusal::kForeign), 1u);
}

}  // namespace
}  // namespace berth::agent
