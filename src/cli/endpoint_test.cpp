// Whom a command calls: the environment's endpoint, or the Berth of a state dir.
#include "cli/endpoint.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/common_options.h"
#include "cli/testing.h"

namespace berth::cli {
namespace {

using ::testing::HasSubstr;
using Variables = std::map<std::string, std::string>;

client::Environment environment(Variables variables) {
  return [variables](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
}

Variables whole() {
  return {{"AWS_ENDPOINT_URL", "https://ecs.example"},
          {"AWS_ACCESS_KEY_ID", "AKIAENV"},
          {"AWS_SECRET_ACCESS_KEY", "s"},
          {"AWS_DEFAULT_REGION", "eu-west-1"},
          {"AWS_CA_BUNDLE", "/ca.pem"}};
}

std::string key_id_of(const Endpoint& endpoint) {
  net::Runtime runtime(1);
  return net::test_support::run<Result<client::SessionKeys>>(runtime, endpoint.credentials)
      ->keys.access_key_id;
}

TEST(Endpoint, IsTheEnvironmentsWhereThatHasAKey) {
  const auto found = find_endpoint(default_state_dir(), environment(whole()), "berth x");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->url, "https://ecs.example");
  EXPECT_EQ(found->region, "eu-west-1");
  EXPECT_EQ(found->ca_bundle_path, "/ca.pem");
  EXPECT_EQ(key_id_of(*found), "AKIAENV");
  auto variables = whole();
  variables["AWS_REGION"] = "eu-north-1";
  EXPECT_EQ(find_endpoint(default_state_dir(), environment(variables), "berth x")->region,
            "eu-north-1");
}

TEST(Endpoint, OfTheEnvironmentNeedsARegionAndAKey) {
  auto variables = whole();
  variables.erase("AWS_DEFAULT_REGION");
  EXPECT_EQ(find_endpoint(default_state_dir(), environment(variables), "berth x").error().code,
            "NoRegion");
  variables = whole();
  variables.erase("AWS_SECRET_ACCESS_KEY");
  variables["AWS_SHARED_CREDENTIALS_FILE"] = "/no/such/file";
  EXPECT_EQ(find_endpoint(default_state_dir(), environment(variables), "berth x").error().code,
            "NoCredentials");
}

TEST(Endpoint, IsTheBerthOfAStateDirThatIsNamed) {
  const test_support::StateDir state;
  ASSERT_TRUE(state.fill("http://127.0.0.1:4566"));
  const auto found = find_endpoint(state.path(), environment(whole()), "berth x");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->url, "http://127.0.0.1:4566");
  EXPECT_EQ(found->region, "us-west-2");
  EXPECT_EQ(key_id_of(*found), "AKIATEST000000000000");
}

TEST(Endpoint, ThatIsNotThereIsSaidSo) {
  const test_support::StateDir state;
  const auto found = find_endpoint(state.path(), environment({}), "berth x");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "NotRunning");
  EXPECT_THAT(found.error().message, HasSubstr("berth up"));
  ASSERT_TRUE(state.fill("http://127.0.0.1:4566"));
  std::filesystem::remove(state.path() + "/credentials");
  EXPECT_FALSE(find_endpoint(state.path(), environment({}), "berth x"));
}

TEST(RegionalClients, AreOneARegion) {
  net::Runtime runtime(1);
  const SystemClock clock;
  RegionalClients clients(runtime.main_context(), {"http://127.0.0.1:1", "us-west-2", "", {}},
                          clock);
  const auto west = clients.in("us-west-2");
  const auto east = clients.in("us-east-1");
  ASSERT_TRUE(west && east);
  EXPECT_NE(*west, *east);
  EXPECT_EQ(*west, *clients.in("us-west-2"));
  RegionalClients wrong(runtime.main_context(), {"nowhere", "us-west-2", "", {}}, clock);
  EXPECT_FALSE(wrong.in("us-west-2"));
  EXPECT_FALSE(wrong.in("us-west-2"));
}

}  // namespace
}  // namespace berth::cli
