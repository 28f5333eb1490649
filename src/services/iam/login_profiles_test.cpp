// Passwords: what they must be like, who changes them, and what the credential report says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/iam/record_targets.h"
#include "services/testing.h"
#include "store/iam/passwords.h"
#include "store/iam/users.h"

namespace berth::services::iam {
namespace {

using testing::HasSubstr;

class LoginProfilesTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest request;
    request.user_name = "ann";
    ASSERT_TRUE(call(create_user, request));
  }
  std::string create(const std::string& password) {
    aws::iam::CreateLoginProfileRequest request;
    request.user_name = "ann";
    request.password = password;
    request.password_reset_required = true;
    return outcome(call(create_login_profile, request));
  }
  std::string update(const std::string& password) {
    aws::iam::UpdateLoginProfileRequest request;
    request.user_name = "ann";
    request.password = password;
    return outcome(call(update_login_profile, request));
  }
  std::string change(const std::string& before, const std::string& after) {
    aws::iam::ChangePasswordRequest request;
    request.old_password = before;
    request.new_password = after;
    return outcome(call(change_password, request));
  }
  template <class T>
  static std::string outcome(const Result<T>& result) {
    return result ? "done" : result.error().code + ": " + result.error().message;
  }
  void become_ann() {
    ASSERT_TRUE(in_context([this](Context& context) -> Result<void> {
      caller_.principal = user_principal(context.account, *store::find_user(context.tx, "ann"));
      return {};
    }));
  }
  std::string report() {
    const auto got = call(get_credential_report, aws::Empty{});
    return got ? *got->content : got.error().code + " " + std::to_string(got.error().http_status);
  }
};

TEST_F(LoginProfilesTest, FollowTheDefaultWithoutAPolicy) {
  EXPECT_EQ(create("Ab1!x"), "PasswordPolicyViolation: Password should have a minimum length of 8");
  EXPECT_EQ(create("alllowercase1"),
            "PasswordPolicyViolation: Password should meet 1 more of the following requirements: "
            "Password should have at least one uppercase letter, Password should have at least one "
            "symbol");
  EXPECT_THAT(create("alllowercase"), HasSubstr("should meet 2 more of the following"));
  EXPECT_EQ(create("Lowercase1"), "done");
  EXPECT_EQ(create("Lowercase1"),
            "EntityAlreadyExists: Login Profile for User ann already exists.");
  aws::iam::GetLoginProfileRequest get;
  get.user_name = "ann";
  EXPECT_EQ(call(get_login_profile, get)->login_profile->password_reset_required, true);
  ASSERT_TRUE(in_context([](Context& context) -> Result<void> {
    const auto user = store::find_user(context.tx, "ann");
    const auto profile = store::find_login_profile(context.tx, user->id);
    EXPECT_EQ(profile->password_hash.find("Lowercase1"), std::string::npos);
    return {};
  }));
  aws::iam::DeleteUserRequest gone;
  gone.user_name = "ann";
  EXPECT_EQ(outcome(call(delete_user, gone)),
            "DeleteConflict: Cannot delete entity, must delete login profile first.");
  aws::iam::DeleteLoginProfileRequest remove;
  remove.user_name = "ann";
  EXPECT_EQ(outcome(call(delete_login_profile, remove)), "done");
  EXPECT_EQ(outcome(call(delete_login_profile, remove)),
            "NoSuchEntity: Login Profile for User ann cannot be found.");
  EXPECT_EQ(outcome(call(delete_user, gone)), "done");
}

TEST_F(LoginProfilesTest, FollowTheAccountsPolicy) {
  EXPECT_EQ(outcome(call(get_account_password_policy, aws::Empty{})),
            "NoSuchEntity: The Password Policy with domain name 123456789012 cannot be found.");
  aws::iam::UpdateAccountPasswordPolicyRequest policy;
  policy.minimum_password_length = 10;
  policy.require_symbols = true;
  policy.require_uppercase_characters = true;
  policy.password_reuse_prevention = 2;
  ASSERT_TRUE(call(update_account_password_policy, policy));
  const auto shown = call(get_account_password_policy, aws::Empty{})->password_policy;
  EXPECT_EQ(shown->minimum_password_length, 10);
  EXPECT_EQ(shown->require_numbers, false);
  EXPECT_EQ(shown->expire_passwords, false);
  EXPECT_FALSE(shown->max_password_age);
  EXPECT_THAT(create("Abc!"), HasSubstr("a minimum length of 10"));
  EXPECT_THAT(create("abcdefghij!"), HasSubstr("at least one uppercase letter"));
  EXPECT_THAT(create("Abcdefghijk"), HasSubstr("at least one symbol"));
  EXPECT_EQ(create("Abcdefghij!"), "done");
  EXPECT_THAT(update("Abcdefghij!"), HasSubstr("PasswordPolicyViolation"));
  EXPECT_EQ(update("Bbcdefghij!"), "done");
  EXPECT_THAT(update("Abcdefghij!"), HasSubstr("PasswordPolicyViolation"));
  EXPECT_EQ(update("Cbcdefghij!"), "done");
  EXPECT_EQ(update("Abcdefghij!"), "done");
  EXPECT_EQ(outcome(call(delete_account_password_policy, aws::Empty{})), "done");
  EXPECT_EQ(outcome(call(delete_account_password_policy, aws::Empty{})),
            "NoSuchEntity: The account policy with name PasswordPolicy cannot be found.");
}

TEST_F(LoginProfilesTest, AreChangedByTheirUsers) {
  EXPECT_EQ(change("a", "b"), "InvalidUserType: Only IAM Users can change their own password.");
  ASSERT_EQ(create("Lowercase1"), "done");
  become_ann();
  EXPECT_EQ(change("Lowercase2", "Different2"), "AccessDenied: The old password was incorrect.");
  EXPECT_EQ(change("Lowercase1", "Different2"), "done");
  EXPECT_EQ(change("Different2", "Lowercase1"), "done");
}

TEST_F(LoginProfilesTest, AreThoseOfWhoCallsWhateverItsNameIsNow) {
  ASSERT_EQ(create("Lowercase1"), "done");
  become_ann();
  aws::iam::UpdateUserRequest rename;
  rename.user_name = "ann";
  rename.new_user_name = "anna";
  ASSERT_TRUE(call(update_user, rename));
  aws::iam::CreateUserRequest namesake;
  namesake.user_name = "ann";
  ASSERT_TRUE(call(create_user, namesake));
  ASSERT_EQ(create("Lowercase9"), "done");
  EXPECT_EQ(change("Lowercase1", "Different2"), "done");
  aws::iam::DeleteLoginProfileRequest own;
  ASSERT_TRUE(call(delete_login_profile, own));
  own.user_name = "anna";
  EXPECT_EQ(call(delete_login_profile, own).error().code, "NoSuchEntity");
}

TEST_F(LoginProfilesTest, AUserMayChangeItsOwnWhereThePolicySaysSo) {
  become_ann();
  const auto asked = [this] {
    Targets targets;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(targets, on_own_password(context, {}));
      return {};
    }));
    return targets.size();
  };
  EXPECT_EQ(asked(), 1u);
  aws::iam::UpdateAccountPasswordPolicyRequest policy;
  policy.allow_users_to_change_password = true;
  ASSERT_TRUE(call(update_account_password_policy, policy));
  authorizer_.outcome = berth::iam::Outcome::kImplicitlyDenied;
  EXPECT_EQ(asked(), 0u) << "the password policy stands in for one of its own";
  authorizer_.outcome = berth::iam::Outcome::kExplicitlyDenied;
  EXPECT_EQ(asked(), 1u);
  EXPECT_TRUE(authorizer_.questions.empty()) << "it is asked once, by the gateway";
}

TEST_F(LoginProfilesTest, StandInTheCredentialReport) {
  EXPECT_EQ(report(), "ReportNotPresent 410");
  ASSERT_EQ(create("Lowercase1"), "done");
  aws::iam::CreateAccessKeyRequest key;
  key.user_name = "ann";
  ASSERT_TRUE(call(create_access_key, key));
  EXPECT_EQ(call(generate_credential_report, aws::Empty{})->state, "STARTED");
  EXPECT_EQ(call(generate_credential_report, aws::Empty{})->state, "COMPLETE");
  const std::string text = report();
  EXPECT_THAT(text, HasSubstr("<root_account>,arn:aws:iam::123456789012:root,"));
  EXPECT_THAT(text, HasSubstr("\nann,arn:aws:iam::123456789012:user/ann,2025-10-09T08:53:20+00:00,"
                              "true,no_information,2025-10-09T08:53:20+00:00,N/A,false,true,"
                              "2025-10-09T08:53:20+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,"
                              "false,N/A,false,N/A\n"));
  const std::size_t commas_of_head =
      static_cast<std::size_t>(std::count(text.begin(), text.begin() + text.find('\n'), ','));
  EXPECT_EQ(std::count(text.begin(), text.end(), ','), 3 * commas_of_head);
  clock_.advance(std::chrono::hours(4));
  EXPECT_EQ(report(), "ReportExpired 410");
  EXPECT_EQ(call(generate_credential_report, aws::Empty{})->state, "STARTED");
}

}  // namespace
}  // namespace berth::services::iam
