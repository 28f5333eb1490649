// Who has a policy, which policies open a service, and the tags of policies and profiles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kTrustsEcs =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}})";

std::string allowing(const std::string& action) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":")" +
         action + "\"}}";
}

class PolicyRelationsTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreatePolicyRequest policy;
    policy.policy_name = "ecs-all";
    policy.policy_document = allowing("ecs:*");
    arn_ = *call(create_policy, policy)->policy->arn;
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    user.path = "/team/";
    ASSERT_TRUE(call(create_user, user));
    aws::iam::CreateGroupRequest group;
    group.group_name = "dev";
    ASSERT_TRUE(call(create_group, group));
    aws::iam::CreateRoleRequest role;
    role.assume_role_policy_document = kTrustsEcs;
    for (const char* name : {"task", "Bounded"}) {
      role.role_name = name;
      ASSERT_TRUE(call(create_role, role));
    }
    aws::iam::AddUserToGroupRequest add;
    add.user_name = "ann";
    add.group_name = "dev";
    ASSERT_TRUE(call(add_user_to_group, add));
  }

  void attach_everywhere() {
    aws::iam::AttachUserPolicyRequest user;
    user.user_name = "ann";
    user.policy_arn = arn_;
    ASSERT_TRUE(call(attach_user_policy, user));
    aws::iam::AttachGroupPolicyRequest group;
    group.group_name = "dev";
    group.policy_arn = arn_;
    ASSERT_TRUE(call(attach_group_policy, group));
    aws::iam::AttachRolePolicyRequest role;
    role.role_name = "task";
    role.policy_arn = arn_;
    ASSERT_TRUE(call(attach_role_policy, role));
    for (const char* name : {"task", "Bounded"}) {
      aws::iam::PutRolePermissionsBoundaryRequest boundary;
      boundary.role_name = name;
      boundary.permissions_boundary = arn_;
      ASSERT_TRUE(call(put_role_permissions_boundary, boundary));
    }
  }

  /// "Group dev, Role task, …": as the answer lists them.
  static std::vector<std::string> named(const aws::iam::ListEntitiesForPolicyResponse& response) {
    std::vector<std::string> names;
    for (const auto& each : *response.policy_groups) names.push_back("Group " + *each.group_name);
    for (const auto& each : *response.policy_roles) names.push_back("Role " + *each.role_name);
    for (const auto& each : *response.policy_users) names.push_back("User " + *each.user_name);
    return names;
  }

  aws::iam::ListEntitiesForPolicyRequest entities() const {
    aws::iam::ListEntitiesForPolicyRequest request;
    request.policy_arn = arn_;
    return request;
  }

  /// "INLINE own of GROUP dev", "MANAGED arn".
  std::vector<std::string> granting(const std::string& arn, const std::string& service) {
    aws::iam::ListPoliciesGrantingServiceAccessRequest request;
    request.arn = arn;
    request.service_namespaces = {{service}};
    const auto response = call(list_policies_granting_service_access, request);
    EXPECT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->is_truncated, false);
    const auto& entry = response->policies_granting_service_access->front();
    EXPECT_EQ(entry.service_namespace, service);
    std::vector<std::string> shown;
    for (const auto& each : *entry.policies) {
      shown.push_back(each.policy_arn ? "MANAGED " + *each.policy_arn
                                      : "INLINE " + *each.policy_name + " of " + *each.entity_type +
                                            " " + *each.entity_name);
    }
    return shown;
  }

  std::string arn_;
};

TEST_F(PolicyRelationsTest, EntitiesAreListedByKindUsageAndPath) {
  EXPECT_THAT(named(*call(list_entities_for_policy, entities())), IsEmpty());
  attach_everywhere();
  const auto all = call(list_entities_for_policy, entities());
  EXPECT_THAT(named(*all), ElementsAre("Group dev", "Role Bounded", "Role task", "User ann"));
  EXPECT_EQ(all->policy_groups->front().group_id->substr(0, 4), "AGPA");
  EXPECT_EQ(all->policy_users->front().user_id->substr(0, 4), "AIDA");
  auto request = entities();
  request.entity_filter = "Role";
  EXPECT_THAT(named(*call(list_entities_for_policy, request)),
              ElementsAre("Role Bounded", "Role task"));
  request.policy_usage_filter = "PermissionsPolicy";
  EXPECT_THAT(named(*call(list_entities_for_policy, request)), ElementsAre("Role task"));
  request = entities();
  request.policy_usage_filter = "PermissionsBoundary";
  EXPECT_THAT(named(*call(list_entities_for_policy, request)),
              ElementsAre("Role Bounded", "Role task"));
  request = entities();
  request.path_prefix = "/team/";
  EXPECT_THAT(named(*call(list_entities_for_policy, request)), ElementsAre("User ann"));
}

TEST_F(PolicyRelationsTest, EntitiesComePageByPage) {
  attach_everywhere();
  auto request = entities();
  request.max_items = 1;
  std::vector<std::string> names;
  for (int page = 0; page < 4; ++page) {
    const auto response = call(list_entities_for_policy, request);
    ASSERT_EQ(named(*response).size(), 1u) << page;
    names.push_back(named(*response).front());
    EXPECT_EQ(response->is_truncated, page < 3);
    request.marker = response->marker;
  }
  EXPECT_THAT(names, ElementsAre("Group dev", "Role Bounded", "Role task", "User ann"));
}

TEST_F(PolicyRelationsTest, EntitiesOfAPolicyThatIsNotThere) {
  auto request = entities();
  request.policy_arn = "arn:aws:iam::123456789012:policy/none";
  const auto response = call(list_entities_for_policy, request);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, "NoSuchEntity");
  EXPECT_EQ(response.error().message,
            "Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.");
  request.policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  EXPECT_THAT(named(*call(list_entities_for_policy, request)), IsEmpty());
}

TEST_F(PolicyRelationsTest, AnAttachmentToAGroupKeepsThePolicy) {
  aws::iam::AttachGroupPolicyRequest attach;
  attach.group_name = "dev";
  attach.policy_arn = arn_;
  ASSERT_TRUE(call(attach_group_policy, attach));
  aws::iam::DeletePolicyRequest gone;
  gone.policy_arn = arn_;
  EXPECT_EQ(call(delete_policy, gone).error().code, "DeleteConflict");
  aws::iam::GetPolicyRequest get;
  get.policy_arn = arn_;
  EXPECT_EQ(call(get_policy, get)->policy->attachment_count, 1);
}

TEST_F(PolicyRelationsTest, PoliciesThatOpenAServiceComeFromGroupsToo) {
  attach_everywhere();
  aws::iam::PutGroupPolicyRequest group;
  group.group_name = "dev";
  group.policy_name = "own";
  group.policy_document = allowing("logs:*");
  ASSERT_TRUE(call(put_group_policy, group));
  aws::iam::PutUserPolicyRequest user;
  user.user_name = "ann";
  user.policy_name = "mine";
  user.policy_document = allowing("*");
  ASSERT_TRUE(call(put_user_policy, user));

  const std::string ann = "arn:aws:iam::123456789012:user/team/ann";
  EXPECT_THAT(granting(ann, "logs"),
              ElementsAre("INLINE mine of USER ann", "INLINE own of GROUP dev"));
  EXPECT_THAT(granting(ann, "ecs"), ElementsAre("MANAGED " + arn_, "INLINE mine of USER ann"));
  EXPECT_THAT(granting("arn:aws:iam::123456789012:group/dev", "logs"),
              ElementsAre("INLINE own of GROUP dev"));
  EXPECT_THAT(granting("arn:aws:iam::123456789012:role/task", "ecs"),
              ElementsAre("MANAGED " + arn_));
  EXPECT_THAT(granting("arn:aws:iam::123456789012:role/task", "s3"), IsEmpty());
}

TEST_F(PolicyRelationsTest, PoliciesOfNobodyOpenNothing) {
  aws::iam::ListPoliciesGrantingServiceAccessRequest request;
  request.service_namespaces = {{"ecs"}};
  request.arn = "arn:aws:iam::123456789012:role/none";
  EXPECT_EQ(call(list_policies_granting_service_access, request).error().code, "NoSuchEntity");
  for (const char* of_another :
       {"arn:aws:iam::999999999999:user/ann", "arn:aws:iam::123456789012:user/elsewhere/ann",
        "arn:aws:iam::123456789012:role/elsewhere/task"}) {
    request.arn = of_another;
    EXPECT_EQ(call(list_policies_granting_service_access, request).error().code, "NoSuchEntity");
  }
  request.arn = "arn:aws:iam::123456789012:policy/x";
  EXPECT_EQ(call(list_policies_granting_service_access, request).error().code, "InvalidInput");
}

TEST_F(PolicyRelationsTest, PoliciesAndProfilesHaveTags) {
  aws::iam::TagPolicyRequest tag;
  tag.policy_arn = arn_;
  tag.tags = {{{"team", "a"}, {"Cost", "b"}}};
  ASSERT_TRUE(call(tag_policy, tag));
  aws::iam::ListPolicyTagsRequest list;
  list.policy_arn = arn_;
  list.max_items = 1;
  const auto first = call(list_policy_tags, list);
  ASSERT_EQ(first->tags->size(), 1u);
  EXPECT_EQ(first->tags->front().key, "Cost");
  list.marker = first->marker;
  EXPECT_EQ(call(list_policy_tags, list)->tags->front().key, "team");
  aws::iam::UntagPolicyRequest untag;
  untag.policy_arn = arn_;
  untag.tag_keys = {{"TEAM", "cost"}};
  ASSERT_TRUE(call(untag_policy, untag));
  list = {};
  list.policy_arn = arn_;
  EXPECT_EQ(call(list_policy_tags, list)->tags->size(), 2u) << "case counts here";
  untag.tag_keys = {{"team", "Cost"}};
  ASSERT_TRUE(call(untag_policy, untag));
  list = {};
  list.policy_arn = arn_;
  EXPECT_THAT(*call(list_policy_tags, list)->tags, IsEmpty());
  list.policy_arn = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  EXPECT_THAT(*call(list_policy_tags, list)->tags, IsEmpty());
  tag.policy_arn = list.policy_arn;
  EXPECT_EQ(call(tag_policy, tag).error().code, "AccessDenied");

  aws::iam::CreateInstanceProfileRequest profile;
  profile.instance_profile_name = "p";
  ASSERT_TRUE(call(create_instance_profile, profile));
  aws::iam::TagInstanceProfileRequest tag_it;
  tag_it.instance_profile_name = "p";
  tag_it.tags = {{{"aws:team", "a"}}};
  EXPECT_EQ(call(tag_instance_profile, tag_it).error().code, "InvalidInput");
  tag_it.tags = {{{"team", "a"}}};
  ASSERT_TRUE(call(tag_instance_profile, tag_it));
  aws::iam::ListInstanceProfileTagsRequest list_them;
  list_them.instance_profile_name = "p";
  EXPECT_EQ(call(list_instance_profile_tags, list_them)->tags->size(), 1u);
  aws::iam::UntagInstanceProfileRequest untag_it;
  untag_it.instance_profile_name = "p";
  untag_it.tag_keys = {{"team"}};
  ASSERT_TRUE(call(untag_instance_profile, untag_it));
  EXPECT_THAT(*call(list_instance_profile_tags, list_them)->tags, IsEmpty());
}

TEST_F(PolicyRelationsTest, TagsOfPoliciesTellCasesApartAndComeByLength) {
  aws::iam::CreatePolicyRequest create;
  create.policy_name = "tagged";
  create.description = "not in the answer";
  create.policy_document = allowing("ecs:*");
  create.tags = {{{"abc", "1"}, {"b", "2"}, {"b", "3"}}};
  const auto twice = call(create_policy, create);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "InvalidInput");
  EXPECT_EQ(twice.error().message, "Duplicate tag keys found.");
  create.tags = {{{"abc", "1"}, {"b", "2"}, {"B", "3"}}};
  const auto made = call(create_policy, create);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->policy->tags, create.tags) << "as they were given";
  EXPECT_EQ(made->policy->description, std::nullopt);
  aws::iam::ListPolicyTagsRequest list;
  list.policy_arn = made->policy->arn;
  list.max_items = 1;
  std::vector<std::string> keys;
  for (int page = 0; page < 3; ++page) {
    const auto listed = call(list_policy_tags, list);
    ASSERT_EQ(listed->tags->size(), 1u);
    keys.push_back(*listed->tags->front().key);
    list.marker = listed->marker;
  }
  EXPECT_THAT(keys, ElementsAre("B", "b", "abc"));
  aws::iam::GetPolicyRequest get;
  get.policy_arn = arn_;
  EXPECT_THAT(*call(get_policy, get)->policy->tags, IsEmpty()) << "there, though none is";
  aws::iam::ListPoliciesRequest all;
  all.scope = "Local";
  const auto listed = call(list_policies, all);
  for (const auto& policy : *listed->policies) EXPECT_FALSE(policy.tags);
}

TEST_F(PolicyRelationsTest, AVersionOfAPolicyThatIsNotThere) {
  const std::string message =
      "Policy arn:aws:iam::123456789012:policy/none version v1 does not exist or is not "
      "attachable.";
  aws::iam::GetPolicyVersionRequest get;
  get.policy_arn = "arn:aws:iam::123456789012:policy/none";
  get.version_id = "v1";
  EXPECT_EQ(call(get_policy_version, get).error().message, message);
  aws::iam::SetDefaultPolicyVersionRequest set;
  set.policy_arn = get.policy_arn;
  set.version_id = "v1";
  EXPECT_EQ(call(set_default_policy_version, set).error().message, message);
}

TEST_F(PolicyRelationsTest, TagsOfAProfileAreShownByGetAlone) {
  aws::iam::CreateInstanceProfileRequest create;
  create.instance_profile_name = "p";
  EXPECT_EQ(call(create_instance_profile, create)->instance_profile->tags, std::nullopt);
  aws::iam::GetInstanceProfileRequest get;
  get.instance_profile_name = "p";
  EXPECT_THAT(*call(get_instance_profile, get)->instance_profile->tags, IsEmpty());
  aws::iam::TagInstanceProfileRequest tag;
  tag.instance_profile_name = "p";
  tag.tags = {{{"a", "1"}, {"A", "2"}}};
  ASSERT_TRUE(call(tag_instance_profile, tag));
  EXPECT_EQ(call(get_instance_profile, get)->instance_profile->tags->size(), 2u);
  const auto listed = call(list_instance_profiles, aws::iam::ListInstanceProfilesRequest{});
  EXPECT_EQ(listed->instance_profiles->front().tags, std::nullopt);
  aws::iam::RemoveRoleFromInstanceProfileRequest remove;
  remove.instance_profile_name = "p";
  remove.role_name = "task";
  EXPECT_EQ(call(remove_role_from_instance_profile, remove).error().message,
            "Role task in Instance Profile p cannot be found.");
}

}  // namespace
}  // namespace berth::services::iam
