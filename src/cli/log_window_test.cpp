// Times and durations as options take them.
#include "cli/log_window.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::cli {
namespace {

constexpr std::int64_t kThen = 1'760'000'000'000;

TEST(LogTime, IsADurationOrATime) {
  const TimePoint now = from_epoch_ms(kThen);
  const auto parsed = [now](const char* text) { return parse_log_time("--since", text, now); };
  EXPECT_EQ(parsed("30s"), from_epoch_ms(kThen - 30'000));
  EXPECT_EQ(parsed("10m"), from_epoch_ms(kThen - 600'000));
  EXPECT_EQ(parsed("2h"), from_epoch_ms(kThen - 7'200'000));
  EXPECT_EQ(parsed("1d"), from_epoch_ms(kThen - 86'400'000));
  EXPECT_EQ(parsed("2025-10-09T08:53:20Z"), now);
  for (const char* wrong : {"", "10", "m", "10x", "-1m", "10mm", "1 m", "yesterday"}) {
    const auto refused = parse_log_time("--until", wrong, now);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().code, "InvalidOption");
    EXPECT_THAT(refused.error().message, testing::StartsWith("--until wants 30s"));
    EXPECT_THAT(refused.error().message,
                testing::HasSubstr("and got '" + std::string(wrong) + "'"));
  }
}

TEST(LogWindow, IsRefusedWhereNothingIsInIt) {
  const TimePoint now = from_epoch_ms(kThen);
  const auto window = make_window({"2h", "1h"}, now);
  ASSERT_TRUE(window);
  EXPECT_EQ(window->since_ms, kThen - 7'200'000);
  EXPECT_EQ(window->until_ms, kThen - 3'600'000);
  EXPECT_EQ(make_window({"1h", "2h"}, now).error().message, "--until is not after --since");
  EXPECT_FALSE(make_window({"", ""}, now)->since_ms);
}

}  // namespace
}  // namespace berth::cli
