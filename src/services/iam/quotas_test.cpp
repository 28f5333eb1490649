// Each quota at its limit and one over it, with AWS's words.
#include <functional>

#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/iam/quotas.h"
#include "services/testing.h"
#include "store/iam/groups.h"
#include "store/iam/policies.h"
#include "store/iam/roles.h"

namespace berth::services::iam {
namespace {

constexpr const char* kTrustOfEcs =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}})";
constexpr std::string_view kAllowBegin =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"arn:aws:ecs:::)";
constexpr std::string_view kTrustBegin =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole","Sid":")";

/// A document of exactly `size` characters that count, and some white space.
std::string sized(std::string_view begin, std::size_t size) {
  const std::string text = std::string(begin) + std::string(size - begin.size() - 3, 'a') + "\"}}";
  return "\n\t " + text + "   ";
}

class QuotasTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(create_user, user));
    aws::iam::CreateGroupRequest group;
    group.group_name = "dev";
    ASSERT_TRUE(call(create_group, group));
    aws::iam::CreateRoleRequest role;
    role.role_name = "task";
    role.assume_role_policy_document = kTrustOfEcs;
    ASSERT_TRUE(call(create_role, role));
  }

  template <class Output>
  static void expect_exceeded(const Result<Output>& answer, const std::string& message) {
    ASSERT_FALSE(answer) << message;
    EXPECT_EQ(answer.error().code, "LimitExceeded");
    EXPECT_EQ(answer.error().http_status, 409);
    EXPECT_EQ(answer.error().message, message);
  }

  /// `count` records, made with what is quicker than an operation each.
  void insert(int count, const std::function<void(store::Transaction&, const std::string&)>& one) {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      for (int i = 0; i < count; ++i) one(context.tx, std::to_string(i));
      return {};
    }));
  }

  std::string make_policy(const std::string& name) {
    aws::iam::CreatePolicyRequest request;
    request.policy_name = name;
    request.policy_document = sized(kAllowBegin, 200);
    return *call(create_policy, request)->policy->arn;
  }
};

TEST_F(QuotasTest, OfUsers) {
  insert(4998, [](store::Transaction& tx, const std::string& i) {
    store::insert_user(tx, {"AIDA" + i, "u" + i, "/", {}, 0});
  });
  aws::iam::CreateUserRequest request;
  request.user_name = "last";
  ASSERT_TRUE(call(create_user, request));
  request.user_name = "over";
  expect_exceeded(call(create_user, request), "Cannot exceed quota for UsersPerAccount: 5000");
  aws::iam::GetUserRequest get;
  get.user_name = "over";
  EXPECT_EQ(call(get_user, get).error().code, "NoSuchEntity") << "the fault undid it";
  request.user_name = "last";
  EXPECT_EQ(call(create_user, request).error().code, "EntityAlreadyExists");
}

TEST_F(QuotasTest, OfGroups) {
  insert(298, [](store::Transaction& tx, const std::string& i) {
    store::insert_group(tx, {"AGPA" + i, "g" + i, "/", 0});
  });
  aws::iam::CreateGroupRequest request;
  request.group_name = "last";
  ASSERT_TRUE(call(create_group, request));
  request.group_name = "over";
  expect_exceeded(call(create_group, request), "Cannot exceed quota for GroupsPerAccount: 300");
}

TEST_F(QuotasTest, OfRolesAndProfiles) {
  insert(998, [](store::Transaction& tx, const std::string& i) {
    store::RoleRecord role;
    role.id = "AROA" + i;
    role.name = "r" + i;
    role.trust_policy = kTrustOfEcs;
    store::insert_role(tx, role);
    store::insert_instance_profile(tx, {"AIPA" + i, "p" + i, "/", {}, 0});
  });
  aws::iam::CreateRoleRequest role;
  role.role_name = "last";
  role.assume_role_policy_document = kTrustOfEcs;
  ASSERT_TRUE(call(create_role, role));
  role.role_name = "over";
  expect_exceeded(call(create_role, role), "Cannot exceed quota for RolesPerAccount: 1000");
  aws::iam::CreateInstanceProfileRequest profile;
  for (const char* name : {"a", "last"}) {
    profile.instance_profile_name = name;
    ASSERT_TRUE(call(create_instance_profile, profile));
  }
  profile.instance_profile_name = "over";
  expect_exceeded(call(create_instance_profile, profile),
                  "Cannot exceed quota for InstanceProfilesPerAccount: 1000");
}

TEST_F(QuotasTest, OfPolicies) {
  insert(1499, [](store::Transaction& tx, const std::string& i) {
    store::PolicyRecord policy;
    policy.id = "ANPA" + i;
    policy.name = "q" + i;
    policy.arn = "arn:aws:iam::123456789012:policy/q" + i;
    store::insert_policy(tx, policy);
  });
  make_policy("last");
  aws::iam::CreatePolicyRequest request;
  request.policy_name = "over";
  request.policy_document = sized(kAllowBegin, 200);
  expect_exceeded(call(create_policy, request), "Cannot exceed quota for PoliciesPerAccount: 1500");
}

TEST_F(QuotasTest, OfGroupsOfAUser) {
  aws::iam::AddUserToGroupRequest add;
  add.user_name = "ann";
  for (int i = 0; i < 11; ++i) {
    aws::iam::CreateGroupRequest group;
    group.group_name = "g" + std::to_string(i);
    ASSERT_TRUE(call(create_group, group));
    add.group_name = group.group_name;
    if (i == 10) break;
    ASSERT_TRUE(call(add_user_to_group, add)) << i;
  }
  expect_exceeded(call(add_user_to_group, add), "Cannot exceed quota for GroupsPerUser: 10");
  add.group_name = "g3";
  EXPECT_TRUE(call(add_user_to_group, add)) << "in it already";
}

TEST_F(QuotasTest, OfAttachedPolicies) {
  aws::iam::AttachUserPolicyRequest user;
  user.user_name = "ann";
  aws::iam::AttachGroupPolicyRequest group;
  group.group_name = "dev";
  aws::iam::AttachRolePolicyRequest role;
  role.role_name = "task";
  for (int i = 0; i < 11; ++i) {
    const std::string arn = make_policy("p" + std::to_string(i));
    user.policy_arn = group.policy_arn = role.policy_arn = arn;
    if (i == 10) break;
    ASSERT_TRUE(call(attach_user_policy, user));
    ASSERT_TRUE(call(attach_group_policy, group));
    ASSERT_TRUE(call(attach_role_policy, role));
  }
  expect_exceeded(call(attach_user_policy, user), "Cannot exceed quota for PoliciesPerUser: 10");
  expect_exceeded(call(attach_group_policy, group), "Cannot exceed quota for PoliciesPerGroup: 10");
  expect_exceeded(call(attach_role_policy, role), "Cannot exceed quota for PoliciesPerRole: 10");
}

TEST_F(QuotasTest, OfInlinePoliciesTogether) {
  aws::iam::PutUserPolicyRequest user;
  user.user_name = "ann";
  aws::iam::PutGroupPolicyRequest group;
  group.group_name = "dev";
  aws::iam::PutRolePolicyRequest role;
  role.role_name = "task";
  // Half of the room twice is all of it; one more character is too much, in place of the second
  // too.
  const auto fill = [this](auto operation, auto& request, std::size_t max,
                           const std::string& message) {
    for (const char* name : {"a", "b"}) {
      request.policy_name = name;
      request.policy_document = sized(kAllowBegin, max / 2);
      ASSERT_TRUE(call(operation, request)) << message;
    }
    request.policy_document = sized(kAllowBegin, max / 2 + 1);
    expect_exceeded(call(operation, request), message);
    request.policy_name = "c";
    request.policy_document = sized(kAllowBegin, 150);
    expect_exceeded(call(operation, request), message);
  };
  fill(put_user_policy, user, 2048, "Maximum policy size of 2048 bytes exceeded for user ann");
  fill(put_group_policy, group, 5120, "Maximum policy size of 5120 bytes exceeded for group dev");
  fill(put_role_policy, role, 10240, "Maximum policy size of 10240 bytes exceeded for role task");
}

TEST_F(QuotasTest, OfAManagedPolicysSizeAndVersions) {
  aws::iam::CreatePolicyRequest create;
  create.policy_name = "big";
  create.policy_document = sized(kAllowBegin, 6145);
  expect_exceeded(call(create_policy, create), "Cannot exceed quota for PolicySize: 6144");
  create.policy_document = sized(kAllowBegin, 6144);
  const auto made = call(create_policy, create);
  ASSERT_TRUE(made) << made.error().message;
  aws::iam::CreatePolicyVersionRequest version;
  version.policy_arn = made->policy->arn;
  version.policy_document = sized(kAllowBegin, 6145);
  expect_exceeded(call(create_policy_version, version), "Cannot exceed quota for PolicySize: 6144");
  version.policy_document = sized(kAllowBegin, 6144);
  for (int i = 2; i <= 5; ++i) ASSERT_TRUE(call(create_policy_version, version)) << i;
  expect_exceeded(call(create_policy_version, version),
                  "A managed policy can have up to 5 versions. Before you create a new version, "
                  "you must delete an existing version.");
}

TEST_F(QuotasTest, OfATrustPolicysSize) {
  aws::iam::CreateRoleRequest create;
  create.role_name = "big";
  create.assume_role_policy_document = sized(kTrustBegin, 2049);
  const std::string message = "Cannot exceed quota for ACLSizePerRole: 2048";
  expect_exceeded(call(create_role, create), message);
  create.assume_role_policy_document = sized(kTrustBegin, 2048);
  const auto made = call(create_role, create);
  ASSERT_TRUE(made) << made.error().message;
  aws::iam::UpdateAssumeRolePolicyRequest update;
  update.role_name = "big";
  update.policy_document = sized(kTrustBegin, 2049);
  expect_exceeded(call(update_assume_role_policy, update), message);
  update.policy_document = sized(kTrustBegin, 2048);
  EXPECT_TRUE(call(update_assume_role_policy, update));
}

TEST_F(QuotasTest, OfTags) {
  const auto tags = [](int from, int to) {
    std::vector<aws::iam::Tag> made;
    for (int i = from; i < to; ++i) made.push_back({"k" + std::to_string(i), "v"});
    return made;
  };
  const std::string message = "The number of tags has reached the maximum limit.";
  aws::iam::TagUserRequest user;
  user.user_name = "ann";
  user.tags = tags(0, 50);
  ASSERT_TRUE(call(tag_user, user));
  user.tags = tags(49, 51);
  expect_exceeded(call(tag_user, user), message);
  user.tags = tags(0, 50);
  EXPECT_TRUE(call(tag_user, user)) << "other values for the same keys";
  aws::iam::TagPolicyRequest policy;
  policy.policy_arn = make_policy("tagged");
  policy.tags = tags(0, 50);
  ASSERT_TRUE(call(tag_policy, policy));
  policy.tags = tags(50, 51);
  expect_exceeded(call(tag_policy, policy), message);
}

TEST_F(QuotasTest, OfAccessKeys) {
  aws::iam::CreateAccessKeyRequest key;
  key.user_name = "ann";
  ASSERT_TRUE(call(create_access_key, key));
  ASSERT_TRUE(call(create_access_key, key));
  expect_exceeded(call(create_access_key, key), "Cannot exceed quota for AccessKeysPerUser: 2");
  aws::iam::ListAccessKeysRequest list;
  list.user_name = "ann";
  EXPECT_EQ(call(list_access_keys, list)->access_key_metadata->size(), 2u);
}

}  // namespace
}  // namespace berth::services::iam
