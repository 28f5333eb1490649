// What hangs on users, roles and profiles: policies of both kinds, boundaries, tags, and their
// lists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kAttached =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}})";
constexpr const char* kTrustForTasks =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}})";
constexpr const char* kManaged = "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess";

class AttachmentsTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(create_user, user));
    aws::iam::CreateRoleRequest role;
    role.role_name = "task";
    role.assume_role_policy_document = kTrustForTasks;
    ASSERT_TRUE(call(create_role, role));
  }

  template <class Request>
  static Request of_user() {
    Request request;
    request.user_name = "ann";
    return request;
  }
  template <class Request>
  static Request of_role() {
    Request request;
    request.role_name = "task";
    return request;
  }
};

TEST_F(AttachmentsTest, ManagedPoliciesOfAUser) {
  auto attach = of_user<aws::iam::AttachUserPolicyRequest>();
  attach.policy_arn = kManaged;
  ASSERT_TRUE(call(attach_user_policy, attach));
  const auto listed =
      call(list_attached_user_policies, of_user<aws::iam::ListAttachedUserPoliciesRequest>());
  ASSERT_THAT(*listed->attached_policies, SizeIs(1));
  EXPECT_EQ(listed->attached_policies->front().policy_arn, kManaged);
  auto detach = of_user<aws::iam::DetachUserPolicyRequest>();
  detach.policy_arn = kManaged;
  ASSERT_TRUE(call(detach_user_policy, detach));
  const auto again = call(detach_user_policy, detach);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "NoSuchEntity");
}

TEST_F(AttachmentsTest, ManagedPoliciesOfARole) {
  auto attach = of_role<aws::iam::AttachRolePolicyRequest>();
  attach.policy_arn = kManaged;
  ASSERT_TRUE(call(attach_role_policy, attach));
  // Once more is no second time.
  ASSERT_TRUE(call(attach_role_policy, attach));
  const auto listed =
      call(list_attached_role_policies, of_role<aws::iam::ListAttachedRolePoliciesRequest>());
  ASSERT_THAT(*listed->attached_policies, SizeIs(1));
  EXPECT_EQ(listed->attached_policies->front().policy_name, "AmazonEC2ContainerServiceFullAccess");
  EXPECT_EQ(call(delete_role, of_role<aws::iam::DeleteRoleRequest>()).error().code,
            "DeleteConflict");
}

TEST_F(AttachmentsTest, InlinePoliciesOfAUser) {
  auto put = of_user<aws::iam::PutUserPolicyRequest>();
  put.policy_name = "own";
  put.policy_document = kAttached;
  ASSERT_TRUE(call(put_user_policy, put));
  EXPECT_THAT(*call(list_user_policies, of_user<aws::iam::ListUserPoliciesRequest>())->policy_names,
              ElementsAre("own"));
  auto get = of_user<aws::iam::GetUserPolicyRequest>();
  get.policy_name = "own";
  EXPECT_EQ(call(get_user_policy, get)->user_name, "ann");
  auto remove = of_user<aws::iam::DeleteUserPolicyRequest>();
  remove.policy_name = "own";
  ASSERT_TRUE(call(delete_user_policy, remove));
  EXPECT_EQ(call(get_user_policy, get).error().code, "NoSuchEntity");
}

TEST_F(AttachmentsTest, InlinePoliciesOfARole) {
  auto put = of_role<aws::iam::PutRolePolicyRequest>();
  put.policy_document = kAttached;
  for (const char* name : {"b", "a"}) {
    put.policy_name = name;
    ASSERT_TRUE(call(put_role_policy, put));
  }
  auto list = of_role<aws::iam::ListRolePoliciesRequest>();
  EXPECT_THAT(*call(list_role_policies, list)->policy_names, ElementsAre("a", "b"));
  list.max_items = 1;
  const auto first = call(list_role_policies, list);
  EXPECT_THAT(*first->policy_names, ElementsAre("a"));
  EXPECT_EQ(first->is_truncated, true);
  list.marker = first->marker;
  EXPECT_THAT(*call(list_role_policies, list)->policy_names, ElementsAre("b"));
}

TEST_F(AttachmentsTest, ABoundaryOfAUser) {
  auto put = of_user<aws::iam::PutUserPermissionsBoundaryRequest>();
  put.permissions_boundary = kManaged;
  ASSERT_TRUE(call(put_user_permissions_boundary, put));
  EXPECT_EQ(call(get_user, of_user<aws::iam::GetUserRequest>())
                ->user->permissions_boundary->permissions_boundary_arn,
            kManaged);
  ASSERT_TRUE(call(delete_user_permissions_boundary,
                   of_user<aws::iam::DeleteUserPermissionsBoundaryRequest>()));
  EXPECT_FALSE(
      call(get_user, of_user<aws::iam::GetUserRequest>())->user->permissions_boundary.has_value());
}

TEST_F(AttachmentsTest, TagsOfAUser) {
  auto tag = of_user<aws::iam::TagUserRequest>();
  aws::iam::Tag team;
  team.key = "team";
  team.value = "ship";
  tag.tags = std::vector{team};
  ASSERT_TRUE(call(tag_user, tag));
  const auto listed = call(list_user_tags, of_user<aws::iam::ListUserTagsRequest>());
  EXPECT_THAT(*listed->tags, ElementsAre(team));
  auto untag = of_user<aws::iam::UntagUserRequest>();
  untag.tag_keys = std::vector<std::string>{"team"};
  ASSERT_TRUE(call(untag_user, untag));
  EXPECT_THAT(*call(list_user_tags, of_user<aws::iam::ListUserTagsRequest>())->tags, IsEmpty());
}

TEST_F(AttachmentsTest, UsersAreListedByPath) {
  aws::iam::CreateUserRequest bob;
  bob.user_name = "bob";
  bob.path = "/ops/";
  ASSERT_TRUE(call(create_user, bob));
  EXPECT_THAT(*call(list_users, aws::iam::ListUsersRequest{})->users, SizeIs(2));
  aws::iam::ListUsersRequest ops;
  ops.path_prefix = "/ops/";
  const auto listed = call(list_users, ops);
  ASSERT_THAT(*listed->users, SizeIs(1));
  EXPECT_EQ(listed->users->front().arn, "arn:aws:iam::123456789012:user/ops/bob");
}

TEST_F(AttachmentsTest, VersionsOfAPolicy) {
  aws::iam::CreatePolicyRequest create;
  create.policy_name = "p";
  create.policy_document = kAttached;
  const std::string arn = *call(create_policy, create)->policy->arn;
  aws::iam::CreatePolicyVersionRequest version;
  version.policy_arn = arn;
  version.policy_document = kAttached;
  ASSERT_EQ(call(create_policy_version, version)->policy_version->version_id, "v2");
  aws::iam::SetDefaultPolicyVersionRequest standard;
  standard.policy_arn = arn;
  standard.version_id = "v2";
  ASSERT_TRUE(call(set_default_policy_version, standard));
  aws::iam::ListPolicyVersionsRequest list;
  list.policy_arn = arn;
  const auto versions = call(list_policy_versions, list);
  ASSERT_THAT(*versions->versions, SizeIs(2));
  for (const auto& each : *versions->versions) {
    EXPECT_EQ(each.is_default_version, each.version_id == "v2");
  }
  standard.version_id = "v9";
  EXPECT_EQ(call(set_default_policy_version, standard).error().code, "NoSuchEntity");
}

TEST_F(AttachmentsTest, InstanceProfilesOfARole) {
  aws::iam::CreateInstanceProfileRequest create;
  create.instance_profile_name = "profile";
  ASSERT_TRUE(call(create_instance_profile, create));
  aws::iam::AddRoleToInstanceProfileRequest add;
  add.instance_profile_name = "profile";
  add.role_name = "task";
  ASSERT_TRUE(call(add_role_to_instance_profile, add));
  aws::iam::GetInstanceProfileRequest get;
  get.instance_profile_name = "profile";
  const auto found = call(get_instance_profile, get);
  ASSERT_THAT(*found->instance_profile->roles, SizeIs(1));
  EXPECT_EQ(found->instance_profile->roles->front().role_name, "task");
  EXPECT_THAT(
      *call(list_instance_profiles, aws::iam::ListInstanceProfilesRequest{})->instance_profiles,
      SizeIs(1));
  EXPECT_THAT(*call(list_instance_profiles_for_role,
                    of_role<aws::iam::ListInstanceProfilesForRoleRequest>())
                   ->instance_profiles,
              SizeIs(1));
}

}  // namespace
}  // namespace berth::services::iam
