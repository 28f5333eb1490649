// Records of IAM come back as they went in; names fold their case; every change has its number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/iam/installation.h"
#include "store/iam/policies.h"
#include "store/iam/revision.h"
#include "store/iam/roles.h"
#include "store/iam/tags.h"
#include "store/iam/users.h"
#include "store/testing.h"

namespace berth::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class IamRecordsTest : public testing::Test {
 protected:
  /// Runs the body in a write transaction.
  void write(const std::function<void(Transaction&)>& body) {
    ASSERT_TRUE(store_->write_and_wait([&body](Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    }));
  }

  std::int64_t revision() {
    std::int64_t revision = 0;
    EXPECT_TRUE(store_->read([&revision](Transaction& tx) -> Result<void> {
      revision = iam_revision(tx);
      return {};
    }));
    return revision;
  }

  TemporaryStore store_;
};

UserRecord user(std::string id, std::string name) {
  return {std::move(id), std::move(name), "/team/", std::nullopt, 1000};
}

RoleRecord role(std::string id, std::string name) {
  RoleRecord role;
  role.id = std::move(id);
  role.name = std::move(name);
  role.trust_policy = "{ }";
  role.created_at_ms = 5;
  return role;
}

TEST_F(IamRecordsTest, UsersAreFoundByNameWhateverItsCase) {
  write([](Transaction& tx) {
    EXPECT_TRUE(insert_user(tx, user("AIDA1", "Ann")));
    EXPECT_FALSE(insert_user(tx, user("AIDA2", "ANN")));
    EXPECT_EQ(find_user(tx, "aNN"), user("AIDA1", "Ann"));
    EXPECT_EQ(find_user_by_id(tx, "AIDA1"), user("AIDA1", "Ann"));
    EXPECT_EQ(find_user(tx, "bob"), std::nullopt);
  });
}

TEST_F(IamRecordsTest, AUserIsRenamedUnlessTheNameIsTaken) {
  write([](Transaction& tx) {
    insert_user(tx, user("AIDA1", "ann"));
    insert_user(tx, user("AIDA2", "bob"));
    EXPECT_FALSE(update_user(tx, user("AIDA1", "Bob")));
    EXPECT_TRUE(update_user(tx, user("AIDA1", "Ann")));
    EXPECT_TRUE(update_user(tx, user("AIDA1", "carol")));
    EXPECT_EQ(find_user(tx, "ann"), std::nullopt);
    EXPECT_EQ(find_user(tx, "carol")->id, "AIDA1");
  });
}

TEST_F(IamRecordsTest, ListsGoOnAfterANameAndKeepToThePath) {
  write([](Transaction& tx) {
    for (const char* name : {"b", "A", "c"}) insert_user(tx, user(name, name));
    UserRecord elsewhere = user("d", "d");
    elsewhere.path = "/other/";
    insert_user(tx, elsewhere);
    std::vector<std::string> names;
    for (const auto& each : list_users(tx, "/team/", "", 2)) names.push_back(each.name);
    EXPECT_THAT(names, ElementsAre("A", "b"));
    names.clear();
    for (const auto& each : list_users(tx, "/", "b", 9)) names.push_back(each.name);
    EXPECT_THAT(names, ElementsAre("c", "d"));
  });
}

TEST_F(IamRecordsTest, AccessKeysKeepTheirSecretAndLastUse) {
  write([](Transaction& tx) {
    insert_user(tx, user("AIDA1", "ann"));
    AccessKeyRecord key;
    key.id = "AKIA1";
    key.user_id = "AIDA1";
    key.secret = Secret("s3cret");
    key.created_at_ms = 7;
    insert_access_key(tx, key);
    set_access_key_used(tx, "AKIA1", 99, "us-west-2", "ecs");
    set_access_key_active(tx, "AKIA1", false);
    const auto found = find_access_key(tx, "AKIA1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->secret.reveal(), "s3cret");
    EXPECT_EQ(found->user_id, "AIDA1");
    EXPECT_FALSE(found->active);
    EXPECT_EQ(found->last_used_at_ms, 99);
    EXPECT_EQ(found->last_used_service, "ecs");
    EXPECT_EQ(list_access_keys(tx, "AIDA1").size(), 1u);
    delete_access_key(tx, "AKIA1");
    EXPECT_FALSE(find_access_key(tx, "AKIA1"));
  });
}

TEST_F(IamRecordsTest, AnAccessKeyNeedsItsUser) {
  const auto outcome = store_->write_and_wait([](Transaction& tx) -> Result<void> {
    AccessKeyRecord key;
    key.id = "AKIA1";
    key.user_id = "AIDA-none";
    insert_access_key(tx, key);
    return {};
  });
  EXPECT_FALSE(outcome.has_value());
}

TEST_F(IamRecordsTest, RolesComeBackWhole) {
  write([](Transaction& tx) {
    RoleRecord full = role("AROA1", "Task");
    full.description = "";
    full.boundary_arn = "arn:b";
    full.max_session_seconds = 7200;
    EXPECT_TRUE(insert_role(tx, full));
    EXPECT_FALSE(insert_role(tx, role("AROA2", "task")));
    EXPECT_EQ(find_role(tx, "TASK"), full);
    full.trust_policy = "{}";
    full.description.reset();
    update_role(tx, full);
    EXPECT_EQ(find_role_by_id(tx, "AROA1"), full);
    EXPECT_EQ(count_boundaries(tx, "arn:b"), 1);
    delete_role(tx, "AROA1");
    EXPECT_THAT(list_roles(tx, "/", "", 10), IsEmpty());
  });
}

TEST_F(IamRecordsTest, AnInstanceProfileHoldsARoleThatIsThere) {
  write([](Transaction& tx) {
    insert_role(tx, role("AROA1", "task"));
    EXPECT_TRUE(insert_instance_profile(tx, {"AIPA1", "Profile", "/", std::nullopt, 3}));
    set_instance_profile_role(tx, "AIPA1", "AROA1");
    EXPECT_EQ(find_instance_profile(tx, "profile")->role_id, "AROA1");
    EXPECT_EQ(instance_profiles_of_role(tx, "AROA1", "", 10).size(), 1u);
    set_instance_profile_role(tx, "AIPA1", std::nullopt);
    delete_role(tx, "AROA1");
    EXPECT_EQ(list_instance_profiles(tx, "/", "", 10).size(), 1u);
  });
}

TEST_F(IamRecordsTest, ManagedPoliciesHaveVersionsOfWhichOneCounts) {
  write([](Transaction& tx) {
    PolicyRecord policy;
    policy.arn = "arn:p";
    policy.id = "ANPA1";
    policy.name = "p";
    EXPECT_TRUE(insert_policy(tx, policy));
    insert_policy_version(tx, "arn:p", {1, "one", 10});
    insert_policy_version(tx, "arn:p", {2, "two", 20});
    EXPECT_EQ(find_policy_document(tx, "arn:p"), "one");
    policy.default_version = 2;
    policy.latest_version = 2;
    update_policy(tx, policy);
    EXPECT_EQ(find_policy_document(tx, "arn:p"), "two");
    EXPECT_EQ(list_policy_versions(tx, "arn:p").front().number, 2);
    attach_policy(tx, "AROA1", "arn:p");
    attach_policy(tx, "AROA1", "arn:p");
    EXPECT_EQ(count_attachments(tx, "arn:p"), 1);
    EXPECT_THAT(list_attachments(tx, "AROA1", "", 10), ElementsAre("arn:p"));
    EXPECT_TRUE(detach_policy(tx, "AROA1", "arn:p"));
    EXPECT_FALSE(detach_policy(tx, "AROA1", "arn:p"));
    delete_policy(tx, "arn:p");
    EXPECT_FALSE(find_policy(tx, "arn:p"));
    EXPECT_THAT(list_policy_versions(tx, "arn:p"), IsEmpty());
  });
}

TEST_F(IamRecordsTest, InlinePoliciesAreReplacedByName) {
  write([](Transaction& tx) {
    put_inline_policy(tx, "AROA1", {"b", "1"});
    put_inline_policy(tx, "AROA1", {"b", "2"});
    put_inline_policy(tx, "AROA1", {"a", "3"});
    put_inline_policy(tx, "AROA2", {"c", "4"});
    EXPECT_EQ(find_inline_policy(tx, "AROA1", "b")->document, "2");
    EXPECT_EQ(list_inline_policies(tx, "AROA1", "", 10).size(), 2u);
    EXPECT_EQ(list_inline_policies(tx, "AROA1", "a", 10).front().name, "b");
    EXPECT_TRUE(delete_inline_policy(tx, "AROA1", "b"));
    EXPECT_FALSE(delete_inline_policy(tx, "AROA1", "b"));
  });
}

TEST_F(IamRecordsTest, TagKeysFoldTheirCaseAndKeepTheNewestSpelling) {
  write([](Transaction& tx) {
    put_iam_tag(tx, "AROA1", {"Team", "a"});
    put_iam_tag(tx, "AROA1", {"TEAM", "b"});
    put_iam_tag(tx, "AROA1", {"cost", "c"});
    EXPECT_THAT(list_iam_tags(tx, "AROA1"), ElementsAre(IamTag{"cost", "c"}, IamTag{"TEAM", "b"}));
    delete_iam_tag(tx, "AROA1", "team");
    EXPECT_EQ(list_iam_tags(tx, "AROA1").size(), 1u);
  });
}

TEST_F(IamRecordsTest, InstallationValuesOutliveARestart) {
  write([](Transaction& tx) {
    put_installation_value(tx, "account-id", "1");
    put_installation_value(tx, "account-id", "123456789012");
  });
  store_.reopen();
  write([](Transaction& tx) {
    EXPECT_EQ(find_installation_value(tx, "account-id"), "123456789012");
    EXPECT_EQ(find_installation_value(tx, "none"), std::nullopt);
  });
}

TEST_F(IamRecordsTest, NoTwoStatesHaveTheSameRevisionNotEvenOneThatWasUndone) {
  const std::int64_t before = revision();
  std::int64_t undone = 0;
  ASSERT_FALSE(store_->write_and_wait([&undone](Transaction& tx) -> Result<void> {
    put_inline_policy(tx, "AROA1", {"a", "1"});
    undone = iam_revision(tx);
    return fail(client_fault("Undone", ""));
  }));
  EXPECT_EQ(revision(), before);
  write([](Transaction& tx) { put_inline_policy(tx, "AROA1", {"a", "2"}); });
  EXPECT_GT(undone, before);
  EXPECT_GT(revision(), undone);
}

TEST_F(IamRecordsTest, UsingAKeyOrARoleChangesNoDecision) {
  write([](Transaction& tx) { insert_role(tx, role("AROA1", "task")); });
  const std::int64_t before = revision();
  write([](Transaction& tx) {
    set_role_used(tx, "AROA1", 9, "us-west-2");
    EXPECT_EQ(find_role(tx, "task")->last_used_at_ms, 9);
  });
  EXPECT_EQ(revision(), before);
}

}  // namespace
}  // namespace berth::store
