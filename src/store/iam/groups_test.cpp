// Groups come back as they went in, with their members; every change has its number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/iam/counts.h"
#include "store/iam/groups.h"
#include "store/iam/policies.h"
#include "store/iam/revision.h"
#include "store/iam/roles.h"
#include "store/iam/tags.h"
#include "store/testing.h"
#include "store/wipe.h"

namespace berth::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class GroupRecordsTest : public testing::Test {
 protected:
  void write(const std::function<void(Transaction&)>& body) {
    ASSERT_TRUE(store_->write_and_wait([&body](Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    }));
  }
  /// Runs `change` and says whether the state of IAM has another number after it.
  bool renumbers(const std::function<void(Transaction&)>& change) {
    bool changed = false;
    write([&](Transaction& tx) {
      const std::int64_t before = iam_revision(tx);
      change(tx);
      changed = iam_revision(tx) != before;
    });
    return changed;
  }
  TemporaryStore store_;
};

TEST_F(GroupRecordsTest, AreFoundByNameWhateverItsCaseAndById) {
  const GroupRecord dev{"AGPA1", "Dev", "/team/", 7};
  write([&](Transaction& tx) {
    EXPECT_TRUE(insert_group(tx, dev));
    EXPECT_FALSE(insert_group(tx, {"AGPA2", "DEV", "/", 8}));
    EXPECT_TRUE(insert_group(tx, {"AGPA2", "ops", "/", 8}));
    EXPECT_EQ(find_group(tx, "dEV"), dev);
    EXPECT_EQ(find_group_by_id(tx, "AGPA1"), dev);
    EXPECT_EQ(find_group(tx, "none"), std::nullopt);
    EXPECT_EQ(list_groups(tx, "/", "", 10).size(), 2u);
    EXPECT_THAT(list_groups(tx, "/team/", "", 10), ElementsAre(dev));
    EXPECT_THAT(list_groups(tx, "/", "DEV", 10), ElementsAre(GroupRecord{"AGPA2", "ops", "/", 8}));
    EXPECT_FALSE(update_group(tx, {"AGPA1", "OPS", "/", 7}));
    EXPECT_TRUE(update_group(tx, {"AGPA1", "dev", "/x/", 7}));
    EXPECT_EQ(find_group_by_id(tx, "AGPA1")->path, "/x/");
    delete_group(tx, "AGPA1");
    EXPECT_EQ(find_group(tx, "dev"), std::nullopt);
    EXPECT_EQ(count_groups(tx), 1);
  });
}

TEST_F(GroupRecordsTest, HaveMembersByName) {
  write([](Transaction& tx) {
    for (const char* name : {"cleo", "Ann", "bob"}) {
      ASSERT_TRUE(insert_user(tx, {std::string("AIDA") + name, name, "/", {}, 0}));
    }
    ASSERT_TRUE(insert_group(tx, {"AGPA1", "dev", "/", 0}));
    ASSERT_TRUE(insert_group(tx, {"AGPA2", "Admins", "/", 0}));
    for (const char* id : {"AIDAcleo", "AIDAAnn", "AIDAAnn"}) add_member(tx, "AGPA1", id);
    add_member(tx, "AGPA2", "AIDAAnn");
    const auto members = list_members(tx, "AGPA1", "", 10);
    ASSERT_EQ(members.size(), 2u);
    EXPECT_EQ(members[0].name, "Ann");
    EXPECT_EQ(list_members(tx, "AGPA1", "ANN", 10).front().name, "cleo");
    EXPECT_EQ(list_members(tx, "AGPA1", "", 1).size(), 1u);
    const auto groups = groups_of_user(tx, "AIDAAnn", "", 10);
    ASSERT_EQ(groups.size(), 2u);
    EXPECT_EQ(groups[0].name, "Admins");
    EXPECT_THAT(groups_of_user(tx, "AIDAbob", "", 10), IsEmpty());
    remove_member(tx, "AGPA1", "AIDAAnn");
    EXPECT_EQ(groups_of_user(tx, "AIDAAnn", "", 10).size(), 1u);
  });
}

TEST_F(GroupRecordsTest, ChangeTheNumberOfTheState) {
  write([](Transaction& tx) { insert_user(tx, {"AIDA1", "ann", "/", {}, 0}); });
  EXPECT_TRUE(renumbers([](Transaction& tx) { insert_group(tx, {"AGPA1", "dev", "/", 0}); }));
  EXPECT_TRUE(renumbers([](Transaction& tx) { add_member(tx, "AGPA1", "AIDA1"); }));
  EXPECT_TRUE(renumbers([](Transaction& tx) { update_group(tx, {"AGPA1", "d", "/", 0}); }));
  EXPECT_TRUE(renumbers([](Transaction& tx) { remove_member(tx, "AGPA1", "AIDA1"); }));
  EXPECT_TRUE(renumbers([](Transaction& tx) { delete_group(tx, "AGPA1"); }));
  EXPECT_FALSE(renumbers([](Transaction& tx) { list_groups(tx, "/", "", 10); }));
}

TEST_F(GroupRecordsTest, AreAmongThoseWhoHaveAPolicy) {
  write([](Transaction& tx) {
    insert_user(tx, {"AIDA1", "ann", "/", "arn:p", 0});
    RoleRecord role;
    role.id = "AROA1";
    role.name = "task";
    role.boundary_arn = "arn:p";
    insert_role(tx, role);
    attach_policy(tx, "AGPA1", "arn:p");
    attach_policy(tx, "AIDA1", "arn:p");
    EXPECT_THAT(list_attached_owners(tx, "arn:p"), ElementsAre("AGPA1", "AIDA1"));
    EXPECT_THAT(list_bounded_owners(tx, "arn:p"), ElementsAre("AIDA1", "AROA1"));
    EXPECT_THAT(list_attached_owners(tx, "arn:q"), IsEmpty());
  });
}

TEST_F(GroupRecordsTest, TagsOfUsersAndRolesFoldTheirKeysCaseAndOthersDoNot) {
  write([](Transaction& tx) {
    for (const char* owner : {"AIDA1", "AROA1", "ANPA1", "AIPA1"}) {
      put_iam_tag(tx, owner, {"Team", "1"});
      put_iam_tag(tx, owner, {"team", "2"});
    }
    EXPECT_THAT(list_iam_tags(tx, "AIDA1"), ElementsAre(IamTag{"team", "2"}));
    EXPECT_THAT(list_iam_tags(tx, "AROA1"), ElementsAre(IamTag{"team", "2"}));
    EXPECT_EQ(list_iam_tags(tx, "ANPA1").size(), 2u);
    delete_iam_tag(tx, "AIPA1", "TEAM");
    EXPECT_EQ(list_iam_tags(tx, "AIPA1").size(), 2u);
    delete_iam_tag(tx, "AIPA1", "Team");
    EXPECT_THAT(list_iam_tags(tx, "AIPA1"), ElementsAre(IamTag{"team", "2"}));
    delete_iam_tag(tx, "AIDA1", "TEAM");
    EXPECT_THAT(list_iam_tags(tx, "AIDA1"), IsEmpty());
  });
}

TEST_F(GroupRecordsTest, AreForgottenByAReset) {
  write([](Transaction& tx) {
    insert_user(tx, {"AIDA1", "ann", "/", {}, 0});
    insert_group(tx, {"AGPA1", "dev", "/", 0});
    add_member(tx, "AGPA1", "AIDA1");
  });
  write([](Transaction& tx) { wipe(tx); });
  write([](Transaction& tx) {
    EXPECT_EQ(count_groups(tx), 0);
    EXPECT_THAT(groups_of_user(tx, "AIDA1", "", 10), IsEmpty());
  });
}

}  // namespace
}  // namespace berth::store
