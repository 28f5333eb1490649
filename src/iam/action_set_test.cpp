// Which actions a statement is about.
#include "iam/action_set.h"

#include <initializer_list>

#include <gtest/gtest.h>

namespace berth::iam {
namespace {

ActionSet set_of(std::initializer_list<std::string_view> actions, bool negated = false) {
  ActionSet set(negated);
  for (const std::string_view action : actions) set.add(action);
  set.seal();
  return set;
}

TEST(ActionSet, ServiceAndNameHaveNoCase) {
  const ActionSet set = set_of({"ECS:runTask"});
  EXPECT_TRUE(set.matches("ecs", "runtask"));
  EXPECT_FALSE(set.matches("ecs", "runtasks"));
  EXPECT_FALSE(set.matches("iam", "runtask"));
}

TEST(ActionSet, WildcardsAreInTheName) {
  const ActionSet set = set_of({"ecs:Describe*", "iam:?etRole"});
  EXPECT_TRUE(set.matches("ecs", "describetasks"));
  EXPECT_TRUE(set.matches("iam", "getrole"));
  EXPECT_FALSE(set.matches("ecs", "listtasks"));
  EXPECT_FALSE(set.matches("logs", "describetasks"));
}

TEST(ActionSet, AServiceThatComesTwiceIsOne) {
  const ActionSet set = set_of({"ecs:RunTask", "iam:GetRole", "ecs:StopTask", "ecs:List*"});
  EXPECT_TRUE(set.matches("ecs", "runtask"));
  EXPECT_TRUE(set.matches("ecs", "stoptask"));
  EXPECT_TRUE(set.matches("ecs", "listtasks"));
  EXPECT_FALSE(set.matches("iam", "runtask"));
}

TEST(ActionSet, AStarIsEverything) {
  EXPECT_TRUE(set_of({"*"}).matches("ecs", "runtask"));
  EXPECT_TRUE(set_of({"*:*"}).matches("ecs", "runtask"));
  EXPECT_TRUE(set_of({"*:Run*"}).matches("ecs", "runtask"));
  EXPECT_FALSE(set_of({"*:Run*"}).matches("ecs", "stoptask"));
}

TEST(ActionSet, NotActionIsTheRest) {
  const ActionSet set = set_of({"iam:*"}, true);
  EXPECT_TRUE(set.matches("ecs", "runtask"));
  EXPECT_FALSE(set.matches("iam", "getrole"));
}

}  // namespace
}  // namespace berth::iam
