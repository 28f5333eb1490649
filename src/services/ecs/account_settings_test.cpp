// Account settings: a principal's own, the account's default, and what holds without either.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ecs/testing.h"

namespace berth::services::ecs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kRoot = "arn:aws:iam::123456789012:root";

class AccountSettingsTest : public EcsTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest request;
    request.user_name = "ann";
    ASSERT_TRUE(call(iam::create_user, request));
  }
  void as_user() {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      caller_.principal = user_principal(account_, *store::find_user(context.tx, "ann"));
      return {};
    }));
  }
  /// "name=value of principal"
  std::vector<std::string> listed(const std::string& json) {
    const auto found = ask(list_account_settings, json);
    EXPECT_TRUE(found) << found.error().message;
    std::vector<std::string> texts;
    for (const auto& each : *found->settings) {
      texts.push_back(*each.name + "=" + *each.value + " of " + *each.principal_arn);
    }
    return texts;
  }
};

TEST_F(AccountSettingsTest, LongArnsHoldFromTheStart) {
  EXPECT_THAT(listed("{}"), IsEmpty());
  EXPECT_THAT(listed(R"({"effectiveSettings":true,"name":"taskLongArnFormat"})"),
              ElementsAre(std::string("taskLongArnFormat=enabled of ") + kRoot));
  EXPECT_EQ(listed(R"({"effectiveSettings":true})").size(), 11u);
  const auto put = ask(put_account_setting, R"({"name":"taskLongArnFormat","value":"disabled"})");
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, "InvalidParameterException");
  EXPECT_EQ(put.error().message, "You can no longer disable Long Arn settings.");
}

TEST_F(AccountSettingsTest, OfAPrincipalGoBeforeTheAccounts) {
  const auto put =
      ask(put_account_setting_default, R"({"name":"containerInsights","value":"enabled"})");
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->setting->principal_arn, kRoot);
  as_user();
  const std::string ann = " of arn:aws:iam::123456789012:user/ann";
  EXPECT_THAT(listed(R"({"effectiveSettings":true,"name":"containerInsights"})"),
              ElementsAre("containerInsights=enabled" + ann));
  EXPECT_THAT(listed("{}"), IsEmpty());
  ASSERT_TRUE(ask(put_account_setting, R"({"name":"containerInsights","value":"disabled"})"));
  EXPECT_THAT(listed("{}"), ElementsAre("containerInsights=disabled" + ann));
  EXPECT_THAT(listed(R"({"effectiveSettings":true,"name":"containerInsights"})"),
              ElementsAre("containerInsights=disabled" + ann));
  EXPECT_THAT(listed(std::string(R"({"principalArn":")") + kRoot + R"("})"),
              ElementsAre(std::string("containerInsights=enabled of ") + kRoot));
  ASSERT_TRUE(ask(delete_account_setting, R"({"name":"containerInsights"})"));
  EXPECT_THAT(listed("{}"), IsEmpty());
  EXPECT_THAT(listed(R"({"effectiveSettings":true,"name":"containerInsights"})"),
              ElementsAre("containerInsights=enabled" + ann));
}

TEST_F(AccountSettingsTest, ThatThereAreNot) {
  EXPECT_EQ(ask(put_account_setting, R"({"name":"colour","value":"enabled"})").error().code,
            "InvalidParameterException");
  EXPECT_EQ(
      ask(put_account_setting, R"({"name":"taskLongArnFormat","value":"maybe"})").error().code,
      "InvalidParameterException");
  EXPECT_EQ(ask(delete_account_setting, R"({"name":"colour"})").error().code,
            "InvalidParameterException");
}

TEST_F(AccountSettingsTest, ComeInPages) {
  const auto first = ask(list_account_settings, R"({"effectiveSettings":true,"maxResults":6})");
  ASSERT_TRUE(first && first->next_token);
  EXPECT_EQ(first->settings->size(), 6u);
  const auto second = ask(list_account_settings, R"({"effectiveSettings":true,"nextToken":")" +
                                                     *first->next_token + R"("})");
  EXPECT_EQ(second->settings->size(), 5u);
  EXPECT_FALSE(second->next_token);
}

}  // namespace
}  // namespace berth::services::ecs
