// Which texts are names of regions.
#include <gtest/gtest.h>

#include "aws/region_name.h"

namespace berth::aws {
namespace {

TEST(RegionName, KnowsTheFormOfAllPartitions) {
  for (const char* name : {"us-west-2", "ap-southeast-4", "us-gov-east-1", "cn-northwest-1",
                           "us-isob-east-1", "eusc-de-east-1", "il-central-1", "xx-made-up-12"}) {
    EXPECT_TRUE(is_region_name(name)) << name;
  }
}

TEST(RegionName, RefusesWhatIsNone) {
  for (const char* name : {"", "mars", "us", "us-", "us-west", "us-west-", "us-west-2a", "us-2",
                           "US-west-2", "not-a-region-9", "us--west-2", "us-west-123", "-west-2",
                           "us-west-2-", "us-w1st-2", "us west 2"}) {
    EXPECT_FALSE(is_region_name(name)) << name;
  }
}

}  // namespace
}  // namespace berth::aws
