// Roles: what goes in comes out, and AWS's words where it does not go.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;

constexpr const char* kTrust =
    R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": )"
    R"("ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]})";
constexpr const char* kPolicy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}})";

class RolesTest : public ServiceTest {
 protected:
  Result<aws::iam::CreateRoleResponse> create(const std::string& name,
                                              const std::string& trust = kTrust) {
    aws::iam::CreateRoleRequest request;
    request.role_name = name;
    request.assume_role_policy_document = trust;
    return call(create_role, request);
  }

  Result<aws::iam::GetRoleResponse> get(const std::string& name) {
    aws::iam::GetRoleRequest request;
    request.role_name = name;
    return call(get_role, request);
  }

  Result<aws::Empty> put_policy(const std::string& role, const std::string& name,
                                const std::string& document) {
    aws::iam::PutRolePolicyRequest request;
    request.role_name = role;
    request.policy_name = name;
    request.policy_document = document;
    return call(put_role_policy, request);
  }

  Result<aws::Empty> attach(const std::string& role, const std::string& arn) {
    aws::iam::AttachRolePolicyRequest request;
    request.role_name = role;
    request.policy_arn = arn;
    return call(attach_role_policy, request);
  }

  Result<aws::Empty> remove(const std::string& name) {
    aws::iam::DeleteRoleRequest request;
    request.role_name = name;
    return call(delete_role, request);
  }
};

TEST_F(RolesTest, AreShownWhole) {
  aws::iam::CreateRoleRequest request;
  request.role_name = "ecs-task";
  request.path = "/team/";
  request.description = "for tasks";
  request.max_session_duration = 7200;
  request.assume_role_policy_document = kTrust;
  request.tags.emplace().push_back({"Team", "a"});
  const auto created = call(create_role, request);
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->role->arn, "arn:aws:iam::123456789012:role/team/ecs-task");
  EXPECT_THAT(*created->role->role_id, testing::MatchesRegex("AROA[A-Z2-7]{17}"));

  const auto shown = get("ECS-Task");
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->role->role_id, created->role->role_id);
  EXPECT_EQ(shown->role->role_name, "ecs-task");
  EXPECT_EQ(shown->role->description, "for tasks");
  EXPECT_EQ(shown->role->max_session_duration, 7200);
  EXPECT_EQ(shown->role->create_date, clock_.now());
  EXPECT_EQ(shown->role->tags->front().key, "Team");
  EXPECT_EQ(shown->role->assume_role_policy_document->substr(0, 30),
            "%7B%22Version%22%3A%20%222012-");
}

TEST_F(RolesTest, HaveNamesThatNoOtherHasWhateverTheCase) {
  ASSERT_TRUE(create("task"));
  const auto again = create("Task");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "EntityAlreadyExists");
  EXPECT_EQ(again.error().http_status, 409);
  EXPECT_EQ(again.error().message, "Role with name Task already exists.");
}

TEST_F(RolesTest, ThatAreNotThereAreSaidSo) {
  const auto shown = get("none");
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().code, "NoSuchEntity");
  EXPECT_EQ(shown.error().http_status, 404);
  EXPECT_EQ(shown.error().message, "The role with name none cannot be found.");
}

TEST_F(RolesTest, NeedATrustPolicy) {
  for (const char* document : {"{", "[]", R"({"Statement":[]})", kPolicy}) {
    const auto created = create("task", document);
    ASSERT_FALSE(created) << document;
    EXPECT_EQ(created.error().code, "MalformedPolicyDocument") << document;
  }
}

TEST_F(RolesTest, TrustOnlyPrincipalsThatAreThere) {
  const auto trust = [](const std::string& arn) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":[")" + arn +
           R"("]},"Action":"sts:AssumeRole"}]})";
  };
  const std::string other = "arn:aws:iam::123456789012:role/other";
  const auto refused = create("task", trust(other));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "MalformedPolicyDocument");
  EXPECT_THAT(refused.error().message, testing::HasSubstr("Invalid principal in policy"));

  ASSERT_TRUE(create("other"));
  ASSERT_TRUE(create("task", trust(other)));
  EXPECT_THAT(*get("task")->role->assume_role_policy_document,
              testing::HasSubstr("role%2Fother%22"));
  // A namesake made later is not meant: the trust shows the id of the one that is gone.
  const std::string old_id = *get("other")->role->role_id;
  ASSERT_TRUE(remove("other"));
  ASSERT_TRUE(create("other"));
  EXPECT_THAT(*get("task")->role->assume_role_policy_document,
              testing::HasSubstr("%22" + old_id + "%22"));
}

TEST_F(RolesTest, KeepInlinePoliciesToTheByte) {
  ASSERT_TRUE(create("task"));
  ASSERT_TRUE(put_policy("task", "p", kPolicy));
  aws::iam::GetRolePolicyRequest request;
  request.role_name = "task";
  request.policy_name = "p";
  const auto shown = call(get_role_policy, request);
  ASSERT_TRUE(shown);
  EXPECT_THAT(*shown->policy_document, testing::StartsWith("%7B%22Version%22%3A%222012-10-17%22"));
  request.policy_name = "q";
  EXPECT_EQ(call(get_role_policy, request).error().message,
            "The role policy with name q cannot be found.");
}

TEST_F(RolesTest, HaveRoomForSoMuchPolicy) {
  ASSERT_TRUE(create("task"));
  std::string actions = R"("ecs:*")";
  while (actions.size() < 6000) actions += R"(,"ecs:ListClusters")";
  const std::string large = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[)" +
                            actions + R"(],"Resource":"*"}})";
  ASSERT_TRUE(put_policy("task", "a", large));
  ASSERT_TRUE(put_policy("task", "a", large));  // in its own place
  const auto second = put_policy("task", "b", large);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "LimitExceeded");
  EXPECT_EQ(second.error().message, "Maximum policy size of 10240 bytes exceeded for role task");
}

TEST_F(RolesTest, GoOnlyWithoutPoliciesAndProfiles) {
  ASSERT_TRUE(create("task"));
  ASSERT_TRUE(put_policy("task", "p", kPolicy));
  EXPECT_EQ(remove("task").error().message, "Cannot delete entity, must delete policies first.");
  ASSERT_TRUE(attach("task", "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess"));
  EXPECT_EQ(remove("task").error().message,
            "Cannot delete entity, must detach all policies first.");

  aws::iam::DeleteRolePolicyRequest inline_policy;
  inline_policy.role_name = "task";
  inline_policy.policy_name = "p";
  ASSERT_TRUE(call(delete_role_policy, inline_policy));
  aws::iam::DetachRolePolicyRequest attached;
  attached.role_name = "task";
  attached.policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess";
  ASSERT_TRUE(call(detach_role_policy, attached));
  EXPECT_EQ(call(detach_role_policy, attached).error().code, "NoSuchEntity");

  aws::iam::CreateInstanceProfileRequest profile;
  profile.instance_profile_name = "profile";
  ASSERT_TRUE(call(create_instance_profile, profile));
  aws::iam::AddRoleToInstanceProfileRequest add;
  add.instance_profile_name = "profile";
  add.role_name = "task";
  ASSERT_TRUE(call(add_role_to_instance_profile, add));
  EXPECT_EQ(call(add_role_to_instance_profile, add).error().code, "LimitExceeded");
  EXPECT_EQ(remove("task").error().code, "DeleteConflict");
  aws::iam::DeleteInstanceProfileRequest remove_profile;
  remove_profile.instance_profile_name = "profile";
  EXPECT_EQ(call(delete_instance_profile, remove_profile).error().code, "DeleteConflict");
  aws::iam::RemoveRoleFromInstanceProfileRequest take_out;
  take_out.instance_profile_name = "profile";
  take_out.role_name = "task";
  ASSERT_TRUE(call(remove_role_from_instance_profile, take_out));
  EXPECT_TRUE(call(delete_instance_profile, remove_profile));
  EXPECT_TRUE(remove("task"));
  EXPECT_FALSE(get("task"));
}

TEST_F(RolesTest, AreListedPageByPage) {
  for (const char* name : {"c", "a", "b"}) ASSERT_TRUE(create(name));
  aws::iam::ListRolesRequest request;
  request.max_items = 2;
  auto page = call(list_roles, request);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->is_truncated, true);
  EXPECT_EQ(page->roles->size(), 2u);
  EXPECT_EQ(page->roles->back().role_name, "b");
  request.marker = page->marker;
  page = call(list_roles, request);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->is_truncated, false);
  EXPECT_EQ(page->marker, std::nullopt);
  EXPECT_EQ(page->roles->front().role_name, "c");
  request.marker = "made up";
  EXPECT_EQ(call(list_roles, request).error().code, "ValidationError");
}

TEST_F(RolesTest, AttachOnlyPoliciesThatAreThere) {
  ASSERT_TRUE(create("task"));
  const auto attached = attach("task", "arn:aws:iam::123456789012:policy/none");
  ASSERT_FALSE(attached);
  EXPECT_EQ(attached.error().code, "NoSuchEntity");
  EXPECT_EQ(attached.error().message,
            "Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.");
}

TEST_F(RolesTest, TakeTagsWithoutDoubles) {
  ASSERT_TRUE(create("task"));
  aws::iam::TagRoleRequest request;
  request.role_name = "task";
  request.tags = {{{"Team", "a"}, {"team", "b"}}};
  EXPECT_EQ(call(tag_role, request).error().code, "InvalidInput");
  request.tags = {{{"aws:x", "a"}}};
  EXPECT_EQ(call(tag_role, request).error().code, "InvalidInput");
  request.tags = {{{"Team", "a"}, {"Cost", "b"}}};
  ASSERT_TRUE(call(tag_role, request));
  aws::iam::ListRoleTagsRequest list;
  list.role_name = "task";
  list.max_items = 1;
  const auto first = call(list_role_tags, list);
  EXPECT_EQ(first->tags->front().key, "Cost");
  list.marker = first->marker;
  EXPECT_EQ(call(list_role_tags, list)->tags->front().key, "Team");
  aws::iam::UntagRoleRequest untag;
  untag.role_name = "task";
  untag.tag_keys = {{"TEAM", "cost"}};
  ASSERT_TRUE(call(untag_role, untag));
  list.marker.reset();
  EXPECT_TRUE(call(list_role_tags, list)->tags->empty());
}

TEST_F(RolesTest, AreUpdatedInPart) {
  ASSERT_TRUE(create("task"));
  aws::iam::UpdateRoleRequest update;
  update.role_name = "task";
  update.max_session_duration = 43200;
  ASSERT_TRUE(call(update_role, update));
  aws::iam::UpdateRoleDescriptionRequest describe;
  describe.role_name = "task";
  describe.description = "new";
  EXPECT_EQ(call(update_role_description, describe)->role->description, "new");
  ASSERT_TRUE(call(update_role, aws::iam::UpdateRoleRequest{{"task"}, {}, {}}));
  EXPECT_EQ(get("task")->role->max_session_duration, 43200);
  EXPECT_EQ(get("task")->role->description, "new");
  aws::iam::UpdateAssumeRolePolicyRequest trust;
  trust.role_name = "task";
  trust.policy_document = "{}";
  EXPECT_EQ(call(update_assume_role_policy, trust).error().code, "MalformedPolicyDocument");
  aws::iam::PutRolePermissionsBoundaryRequest boundary;
  boundary.role_name = "task";
  boundary.permissions_boundary = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  ASSERT_TRUE(call(put_role_permissions_boundary, boundary));
  EXPECT_EQ(get("task")->role->permissions_boundary->permissions_boundary_arn,
            "arn:aws:iam::aws:policy/AmazonECS_FullAccess");
  aws::iam::DeleteRolePermissionsBoundaryRequest lift;
  lift.role_name = "task";
  ASSERT_TRUE(call(delete_role_permissions_boundary, lift));
  EXPECT_EQ(get("task")->role->permissions_boundary, std::nullopt);
}

}  // namespace
}  // namespace berth::services::iam
