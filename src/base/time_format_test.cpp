// The spellings of time, there and back.
#include "base/time_format.h"

#include <gtest/gtest.h>

namespace berth {
namespace {

const TimePoint kMoment = from_epoch_ms(1795509851123);  // 2026-11-24T08:44:11.123Z

TEST(TimeFormat, Writes) {
  EXPECT_EQ(format_iso8601(kMoment), "2026-11-24T08:44:11Z");
  EXPECT_EQ(format_amz_date(kMoment), "20261124T084411Z");
  EXPECT_EQ(format_http_date(kMoment), "Tue, 24 Nov 2026 08:44:11 GMT");
}

TEST(TimeFormat, ReadsWhatItWrites) {
  const TimePoint second = from_epoch_ms(1795509851000);
  EXPECT_EQ(parse_amz_date(format_amz_date(kMoment)), second);
  EXPECT_EQ(parse_iso8601(format_iso8601(kMoment)), second);
  EXPECT_EQ(parse_http_date(format_http_date(kMoment)), second);
}

TEST(TimeFormat, ReadsFractionsOffsetsAndDates) {
  EXPECT_EQ(parse_iso8601("2026-11-24T08:44:11.123456Z"), kMoment);
  EXPECT_EQ(parse_iso8601("2026-11-24T10:44:11.123+02:00"), kMoment);
  EXPECT_EQ(parse_iso8601("1970-01-02"), from_epoch_ms(86400000));
}

TEST(TimeFormat, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026", "2026-13-01T00:00:00Z", "2026-02-30",
                           "2026-11-24T08:44:11Zx", "2026-11-24T08:44:11.Z", "2026-11-24T"}) {
    EXPECT_EQ(parse_iso8601(text), std::nullopt) << text;
  }
  for (const char* text : {"", "20261124T084411", "2026-11-24T08:44:11Z", "20261324T084411Z"}) {
    EXPECT_EQ(parse_amz_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace berth
