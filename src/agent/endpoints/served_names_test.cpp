// The one predicate of names, and the hosts file's lines.
#include "agent/endpoints/served_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::agent {
namespace {

TEST(ServedNames, ServicesInAnyRegion) {
  for (const char* name : {"ecs.us-west-2.amazonaws.com", "logs.eu-central-1.amazonaws.com",
                           "sts.us-gov-west-1.amazonaws.com", "iam.us-east-1.amazonaws.com",
                           "iam.amazonaws.com", "sts.amazonaws.com", "ECS.US-West-2.AmazonAWS.com",
                           "sts.amazonaws.com.", "ecs-fips.us-east-1.amazonaws.com",
                           "iam-fips.amazonaws.com", "ecs.xx-newplace-12.amazonaws.com"}) {
    EXPECT_TRUE(is_served_name(name)) << name;
  }
}

TEST(ServedNames, EverythingElseResolvesAsBefore) {
  for (const char* name : {"",
                           ".",
                           "amazonaws.com",
                           ".amazonaws.com",
                           "s3.amazonaws.com",
                           "api.ecr.us-west-2.amazonaws.com",
                           "ecs.amazonaws.com",
                           "logs.amazonaws.com",
                           "ecs-a-1.us-west-2.amazonaws.com",
                           "x.ecs.us-west-2.amazonaws.com",
                           "ecs.us-west-2.amazonaws.com.cn",
                           "ecs.us-west-2.amazonaws.com.evil.org",
                           "ecs.us-west-2.api.aws",
                           "ecs.us-west-2.evilamazonaws.com",
                           "ecs..amazonaws.com",
                           "ecs.us--2.amazonaws.com",
                           "ecs.uswest2.amazonaws.com",
                           "ecs.us-west-.amazonaws.com",
                           "ecs.us-west-222.amazonaws.com",
                           "-fips.us-west-2.amazonaws.com",
                           "ecs.us-west-2.amazonaws.com..",
                           "ecs.us-west-2.amazonaws.com:443"}) {
    EXPECT_FALSE(is_served_name(name)) << name;
  }
}

TEST(ServedNames, HostsFileNamesAreAllServed) {
  const auto names = names_for_hosts_file("xx-newplace-1");
  EXPECT_THAT(names, testing::Contains("ecs.us-west-2.amazonaws.com"));
  EXPECT_THAT(names, testing::Contains("logs.xx-newplace-1.amazonaws.com"));
  EXPECT_THAT(names, testing::Contains("sts.amazonaws.com"));
  for (const auto& name : names) EXPECT_TRUE(is_served_name(name)) << name;
}

}  // namespace
}  // namespace berth::agent
