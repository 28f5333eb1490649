// The account: its alias, its summary, and everything in it at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kAllowsEcs =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}})";
constexpr const char* kTrustsTasks =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}})";
constexpr const char* kOfAws = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";

class AccountTest : public ServiceTest {
 protected:
  void fill() {
    aws::iam::CreatePolicyRequest policy;
    policy.policy_name = "own";
    policy.policy_document = kAllowsEcs;
    arn_ = *call(create_policy, policy)->policy->arn;
    aws::iam::CreatePolicyVersionRequest version;
    version.policy_arn = arn_;
    version.policy_document = kAllowsEcs;
    ASSERT_TRUE(call(create_policy_version, version));
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    user.permissions_boundary = arn_;
    user.tags = {{{"team", "a"}}};
    ASSERT_TRUE(call(create_user, user));
    aws::iam::CreateGroupRequest group;
    group.group_name = "dev";
    ASSERT_TRUE(call(create_group, group));
    ASSERT_TRUE(call(add_user_to_group, aws::iam::AddUserToGroupRequest{{"dev"}, {"ann"}}));
    ASSERT_TRUE(
        call(put_group_policy, aws::iam::PutGroupPolicyRequest{{"dev"}, {"in"}, {kAllowsEcs}}));
    ASSERT_TRUE(call(attach_user_policy, aws::iam::AttachUserPolicyRequest{{"ann"}, {kOfAws}}));
    fill_role();
  }
  void fill_role() {
    aws::iam::CreateRoleRequest role;
    role.role_name = "task";
    role.assume_role_policy_document = kTrustsTasks;
    ASSERT_TRUE(call(create_role, role));
    ASSERT_TRUE(call(attach_role_policy, aws::iam::AttachRolePolicyRequest{{"task"}, {arn_}}));
    aws::iam::CreateInstanceProfileRequest profile;
    profile.instance_profile_name = "box";
    ASSERT_TRUE(call(create_instance_profile, profile));
    ASSERT_TRUE(call(add_role_to_instance_profile,
                     aws::iam::AddRoleToInstanceProfileRequest{{"box"}, {"task"}}));
  }

  aws::iam::GetAccountAuthorizationDetailsResponse details(
      std::optional<std::vector<std::string>> filter = {}) {
    aws::iam::GetAccountAuthorizationDetailsRequest request;
    request.filter = std::move(filter);
    auto response = call(get_account_authorization_details, request);
    EXPECT_TRUE(response) << response.error().message;
    return std::move(*response);
  }

  std::string arn_;
};

TEST_F(AccountTest, HasOneAlias) {
  EXPECT_THAT(*call(list_account_aliases, aws::iam::ListAccountAliasesRequest{})->account_aliases,
              IsEmpty());
  ASSERT_TRUE(call(create_account_alias, aws::iam::CreateAccountAliasRequest{{"first"}}));
  const auto again = call(create_account_alias, aws::iam::CreateAccountAliasRequest{{"first"}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "EntityAlreadyExists");
  EXPECT_EQ(again.error().http_status, 409);
  ASSERT_TRUE(call(create_account_alias, aws::iam::CreateAccountAliasRequest{{"second"}}));
  const auto listed = call(list_account_aliases, aws::iam::ListAccountAliasesRequest{});
  EXPECT_THAT(*listed->account_aliases, ElementsAre("second"));
  EXPECT_EQ(listed->is_truncated, false);
  EXPECT_EQ(call(delete_account_alias, aws::iam::DeleteAccountAliasRequest{{"first"}}).error().code,
            "NoSuchEntity");
  ASSERT_TRUE(call(delete_account_alias, aws::iam::DeleteAccountAliasRequest{{"second"}}));
  EXPECT_THAT(*call(list_account_aliases, aws::iam::ListAccountAliasesRequest{})->account_aliases,
              IsEmpty());
}

TEST_F(AccountTest, IsSummedUp) {
  const auto before = *call(get_account_summary, aws::Empty{})->summary_map;
  EXPECT_EQ(before.size(), 34u) << "every key that the model has";
  EXPECT_EQ(before.at("Users"), 0);
  EXPECT_EQ(before.at("AccountAccessKeysPresent"), 1);
  EXPECT_EQ(before.at("GroupsQuota"), 300);
  EXPECT_EQ(before.at("GroupsPerUserQuota"), 10);
  EXPECT_EQ(before.at("AssumeRolePolicySizeQuota"), 2048);
  EXPECT_EQ(before.at("PolicyVersionsInUseQuota"), 10000);
  fill();
  const auto after = *call(get_account_summary, aws::Empty{})->summary_map;
  for (const char* one : {"Users", "Groups", "Roles", "Policies", "InstanceProfiles"}) {
    EXPECT_EQ(after.at(one), 1) << one;
  }
  EXPECT_EQ(after.at("PolicyVersionsInUse"), 2);
  EXPECT_EQ(after.at("MFADevices"), 0);
  aws::iam::CreateVirtualMFADeviceRequest device;
  device.virtual_mfa_device_name = "phone";
  ASSERT_TRUE(call(create_virtual_mfa_device, device));
  aws::iam::CreateOpenIDConnectProviderRequest provider;
  provider.url = "https://idp.example.com";
  provider.thumbprint_list = std::vector<std::string>{std::string(40, 'a')};
  ASSERT_TRUE(call(create_open_id_connect_provider, provider));
  const auto last = *call(get_account_summary, aws::Empty{})->summary_map;
  EXPECT_EQ(last.at("MFADevices"), 1);
  EXPECT_EQ(last.at("MFADevicesInUse"), 0);
  EXPECT_EQ(last.at("Providers"), 1);
}

TEST_F(AccountTest, IsShownInDetail) {
  fill();
  const auto all = details();
  EXPECT_EQ(all.is_truncated, false);
  ASSERT_EQ(all.user_detail_list->size(), 1u);
  const auto& user = all.user_detail_list->front();
  EXPECT_EQ(user.arn, "arn:aws:iam::123456789012:user/ann");
  EXPECT_THAT(*user.group_list, ElementsAre("dev"));
  EXPECT_THAT(*user.user_policy_list, IsEmpty());
  EXPECT_EQ(user.attached_managed_policies->front().policy_arn, kOfAws);
  EXPECT_EQ(user.permissions_boundary->permissions_boundary_arn, arn_);
  EXPECT_EQ(user.tags->front().key, "team");

  ASSERT_EQ(all.group_detail_list->size(), 1u);
  const auto& group = all.group_detail_list->front();
  EXPECT_EQ(group.group_policy_list->front().policy_name, "in");
  EXPECT_THAT(*group.group_policy_list->front().policy_document, HasSubstr("%22ecs%3A%2A%22"));
  EXPECT_THAT(*group.attached_managed_policies, IsEmpty());

  ASSERT_EQ(all.role_detail_list->size(), 1u);
  const auto& role = all.role_detail_list->front();
  EXPECT_THAT(*role.assume_role_policy_document, HasSubstr("%22sts%3AAssumeRole%22"));
  EXPECT_EQ(role.attached_managed_policies->front().policy_name, "own");
  ASSERT_EQ(role.instance_profile_list->size(), 1u);
  EXPECT_EQ(role.instance_profile_list->front().roles->front().role_name, "task");
  EXPECT_TRUE(role.role_last_used);
  EXPECT_THAT(*role.tags, IsEmpty());

  ASSERT_EQ(all.policies->size(), 2u) << "the account's, and those of AWS that somebody has";
  const auto& own = all.policies->at(0);
  EXPECT_EQ(own.arn, arn_);
  EXPECT_EQ(own.attachment_count, 1);
  EXPECT_EQ(own.permissions_boundary_usage_count, 1);
  ASSERT_EQ(own.policy_version_list->size(), 2u);
  EXPECT_EQ(own.policy_version_list->at(0).version_id, "v2");
  EXPECT_EQ(own.policy_version_list->at(1).is_default_version, true);
  EXPECT_THAT(*own.policy_version_list->at(1).document, HasSubstr("%22ecs%3A%2A%22"));
  EXPECT_EQ(all.policies->at(1).arn, kOfAws);
  EXPECT_EQ(all.policies->at(1).policy_version_list->size(), 1u);
}

TEST_F(AccountTest, IsShownByKind) {
  fill();
  const auto roles = details({{"Role"}});
  EXPECT_EQ(roles.role_detail_list->size(), 1u);
  EXPECT_THAT(*roles.user_detail_list, IsEmpty());
  EXPECT_THAT(*roles.group_detail_list, IsEmpty());
  EXPECT_THAT(*roles.policies, IsEmpty());
  const auto of_aws = details({{"AWSManagedPolicy", "Group"}});
  EXPECT_EQ(of_aws.group_detail_list->size(), 1u);
  ASSERT_EQ(of_aws.policies->size(), 1u);
  EXPECT_EQ(of_aws.policies->front().arn, kOfAws);
  EXPECT_EQ(details({{"LocalManagedPolicy"}}).policies->front().arn, arn_);
}

TEST_F(AccountTest, IsShownPageByPage) {
  fill();
  aws::iam::GetAccountAuthorizationDetailsRequest request;
  request.max_items = 1;
  std::vector<std::string> arns;
  for (int page = 0; page < 5; ++page) {
    const auto response = call(get_account_authorization_details, request);
    ASSERT_TRUE(response) << response.error().message;
    for (const auto& each : *response->user_detail_list) arns.push_back(*each.arn);
    for (const auto& each : *response->group_detail_list) arns.push_back(*each.arn);
    for (const auto& each : *response->role_detail_list) arns.push_back(*each.arn);
    for (const auto& each : *response->policies) arns.push_back(*each.arn);
    EXPECT_EQ(response->is_truncated, page < 4);
    request.marker = response->marker;
  }
  EXPECT_THAT(
      arns, ElementsAre("arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:group/dev",
                        "arn:aws:iam::123456789012:role/task", arn_, kOfAws));
  request.marker = "not one of ours";
  EXPECT_EQ(call(get_account_authorization_details, request).error().code, "ValidationError");
}

}  // namespace
}  // namespace berth::services::iam
