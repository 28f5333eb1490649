// Groups, who is in them, and the policies that hang on them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

constexpr const char* kEcsPolicy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}})";
constexpr const char* kEcsManaged = "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess";

class GroupsTest : public ServiceTest {
 protected:
  Result<aws::iam::CreateGroupResponse> create(const std::string& name,
                                               std::optional<std::string> path = {}) {
    aws::iam::CreateGroupRequest request;
    request.group_name = name;
    request.path = std::move(path);
    return call(create_group, request);
  }
  void create_user_named(const std::string& name) {
    aws::iam::CreateUserRequest request;
    request.user_name = name;
    ASSERT_TRUE(call(create_user, request));
  }
  Result<aws::Empty> add(const std::string& user, const std::string& group) {
    aws::iam::AddUserToGroupRequest request;
    request.user_name = user;
    request.group_name = group;
    return call(add_user_to_group, request);
  }
  Result<aws::Empty> remove(const std::string& user, const std::string& group) {
    aws::iam::RemoveUserFromGroupRequest request;
    request.user_name = user;
    request.group_name = group;
    return call(remove_user_from_group, request);
  }
  Result<aws::Empty> remove_group(const std::string& name) {
    aws::iam::DeleteGroupRequest request;
    request.group_name = name;
    return call(delete_group, request);
  }
  template <class Request>
  static Request of(const std::string& group) {
    Request request;
    request.group_name = group;
    return request;
  }
  std::vector<std::string> groups_named(const std::string& user) {
    aws::iam::ListGroupsForUserRequest request;
    request.user_name = user;
    std::vector<std::string> names;
    const auto listed = call(list_groups_for_user, request);
    for (const auto& group : *listed->groups) {
      names.push_back(*group.group_name);
    }
    return names;
  }
};

TEST_F(GroupsTest, AreMadeShownAndListedByPath) {
  const auto made = create("Dev", "/team/");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->group->arn, "arn:aws:iam::123456789012:group/team/Dev");
  EXPECT_EQ(made->group->path, "/team/");
  EXPECT_THAT(*made->group->group_id, MatchesRegex("AGPA[A-Z2-7]{17}"));
  const auto again = create("dEV");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "EntityAlreadyExists");
  EXPECT_EQ(again.error().http_status, 409);
  EXPECT_EQ(again.error().message, "Group with name dEV already exists.");

  ASSERT_TRUE(create("ops"));
  const auto shown = call(get_group, of<aws::iam::GetGroupRequest>("DEV"));
  EXPECT_EQ(shown->group, made->group);
  EXPECT_THAT(*shown->users, IsEmpty());
  EXPECT_EQ(shown->is_truncated, false);
  aws::iam::ListGroupsRequest list;
  EXPECT_EQ(call(list_groups, list)->groups->size(), 2u);
  list.path_prefix = "/team/";
  EXPECT_EQ(call(list_groups, list)->groups->front().group_name, "Dev");
  EXPECT_EQ(call(list_groups, list)->groups->size(), 1u);
}

TEST_F(GroupsTest, ThatAreNotThereAreSaidSo) {
  for (const auto& fault : {call(get_group, of<aws::iam::GetGroupRequest>("none")).error(),
                            remove_group("none").error()}) {
    EXPECT_EQ(fault.code, "NoSuchEntity");
    EXPECT_EQ(fault.http_status, 404);
    EXPECT_EQ(fault.message, "The group with name none cannot be found.");
  }
  // The user is looked for first.
  EXPECT_EQ(add("nobody", "none").error().message, "The user with name nobody cannot be found.");
  create_user_named("ann");
  EXPECT_EQ(add("ann", "none").error().message, "The group with name none cannot be found.");
  EXPECT_EQ(remove("ann", "none").error().message, "The group with name none cannot be found.");
}

TEST_F(GroupsTest, HaveMembersPageByPage) {
  ASSERT_TRUE(create("dev"));
  for (const char* name : {"cleo", "Ann", "bob"}) {
    create_user_named(name);
    ASSERT_TRUE(add(name, "dev"));
    ASSERT_TRUE(add(name, "dev")) << "twice is no fault";
  }
  auto get = of<aws::iam::GetGroupRequest>("dev");
  get.max_items = 2;
  const auto first = call(get_group, get);
  ASSERT_EQ(first->users->size(), 2u);
  EXPECT_EQ(first->users->at(0).user_name, "Ann");
  EXPECT_EQ(first->users->at(1).user_name, "bob");
  EXPECT_EQ(first->is_truncated, true);
  get.marker = first->marker;
  const auto second = call(get_group, get);
  ASSERT_EQ(second->users->size(), 1u);
  EXPECT_EQ(second->users->front().user_name, "cleo");
  EXPECT_EQ(second->is_truncated, false);

  ASSERT_TRUE(remove("bob", "dev"));
  ASSERT_TRUE(remove("bob", "dev")) << "one who is not in it is no fault";
  get.marker.reset();
  EXPECT_EQ(call(get_group, get)->users->size(), 2u);
  EXPECT_THAT(groups_named("bob"), IsEmpty());
  EXPECT_THAT(groups_named("ann"), ElementsAre("dev"));
}

TEST_F(GroupsTest, KeepMembersAndPoliciesUnderAnotherNameAndPath) {
  const auto made = create("dev");
  ASSERT_TRUE(create("ops"));
  create_user_named("ann");
  ASSERT_TRUE(add("ann", "dev"));
  auto update = of<aws::iam::UpdateGroupRequest>("dev");
  update.new_group_name = "OPS";
  EXPECT_EQ(call(update_group, update).error().message, "Group with name OPS already exists.");
  update.new_group_name = "builders";
  update.new_path = "/x/";
  ASSERT_TRUE(call(update_group, update));
  EXPECT_EQ(call(update_group, update).error().code, "NoSuchEntity");
  const auto shown = call(get_group, of<aws::iam::GetGroupRequest>("builders"));
  EXPECT_EQ(shown->group->arn, "arn:aws:iam::123456789012:group/x/builders");
  EXPECT_EQ(shown->group->group_id, made->group->group_id);
  EXPECT_EQ(shown->users->size(), 1u);
  // Its own name in another case is not taken by another.
  update = of<aws::iam::UpdateGroupRequest>("builders");
  update.new_group_name = "Builders";
  ASSERT_TRUE(call(update_group, update));
}

TEST_F(GroupsTest, GoOnlyWithoutPoliciesAndMembers) {
  ASSERT_TRUE(create("dev"));
  create_user_named("ann");
  ASSERT_TRUE(add("ann", "dev"));
  auto attach = of<aws::iam::AttachGroupPolicyRequest>("dev");
  attach.policy_arn = kEcsManaged;
  ASSERT_TRUE(call(attach_group_policy, attach));
  auto put = of<aws::iam::PutGroupPolicyRequest>("dev");
  put.policy_name = "own";
  put.policy_document = kEcsPolicy;
  ASSERT_TRUE(call(put_group_policy, put));

  const auto refusal = [this] {
    const auto removed = remove_group("dev");
    EXPECT_FALSE(removed);
    EXPECT_EQ(removed.error().code, "DeleteConflict");
    EXPECT_EQ(removed.error().http_status, 409);
    return removed.error().message;
  };
  EXPECT_EQ(refusal(), "Cannot delete entity, must detach all policies first.");
  auto detach = of<aws::iam::DetachGroupPolicyRequest>("dev");
  detach.policy_arn = kEcsManaged;
  ASSERT_TRUE(call(detach_group_policy, detach));
  EXPECT_EQ(refusal(), "Cannot delete entity, must delete policies first.");
  auto drop = of<aws::iam::DeleteGroupPolicyRequest>("dev");
  drop.policy_name = "own";
  ASSERT_TRUE(call(delete_group_policy, drop));
  EXPECT_EQ(refusal(), "Cannot delete entity, must remove users from group first.");

  aws::iam::DeleteUserRequest gone;
  gone.user_name = "ann";
  const auto user = call(delete_user, gone);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, "DeleteConflict");
  EXPECT_EQ(user.error().message, "Cannot delete entity, must remove users from group first.");
  ASSERT_TRUE(remove("ann", "dev"));
  ASSERT_TRUE(remove_group("dev"));
  ASSERT_TRUE(call(delete_user, gone));
  // A namesake made later has nothing of it.
  ASSERT_TRUE(create("dev"));
  EXPECT_THAT(
      *call(list_group_policies, of<aws::iam::ListGroupPoliciesRequest>("dev"))->policy_names,
      IsEmpty());
}

TEST_F(GroupsTest, HaveInlinePolicies) {
  ASSERT_TRUE(create("dev"));
  auto put = of<aws::iam::PutGroupPolicyRequest>("dev");
  put.policy_name = "own";
  put.policy_document = R"({"Statement":1})";
  EXPECT_EQ(call(put_group_policy, put).error().code, "MalformedPolicyDocument");
  put.policy_document = kEcsPolicy;
  ASSERT_TRUE(call(put_group_policy, put));
  auto get = of<aws::iam::GetGroupPolicyRequest>("DEV");
  get.policy_name = "own";
  const auto shown = call(get_group_policy, get);
  EXPECT_EQ(shown->group_name, "dev");
  EXPECT_EQ(shown->policy_name, "own");
  EXPECT_EQ(shown->policy_document->substr(0, 13), "%7B%22Version");
  EXPECT_THAT(
      *call(list_group_policies, of<aws::iam::ListGroupPoliciesRequest>("dev"))->policy_names,
      ElementsAre("own"));
  auto drop = of<aws::iam::DeleteGroupPolicyRequest>("dev");
  drop.policy_name = "own";
  ASSERT_TRUE(call(delete_group_policy, drop));
  for (const auto& fault :
       {call(delete_group_policy, drop).error(), call(get_group_policy, get).error()}) {
    EXPECT_EQ(fault.code, "NoSuchEntity");
    EXPECT_EQ(fault.message, "The group policy with name own cannot be found.");
  }
}

TEST_F(GroupsTest, HaveManagedPolicies) {
  ASSERT_TRUE(create("dev"));
  auto attach = of<aws::iam::AttachGroupPolicyRequest>("dev");
  attach.policy_arn = "arn:aws:iam::123456789012:policy/none";
  EXPECT_EQ(call(attach_group_policy, attach).error().message,
            "Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.");
  attach.policy_arn = kEcsManaged;
  ASSERT_TRUE(call(attach_group_policy, attach));
  ASSERT_TRUE(call(attach_group_policy, attach));
  auto list = of<aws::iam::ListAttachedGroupPoliciesRequest>("dev");
  const auto listed = call(list_attached_group_policies, list);
  ASSERT_EQ(listed->attached_policies->size(), 1u);
  EXPECT_EQ(listed->attached_policies->front().policy_arn, kEcsManaged);
  list.path_prefix = "/service-role/";
  EXPECT_THAT(*call(list_attached_group_policies, list)->attached_policies, IsEmpty());
  auto detach = of<aws::iam::DetachGroupPolicyRequest>("dev");
  detach.policy_arn = kEcsManaged;
  ASSERT_TRUE(call(detach_group_policy, detach));
  EXPECT_EQ(call(detach_group_policy, detach).error().message,
            std::string("Policy ") + kEcsManaged + " was not found.");
}

}  // namespace
}  // namespace berth::services::iam
