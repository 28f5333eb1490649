// The cluster query language: what matches, and what is refused.
#include "scheduler/expression.h"

#include <gtest/gtest.h>

#include "scheduler/placement.h"

namespace berth::scheduler {
namespace {

Instance some_instance() {
  Instance made;
  made.attributes = std::make_shared<Attributes>(Attributes{
      {"ecs.instance-type", "t2.micro"}, {"stack", "prod"}, {"rack", "7"}, {"bare", ""}});
  made.tasks = 3;
  return made;
}

bool matches(const char* text) {
  const auto parsed = parse_expression(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed && parsed->matches(some_instance());
}

TEST(Expression, Compares) {
  EXPECT_TRUE(matches("attribute:ecs.instance-type == t2.micro"));
  EXPECT_TRUE(matches("attribute:stack==prod"));
  EXPECT_TRUE(matches("attribute:stack equals 'prod'"));
  EXPECT_FALSE(matches("attribute:stack != prod"));
  EXPECT_TRUE(matches("attribute:none != prod"));
  EXPECT_FALSE(matches("attribute:none == prod"));
  EXPECT_TRUE(matches("attribute:rack > 6"));
  EXPECT_FALSE(matches("attribute:rack >= 8"));
  EXPECT_FALSE(matches("attribute:stack < 8"));
  EXPECT_TRUE(matches("runningTasksCount <= 3"));
  EXPECT_TRUE(matches("agentConnected == true"));
}

TEST(Expression, ListsAndExistence) {
  EXPECT_TRUE(matches("attribute:stack in [test, prod]"));
  EXPECT_FALSE(matches("attribute:stack not_in [test, prod]"));
  EXPECT_TRUE(matches("attribute:stack !in [test]"));
  EXPECT_TRUE(matches("attribute:bare exists"));
  EXPECT_TRUE(matches("attribute:none !exists"));
  EXPECT_TRUE(matches("attribute:none not_exists"));
}

TEST(Expression, AndBindsTighterThanOr) {
  EXPECT_TRUE(matches("attribute:stack == prod or attribute:rack == 1 and attribute:rack == 2"));
  EXPECT_FALSE(matches("(attribute:stack == prod or attribute:rack == 1) && attribute:rack == 2"));
  EXPECT_TRUE(matches("not attribute:stack == test"));
  EXPECT_TRUE(matches("!(attribute:stack == test || attribute:rack == 1)"));
}

TEST(Expression, RefusesWhatIsNone) {
  for (const char* text :
       {"", "attribute:", "attribute:x", "attribute:x ==", "attribute:x = y", "nonsense == 1",
        "(attribute:x exists", "attribute:x exists)", "attribute:x in [a", "attribute:x in a",
        "and", "attribute:x exists attribute:y exists", "attribute:x =~ t2.*"}) {
    EXPECT_FALSE(parse_expression(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_expression(std::string(100, '(') + "attribute:x exists").has_value());
  EXPECT_FALSE(parse_expression(std::string(3000, 'x')).has_value());
}

}  // namespace
}  // namespace berth::scheduler
