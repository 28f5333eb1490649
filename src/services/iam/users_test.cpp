// Users and their keys; managed policies and their versions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"
#include "store/iam/users.h"

namespace berth::services::iam {
namespace {

constexpr const char* kInlineOfUser =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}})";

class UsersTest : public ServiceTest {
 protected:
  Result<aws::iam::CreateUserResponse> create(const std::string& name) {
    aws::iam::CreateUserRequest request;
    request.user_name = name;
    return call(create_user, request);
  }

  /// From here on the user calls.
  void become(const std::string& name) {
    ASSERT_TRUE(in_context([this, &name](Context& context) -> Result<void> {
      caller_.principal = user_principal(context.account, *store::find_user(context.tx, name));
      return {};
    }));
  }

  Result<aws::iam::CreateAccessKeyResponse> create_key(std::optional<std::string> user = {}) {
    aws::iam::CreateAccessKeyRequest request;
    request.user_name = std::move(user);
    return call(create_access_key, request);
  }
};

TEST_F(UsersTest, AreTheCallerWhereNoneIsNamed) {
  ASSERT_TRUE(create("ann"));
  EXPECT_EQ(call(get_user, aws::iam::GetUserRequest{})->user->arn,
            "arn:aws:iam::123456789012:root");
  EXPECT_EQ(create_key().error().code, "ValidationError");
  become("ann");
  EXPECT_EQ(call(get_user, aws::iam::GetUserRequest{})->user->user_name, "ann");
  EXPECT_EQ(create_key()->access_key->user_name, "ann");
}

TEST_F(UsersTest, HaveTwoKeysAtMostAndSeeTheSecretOnce) {
  ASSERT_TRUE(create("ann"));
  const auto key = create_key("ann");
  ASSERT_TRUE(key);
  EXPECT_THAT(*key->access_key->access_key_id, testing::MatchesRegex("AKIA[A-Z2-7]{16}"));
  EXPECT_EQ(key->access_key->secret_access_key->size(), 40u);
  ASSERT_TRUE(create_key("ann"));
  const auto third = create_key("ann");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, "LimitExceeded");
  EXPECT_EQ(third.error().message, "Cannot exceed quota for AccessKeysPerUser: 2");
  aws::iam::ListAccessKeysRequest list;
  list.user_name = "ann";
  EXPECT_EQ(call(list_access_keys, list)->access_key_metadata->size(), 2u);
}

TEST_F(UsersTest, SwitchTheirOwnKeysOnly) {
  ASSERT_TRUE(create("ann"));
  ASSERT_TRUE(create("bob"));
  const std::string id = *create_key("ann")->access_key->access_key_id;
  aws::iam::UpdateAccessKeyRequest update;
  update.user_name = "bob";
  update.access_key_id = id;
  update.status = "Inactive";
  EXPECT_EQ(call(update_access_key, update).error().message,
            "The Access Key with id " + id + " cannot be found.");
  update.user_name = "ann";
  ASSERT_TRUE(call(update_access_key, update));
  aws::iam::ListAccessKeysRequest list;
  list.user_name = "ann";
  EXPECT_EQ(call(list_access_keys, list)->access_key_metadata->front().status, "Inactive");
  aws::iam::GetAccessKeyLastUsedRequest last_used;
  last_used.access_key_id = id;
  EXPECT_EQ(call(get_access_key_last_used, last_used)->access_key_last_used->service_name, "N/A");
  aws::iam::DeleteAccessKeyRequest remove;
  remove.user_name = "ann";
  remove.access_key_id = id;
  ASSERT_TRUE(call(delete_access_key, remove));
  EXPECT_EQ(call(get_access_key_last_used, last_used).error().code, "NoSuchEntity");
}

TEST_F(UsersTest, AreRenamedWithAllTheyHave) {
  ASSERT_TRUE(create("ann"));
  ASSERT_TRUE(create("bob"));
  ASSERT_TRUE(create_key("ann"));
  aws::iam::UpdateUserRequest update;
  update.user_name = "ann";
  update.new_user_name = "Bob";
  EXPECT_EQ(call(update_user, update).error().code, "EntityAlreadyExists");
  update.new_user_name = "carol";
  update.new_path = "/x/";
  ASSERT_TRUE(call(update_user, update));
  aws::iam::GetUserRequest get;
  get.user_name = "carol";
  EXPECT_EQ(call(get_user, get)->user->arn, "arn:aws:iam::123456789012:user/x/carol");
  aws::iam::ListAccessKeysRequest list;
  list.user_name = "carol";
  EXPECT_EQ(call(list_access_keys, list)->access_key_metadata->size(), 1u);
}

TEST_F(UsersTest, GoOnlyWithoutKeysAndPolicies) {
  ASSERT_TRUE(create("ann"));
  const std::string id = *create_key("ann")->access_key->access_key_id;
  aws::iam::DeleteUserRequest remove;
  remove.user_name = "ann";
  EXPECT_EQ(call(delete_user, remove).error().message,
            "Cannot delete entity, must delete access keys first.");
  aws::iam::DeleteAccessKeyRequest key;
  key.user_name = "ann";
  key.access_key_id = id;
  ASSERT_TRUE(call(delete_access_key, key));
  aws::iam::PutUserPolicyRequest policy;
  policy.user_name = "ann";
  policy.policy_name = "p";
  policy.policy_document = kInlineOfUser;
  ASSERT_TRUE(call(put_user_policy, policy));
  EXPECT_EQ(call(delete_user, remove).error().message,
            "Cannot delete entity, must delete policies first.");
  aws::iam::DeleteUserPolicyRequest remove_policy;
  remove_policy.user_name = "ann";
  remove_policy.policy_name = "p";
  ASSERT_TRUE(call(delete_user_policy, remove_policy));
  EXPECT_TRUE(call(delete_user, remove));
  EXPECT_EQ(call(delete_user, remove).error().message, "The user with name ann cannot be found.");
}

class PoliciesTest : public ServiceTest {
 protected:
  static constexpr const char* kArn = "arn:aws:iam::123456789012:policy/p";

  Result<aws::iam::CreatePolicyResponse> create(const std::string& name,
                                                const std::string& document = kInlineOfUser) {
    aws::iam::CreatePolicyRequest request;
    request.policy_name = name;
    request.policy_document = document;
    return call(create_policy, request);
  }

  Result<aws::iam::CreatePolicyVersionResponse> add_version(bool in_force) {
    aws::iam::CreatePolicyVersionRequest request;
    request.policy_arn = kArn;
    request.policy_document = kInlineOfUser;
    request.set_as_default = in_force;
    return call(create_policy_version, request);
  }

  Result<aws::Empty> remove() {
    aws::iam::DeletePolicyRequest request;
    request.policy_arn = kArn;
    return call(delete_policy, request);
  }
};

TEST_F(PoliciesTest, HaveUpToFiveVersionsOfWhichOneIsInForce) {
  ASSERT_TRUE(create("p"));
  EXPECT_EQ(create("p").error().message,
            "A policy called p already exists. Duplicate names are not allowed.");
  EXPECT_EQ(add_version(false)->policy_version->version_id, "v2");
  EXPECT_EQ(add_version(true)->policy_version->is_default_version, true);
  ASSERT_TRUE(add_version(false));
  ASSERT_TRUE(add_version(false));
  EXPECT_EQ(add_version(false).error().code, "LimitExceeded");

  aws::iam::DeletePolicyVersionRequest remove_version;
  remove_version.policy_arn = kArn;
  remove_version.version_id = "v3";
  EXPECT_EQ(call(delete_policy_version, remove_version).error().code, "DeleteConflict");
  for (const char* version : {"v1", "v2", "v5"}) {
    remove_version.version_id = version;
    ASSERT_TRUE(call(delete_policy_version, remove_version));
  }
  // A number is not given twice.
  EXPECT_EQ(add_version(false)->policy_version->version_id, "v6");
  EXPECT_EQ(remove().error().code, "DeleteConflict");
  for (const char* version : {"v4", "v6"}) {
    remove_version.version_id = version;
    ASSERT_TRUE(call(delete_policy_version, remove_version));
  }
  EXPECT_TRUE(remove());
  EXPECT_EQ(remove().error().code, "NoSuchEntity");
}

TEST_F(PoliciesTest, ThatSomebodyHasStay) {
  ASSERT_TRUE(create("p"));
  aws::iam::CreateUserRequest user;
  user.user_name = "ann";
  ASSERT_TRUE(call(create_user, user));
  aws::iam::AttachUserPolicyRequest attach;
  attach.user_name = "ann";
  attach.policy_arn = kArn;
  ASSERT_TRUE(call(attach_user_policy, attach));
  EXPECT_EQ(remove().error().message, "Cannot delete a policy attached to entities.");
  aws::iam::GetPolicyRequest get;
  get.policy_arn = kArn;
  EXPECT_EQ(call(get_policy, get)->policy->attachment_count, 1);
  aws::iam::ListAttachedUserPoliciesRequest list;
  list.user_name = "ann";
  EXPECT_EQ(call(list_attached_user_policies, list)->attached_policies->front().policy_name, "p");
}

TEST_F(PoliciesTest, OfAwsAreThereAndCannotBeChanged) {
  const std::string arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
  aws::iam::GetPolicyRequest get;
  get.policy_arn = arn;
  const auto shown = call(get_policy, get);
  ASSERT_TRUE(shown) << shown.error().message;
  EXPECT_EQ(shown->policy->path, "/service-role/");
  aws::iam::GetPolicyVersionRequest version;
  version.policy_arn = arn;
  version.version_id = "v1";
  EXPECT_THAT(*call(get_policy_version, version)->policy_version->document,
              testing::HasSubstr("logs%3APutLogEvents"));
  version.version_id = "v99";
  EXPECT_EQ(call(get_policy_version, version).error().code, "NoSuchEntity");
  aws::iam::DeletePolicyRequest remove_request;
  remove_request.policy_arn = arn;
  EXPECT_EQ(call(delete_policy, remove_request).error().code, "AccessDenied");
}

TEST_F(PoliciesTest, AreListedByScopePageByPage) {
  ASSERT_TRUE(create("p"));
  ASSERT_TRUE(create("q"));
  aws::iam::ListPoliciesRequest list;
  list.scope = "Local";
  EXPECT_EQ(call(list_policies, list)->policies->size(), 2u);
  list.only_attached = true;
  EXPECT_TRUE(call(list_policies, list)->policies->empty());
  list = {};
  list.max_items = 1;
  std::vector<std::string> arns;
  while (true) {
    const auto page = call(list_policies, list);
    ASSERT_TRUE(page);
    for (const auto& policy : *page->policies) arns.push_back(*policy.arn);
    if (!page->is_truncated.value_or(false)) break;
    list.marker = page->marker;
  }
  EXPECT_GT(arns.size(), 4u);
  EXPECT_EQ(arns.front(), kArn);
  EXPECT_THAT(arns,
              testing::Contains("arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess"));
  EXPECT_EQ(std::set<std::string>(arns.begin(), arns.end()).size(), arns.size());
}

TEST_F(PoliciesTest, HaveALimitThatLeavesOutWhiteSpace) {
  std::string actions = R"("ecs:*")";
  while (actions.size() < 5000) actions += ",\n          \"ecs:ListClusters\"";
  const auto document = [&actions] {
    return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[)" + actions +
           R"(],"Resource":"*"}})";
  };
  EXPECT_TRUE(create("p", document() + std::string(5000, ' ')));
  while (actions.size() < 15000) actions += R"(,"ecs:ListClusters")";
  const auto large = create("q", document());
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, "LimitExceeded");
  EXPECT_EQ(large.error().message, "Cannot exceed quota for PolicySize: 6144");
}

}  // namespace
}  // namespace berth::services::iam
