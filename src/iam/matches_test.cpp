// Statements that bear on a request, the keys that it lacks, and where statements stand.
#include "iam/matches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::attached;
using test_support::kAlice;
using test_support::kAllowAll;
using test_support::request;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kDenyStopping = R"("Effect":"Deny","Action":"ecs:Stop*","Resource":"*")";

TEST(Matches, AreOfEveryPolicyOfTheSet) {
  PolicySet set;
  set.identity = {attached({kDenyStopping, kAllowAll}), attached({kAllowAll})};
  set.boundary = attached({kAllowAll});
  const auto matched = matched_statements(request(kAlice), set);
  ASSERT_EQ(matched.size(), 4u);
  EXPECT_FALSE(matched[0].allows);
  EXPECT_EQ(matched[1].statement, 1u);
  EXPECT_EQ(matched[2].policy, 1u);
  EXPECT_EQ(matched[3].type, PolicyType::kBoundary);
  EXPECT_EQ(matched_statements(request(kAlice, "ecs:RunTask"), set).size(), 3u);
}

TEST(Matches, MissingKeysAreThoseThatCouldChangeTheDecision) {
  PolicySet set;
  set.identity = {attached(
      {R"("Effect":"Allow","Action":"ecs:*","Resource":"*","Condition":)"
       R"({"StringLike":{"aws:UserAgent":"${aws:username}/${key:x, 'd'}"},"Null":{"key:n":"true"}})",
       R"("Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"Bool":{"key:iam":"true"}})",
       R"("Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::x","Condition":)"
       R"({"Bool":{"key:s3":"true"}})",
       R"("Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${key:bucket}")"})};
  Request asked = request(kAlice);
  EXPECT_THAT(missing_keys(asked, set).list(),
              ElementsAre("aws:UserAgent", "aws:username", "key:bucket"));
  asked.context.set("AWS:useragent", "x");
  EXPECT_THAT(missing_keys(asked, set).list(), ElementsAre("aws:username", "key:bucket"));
  KeyNames all;
  collect_keys(*set.identity.front().policy, all);
  EXPECT_THAT(all.list(), ElementsAre("aws:UserAgent", "aws:username", "key:x", "key:n", "key:iam",
                                      "key:s3", "key:bucket"));
}

TextRange range(const std::string& document, std::size_t statement) {
  return statement_range(document, *parse_policy(document, PolicyKind::kIdentity).value(),
                         statement);
}

TEST(Matches, PositionsAreThoseOfAwsOwnExamples) {
  const std::string alone =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*",)"
      R"("Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":)"
      R"("2018-08-16T12:00:00Z"}}}})";
  EXPECT_EQ(range(alone, 0).begin, (TextPosition{1, 38}));
  EXPECT_EQ(range(alone, 0).end, (TextPosition{1, 167}));
  const std::string indented =
      "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Effect\": \"Allow\",\n"
      "      \"Action\": \"*\",\n      \"Resource\": \"*\"\n    }\n  ]\n}\n";
  EXPECT_EQ(range(indented, 0).begin, (TextPosition{3, 17}));
  EXPECT_EQ(range(indented, 0).end, (TextPosition{8, 6}));
}

TEST(Matches, LaterStatementsBeginWhereTheOneBeforeEnds) {
  const std::string document = test_support::document({kAllowAll, kDenyStopping});
  EXPECT_EQ(range(document, 0).begin, (TextPosition{1, 38}));
  EXPECT_EQ(range(document, 1).begin, range(document, 0).end);
}

TEST(Matches, AColumnIsACharacter) {
  const std::string document =
      "{\"Id\":\"\u00fc\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"
      "}";
  EXPECT_EQ(range(document, 0).begin, (TextPosition{1, 24}));
  EXPECT_THAT(missing_keys(request(kAlice), {}).list(), IsEmpty());
}

}  // namespace
}  // namespace berth::iam
