// An instance joins its cluster: what it does where the control plane says no, and its own keys.
#include "agent/instance.h"

#include <gmock/gmock.h>

#include "agent/fake_control_plane.h"
#include "net/testing.h"

namespace berth::agent {
namespace {

using test_support::kInstanceArn;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class InstanceTest : public ::testing::Test {
 protected:
  InstanceTest() {
    settings_.backend_host = plane_.url();
    settings_.region = "us-west-2";
    settings_.instance_attributes = {{"rack", "7"}};
    keys_.keys.access_key_id = "AKIATEST";
    keys_.keys.secret_access_key = Secret("secret");
  }
  ~InstanceTest() override { runtime_.stop(); }

  Result<std::unique_ptr<Instance>> make() {
    return Instance::make({runtime_.main_context(), settings_,
                           [this]() -> net::Task<Result<client::SessionKeys>> {
                             ++asked_;
                             if (no_keys_) co_return fail(*no_keys_);
                             co_return keys_;
                           },
                           clock_, state_,
                           [this] {
                             ++saved_;
                             return Result<void>();
                           }});
  }
  Result<void> register_once() {
    if (!instance_) instance_ = make().value();
    return net::test_support::run<Result<void>>(
        runtime_, [this] { return instance_->register_with(InstanceFacts()); });
  }
  Result<client::SessionKeys> keys() {
    if (!instance_) instance_ = make().value();
    return net::test_support::run<Result<client::SessionKeys>>(
        runtime_, [this] { return instance_->keys(); });
  }

  test_support::FakeControlPlane plane_;
  Settings settings_;
  ManualClock clock_{from_epoch_ms(1'760'000'000'000)};
  AgentState state_;
  client::SessionKeys keys_;
  std::optional<Fault> no_keys_;
  int asked_ = 0;
  int saved_ = 0;
  net::Runtime runtime_{1};
  std::unique_ptr<Instance> instance_;
};

const std::string kNoCluster = R"({"__type":"ClusterNotFoundException","message":"none"})";

TEST_F(InstanceTest, KeepsTheArnAndSendsItAgain) {
  ASSERT_TRUE(register_once());
  EXPECT_EQ(state_.container_instance_arn, kInstanceArn);
  EXPECT_EQ(state_.cluster, "default");
  EXPECT_EQ(saved_, 1);
  ASSERT_TRUE(register_once());
  const auto calls = plane_.calls("RegisterContainerInstance");
  EXPECT_THAT(calls[0], AllOf(HasSubstr(R"({"name":"rack","value":"7"})"),
                              Not(HasSubstr("containerInstanceArn"))));
  EXPECT_THAT(calls[1], AllOf(HasSubstr(kInstanceArn), Not(HasSubstr("rack"))));
}

TEST_F(InstanceTest, MakesTheDefaultClusterWhereItIsMissing) {
  plane_.answer_once("RegisterContainerInstance", 400, kNoCluster);
  ASSERT_TRUE(register_once());
  EXPECT_THAT(plane_.order(), ElementsAre("RegisterContainerInstance", "CreateCluster",
                                          "RegisterContainerInstance"));
  EXPECT_EQ(plane_.calls("CreateCluster").front(), R"({"clusterName":"default"})");
  EXPECT_EQ(state_.container_instance_arn, kInstanceArn);
}

TEST_F(InstanceTest, MakesNoOtherCluster) {
  settings_.cluster = "blue";
  plane_.answer_once("RegisterContainerInstance", 400, kNoCluster);
  EXPECT_EQ(register_once().error().code, "ClusterNotFoundException");
  EXPECT_THAT(plane_.order(), ElementsAre("RegisterContainerInstance"));
}

TEST_F(InstanceTest, GivesBackWhyItIsRefused) {
  plane_.answer_once("RegisterContainerInstance", 400, kNoCluster);
  plane_.answer_once("CreateCluster", 403, R"({"__type":"AccessDeniedException","message":"no"})");
  EXPECT_EQ(register_once().error().code, "AccessDeniedException");
  plane_.answer_once("RegisterContainerInstance", 500, R"({"__type":"ServerException"})");
  EXPECT_EQ(register_once().error().code, "ServerException");
  EXPECT_EQ(state_.container_instance_arn, "");
  EXPECT_EQ(saved_, 0);
}

TEST_F(InstanceTest, WantsEveryAttributeBack) {
  plane_.answer_once("RegisterContainerInstance", 200,
                     R"({"containerInstance":{"containerInstanceArn":"arn","attributes":[]}})");
  EXPECT_EQ(register_once().error().code, "AttributeMissing");
  EXPECT_EQ(state_.container_instance_arn, "");
}

TEST_F(InstanceTest, KeepsASessionForHalfOfItsLife) {
  keys_.expires_at = clock_.now() + std::chrono::hours(2);
  ASSERT_TRUE(keys());
  clock_.advance(std::chrono::minutes(59));
  ASSERT_TRUE(keys());
  EXPECT_EQ(asked_, 1);
  clock_.advance(std::chrono::minutes(1));
  ASSERT_TRUE(keys());
  EXPECT_EQ(asked_, 2);
  instance_->forget_keys();
  ASSERT_TRUE(keys());
  EXPECT_EQ(asked_, 3);
}

TEST_F(InstanceTest, AsksForLongLivedKeysEachTime) {
  ASSERT_TRUE(keys());
  keys_.keys.access_key_id = "AKIAROTATED";
  EXPECT_EQ(keys()->keys.access_key_id, "AKIAROTATED");
  no_keys_ = client_fault("NoCredentials", "none");
  EXPECT_EQ(keys().error().code, "NoCredentials");
}

TEST_F(InstanceTest, OffersItsKeysToTheLogDriver) {
  state_.instance_credentials_id = "i-id";
  instance_ = make().value();
  CredentialStore store;
  ASSERT_TRUE(net::test_support::run<Result<void>>(
      runtime_, [&] { return instance_->offer_to_engine(store); }));
  const auto found = store.find("i-id");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->of, CredentialsOf::kInstance);
  EXPECT_THAT(std::string(found->body->reveal()),
              AllOf(HasSubstr("AKIATEST"), HasSubstr("2025-10-09T09:53:20Z")));
}

TEST_F(InstanceTest, WantsARegionAndAnEndpointThatIsOne) {
  settings_.region = "";
  EXPECT_EQ(make().error().code, "InvalidSetting");
  settings_.region = "us-west-2";
  settings_.backend_host = "nowhere";
  EXPECT_THAT(make().error().message, HasSubstr("ECS_BACKEND_HOST"));
}

TEST(IsFinal, TellsRefusalsFromTroubles) {
  EXPECT_TRUE(is_final({"AccessDeniedException", "", 403, {}}));
  EXPECT_TRUE(is_final({"InvalidParameterException", "", 400, {}}));
  EXPECT_FALSE(is_final({"ThrottlingException", "", 400, {}}));
  EXPECT_FALSE(is_final({"TooManyRequests", "", 429, {}}));
  EXPECT_FALSE(is_final({"ServerException", "", 500, {}}));
  EXPECT_FALSE(is_final({"ConnectionRefused", "", 0, {}}));
}

}  // namespace
}  // namespace berth::agent
