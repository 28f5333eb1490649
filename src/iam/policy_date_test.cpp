// Every form that a policy may hold has an instant.
#include "iam/policy_date.h"

#include <gtest/gtest.h>

#include "iam/parse_checks.h"
#include "iam/values.h"

namespace berth::iam {
namespace {

constexpr std::int64_t kNoon = 1'782'820'800'000;  // 2026-06-30T12:00:00Z

TEST(PolicyDate, HasAnInstantInEachForm) {
  EXPECT_EQ(parse_policy_date_ms("2026-06-30T12:00:00Z"), kNoon);
  EXPECT_EQ(parse_policy_date_ms("2026-06-30t12:00:00z"), kNoon);
  EXPECT_EQ(parse_policy_date_ms("2026-6-30T12"), kNoon);
  EXPECT_EQ(parse_policy_date_ms("2026-06-30T12:00"), kNoon);
  EXPECT_EQ(parse_policy_date_ms("2026-06-30T14:00:00+02"), kNoon);
  EXPECT_EQ(parse_policy_date_ms("2026-06-30T06:30:15.25-05:30"), kNoon + 15'250);
  EXPECT_EQ(parse_policy_date_ms("2026-06-30T"), kNoon - 12 * 3'600'000);
  EXPECT_EQ(parse_policy_date_ms("2026-06-31"), parse_policy_date_ms("2026-07-01"));
  EXPECT_EQ(parse_policy_date_ms("1970"), 0);
  EXPECT_EQ(parse_policy_date_ms("1969-12-31T23:59:59.999Z"), -1);
  EXPECT_EQ(parse_policy_date_ms("2400-03-01"),
            parse_policy_date_ms("2000-03-01").value() + 146'097LL * 86'400'000);
  EXPECT_LT(parse_policy_date_ms("-0001-01-01"), parse_policy_date_ms("0000"));
  EXPECT_GT(parse_policy_date_ms("292278993"), parse_policy_date_ms("99999-01-01"));
}

TEST(PolicyDate, IsNoneOfOtherTexts) {
  for (const char* text : {"", "x", "2026-13", "2026-06-32", "2026-06-30T24", "2026-06-30T12:60",
                           "2026-06-30T12:00:60", "2026-06-30T12:00:00+2", "2026-06-30T12:00:00ZZ",
                           "2026-06-30 12:00:00", "292278994"}) {
    EXPECT_FALSE(parse_policy_date_ms(text)) << text;
  }
}

TEST(PolicyDate, IsReadWhereverItIsAccepted) {
  for (const char* text : {"2099-06-30T12:00:00+02", "2099-6-30", "2099-06-30T12", "2099-06-30T",
                           "99999-01-01", "2099", "2026-02-31", "-1-1-1"}) {
    EXPECT_TRUE(parse::is_policy_date(text)) << text;
    EXPECT_TRUE(parse_instant_ms(text)) << text;
  }
}

}  // namespace
}  // namespace berth::iam
