// Records around identities keep what they are given, each kind for itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/iam/account_records.h"
#include "store/iam/identity_providers.h"
#include "store/iam/mfa_devices.h"
#include "store/iam/passwords.h"
#include "store/testing.h"
#include "store/wipe.h"

namespace berth::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AccountRecordsTest : public testing::Test {
 protected:
  template <class Body>
  void in_transaction(Body body) {
    const auto done = store_->write_and_wait([&](Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    });
    ASSERT_TRUE(done) << done.error().message;
  }
  TemporaryStore store_;
};

TEST_F(AccountRecordsTest, KeepsOidcProviders) {
  in_transaction([](Transaction& tx) {
    OidcProviderRecord provider{"arn:a", "https://a", {"x", "y"}, {std::string(40, 'a')}, 5};
    EXPECT_TRUE(insert_oidc_provider(tx, provider));
    EXPECT_FALSE(insert_oidc_provider(tx, provider));
    EXPECT_EQ(find_oidc_provider(tx, "arn:a"), provider);
    provider.client_ids = {"z"};
    provider.thumbprints.clear();
    update_oidc_provider(tx, provider);
    EXPECT_EQ(find_oidc_provider(tx, "arn:a"), provider);
    EXPECT_THAT(list_oidc_providers(tx), ElementsAre("arn:a"));
    delete_oidc_provider(tx, "arn:a");
    EXPECT_FALSE(find_oidc_provider(tx, "arn:a"));
  });
}

TEST_F(AccountRecordsTest, KeepsSamlProviders) {
  in_transaction([](Transaction& tx) {
    SamlProviderRecord provider{"arn:s", "ID", "<xml/>", std::nullopt, 5, 9};
    EXPECT_TRUE(insert_saml_provider(tx, provider));
    EXPECT_FALSE(insert_saml_provider(tx, provider));
    provider.document = "<other/>";
    provider.encryption_mode = "Allowed";
    update_saml_provider(tx, provider);
    EXPECT_EQ(find_saml_provider(tx, "arn:s"), provider);
    EXPECT_THAT(list_saml_providers(tx), ElementsAre(provider));
    delete_saml_provider(tx, "arn:s");
    EXPECT_THAT(list_saml_providers(tx), IsEmpty());
  });
}

TEST_F(AccountRecordsTest, KeepsPasswordsAndTheLastOfThoseBefore) {
  in_transaction([](Transaction& tx) {
    LoginProfileRecord profile{"AIDA1", "h1", true, 1, 1};
    EXPECT_TRUE(insert_login_profile(tx, profile));
    EXPECT_FALSE(insert_login_profile(tx, profile));
    profile.password_hash = "h2";
    profile.reset_required = false;
    profile.changed_at_ms = 2;
    update_login_profile(tx, profile);
    EXPECT_EQ(find_login_profile(tx, "AIDA1"), profile);
    for (const char* hash : {"a", "b", "c"}) add_former_password(tx, "AIDA1", hash, 2);
    EXPECT_THAT(list_former_passwords(tx, "AIDA1"), ElementsAre("c", "b"));
    EXPECT_TRUE(delete_login_profile(tx, "AIDA1"));
    EXPECT_FALSE(delete_login_profile(tx, "AIDA1"));
    EXPECT_THAT(list_former_passwords(tx, "AIDA1"), IsEmpty());
  });
}

TEST_F(AccountRecordsTest, KeepsOnePasswordPolicy) {
  in_transaction([](Transaction& tx) {
    EXPECT_FALSE(find_password_policy(tx));
    PasswordPolicyRecord policy;
    policy.minimum_length = 9;
    policy.require_upper = true;
    policy.max_age_days = 30;
    policy.hard_expiry = false;
    put_password_policy(tx, policy);
    EXPECT_EQ(find_password_policy(tx), policy);
    put_password_policy(tx, {});
    EXPECT_EQ(find_password_policy(tx), PasswordPolicyRecord{});
    EXPECT_TRUE(delete_password_policy(tx));
    EXPECT_FALSE(delete_password_policy(tx));
  });
}

TEST_F(AccountRecordsTest, KeepsMfaDevices) {
  in_transaction([](Transaction& tx) {
    MfaDeviceRecord device;
    device.serial = "arn:m1";
    device.seed = Secret("SEED");
    device.created_at_ms = 4;
    EXPECT_TRUE(insert_mfa_device(tx, device));
    EXPECT_FALSE(insert_mfa_device(tx, device));
    EXPECT_FALSE(find_mfa_device(tx, "arn:m1")->user_id);
    device.user_id = "AIDA1";
    device.enabled_at_ms = 7;
    device.step_offset = -1;
    device.last_step = 33;
    update_mfa_device(tx, device);
    const auto found = find_mfa_device(tx, "arn:m1");
    EXPECT_EQ(found->seed.reveal(), "SEED");
    EXPECT_EQ(found->enabled_at_ms, 7);
    EXPECT_EQ(found->step_offset, -1);
    EXPECT_EQ(found->last_step, 33);
    EXPECT_EQ(list_mfa_devices_of(tx, "AIDA1").size(), 1u);
    EXPECT_EQ(list_mfa_devices(tx, "", 5).size(), 1u);
    EXPECT_EQ(list_mfa_devices(tx, "arn:m1", 5).size(), 0u);
    delete_mfa_device(tx, "arn:m1");
    EXPECT_FALSE(find_mfa_device(tx, "arn:m1"));
  });
}

TEST_F(AccountRecordsTest, KeepsReportsAndDeletionsUntilAWipe) {
  in_transaction([](Transaction& tx) {
    put_credential_report(tx, {"a", 1});
    put_credential_report(tx, {"b", 2});
    EXPECT_EQ(find_credential_report(tx)->content, "b");
    insert_role_deletion(tx, {"task/1", "arn:r", 10}, 0);
    insert_role_deletion(tx, {"task/2", "arn:r", 30}, 20);
    EXPECT_FALSE(find_role_deletion(tx, "task/1"));
    EXPECT_EQ(find_role_deletion(tx, "task/2")->role_arn, "arn:r");
    wipe(tx);
    EXPECT_FALSE(find_credential_report(tx));
    EXPECT_FALSE(find_role_deletion(tx, "task/2"));
  });
}

}  // namespace
}  // namespace berth::store
