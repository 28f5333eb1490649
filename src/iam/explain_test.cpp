// What a denial is explained by: verdicts, the nearest miss, and which kinds of policy must change.
#include "iam/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::attached;
using test_support::kRole;
using test_support::kSession;
using test_support::kTask;
using test_support::request;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

AttachedPolicy named(std::string name, AttachedPolicy policy) {
  policy.name = std::move(name);
  return policy;
}

Explanation explained(const Request& asked, const PolicySet& set) {
  return explain(asked, set, evaluate(asked, set));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& each : texts) out += (out.empty() ? "" : ",") + each;
  return out;
}

/// "policy/statement Element[operator key] wanted X got Y; …"
std::string told(const std::optional<NearestMiss>& miss) {
  if (!miss) return "none";
  std::string out = miss->policy + "/" + std::to_string(miss->statement.index);
  for (const Failure& each : miss->failures) {
    out += " " + each.element;
    if (!each.key.empty()) out += "[" + each.condition_operator + " " + each.key + "]";
    out += " wanted " + joined(each.wanted) + " got " + (each.got ? joined(*each.got) : "nothing");
  }
  return out;
}

struct Case {
  const char* what;
  std::vector<std::string_view> statements;
  const char* miss;
};

TEST(Explain, NearestMissByTable) {
  const Case cases[] = {
      {"no statement", {}, "none"},
      {"another service's", {R"("Effect":"Allow","Action":"s3:*","Resource":"*")"}, "none"},
      {"the action alone",
       {R"("Effect":"Allow","Action":["ecs:StartTask","ecs:StopTaskSet"],"Resource":"*")"},
       "p/0 Action wanted ecs:StopTaskSet,ecs:StartTask got ecs:StopTask"},
      {"the resource alone",
       {R"("Effect":"Allow","Action":"ecs:*","Resource":"arn:aws:ecs:*:*:task/test/*")"},
       "p/0 Resource wanted arn:aws:ecs:*:*:task/test/* got arn:aws:ecs:us-west-2:123456789012:"
       "task/prod/1"},
      {"a condition before a resource",
       {R"("Effect":"Allow","Action":"ecs:StopTask","Resource":"arn:aws:ecs:*:*:task/test/*")",
        R"("Effect":"Allow","Action":"ecs:StopTask","Resource":"*",)"
        R"("Condition":{"StringEquals":{"ecs:cluster":["a","prod2"]}})"},
       "p/1 Condition[StringEquals ecs:cluster] wanted prod2,a got prod"},
      {"one failing part before two",
       {R"("Effect":"Allow","Action":"ecs:StopTask","Resource":"arn:aws:ecs:*:*:task/test/*",)"
        R"("Condition":{"Bool":{"aws:SecureTransport":"true"}})",
        R"("Effect":"Allow","Action":"ecs:ListTasks","Resource":"*")"},
       "p/1 Action wanted ecs:ListTasks got ecs:StopTask"},
      {"a key that the request does not have",
       {R"("Effect":"Allow","Action":"*","Resource":"*",)"
        R"("Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}})"},
       "p/0 Condition[Bool aws:MultiFactorAuthPresent] wanted true got nothing"},
      {"each condition that fails, and none that holds",
       {R"("Effect":"Allow","Action":"*","Resource":"*","Condition":{)"
        R"("StringLike":{"ecs:cluster":"pro*"},"StringEquals":{"ecs:cluster":"x","a:b":"c"}})"},
       "p/0 Condition[StringEquals ecs:cluster] wanted x got prod "
       "Condition[StringEquals a:b] wanted c got nothing"},
      {"negations",
       {R"("Effect":"Allow","NotAction":["iam:*","ecs:StopTask"],"Resource":"*")",
        R"("Effect":"Allow","Action":"ecs:*","NotResource":"arn:aws:ecs:*:*:task/prod/*")"},
       "p/1 NotResource wanted arn:aws:ecs:*:*:task/prod/* got "
       "arn:aws:ecs:us-west-2:123456789012:task/prod/1"},
      {"the first of equals",
       {R"("Effect":"Allow","Action":"ecs:StopA","Resource":"*")",
        R"("Effect":"Allow","Action":"ecs:StopB","Resource":"*")"},
       "p/0 Action wanted ecs:StopA got ecs:StopTask"},
      {"a Deny is no near miss", {R"("Effect":"Deny","Action":"ecs:Stop","Resource":"*")"}, "none"},
  };
  for (const Case& each : cases) {
    Request asked = request(kSession);
    asked.context.set("ecs:cluster", "prod");
    PolicySet set;
    if (!each.statements.empty()) {
      std::string text = R"({"Version":"2012-10-17","Statement":[)";
      for (const auto statement : each.statements) {
        text += (text.back() == '[' ? "{" : ",{") + std::string(statement) + "}";
      }
      const auto policy = parse_policy(text + "]}", PolicyKind::kIdentity);
      ASSERT_TRUE(policy) << each.what << ": " << policy.error().message;
      set.identity = {AttachedPolicy{*policy, "p", false}};
    }
    EXPECT_EQ(told(explained(asked, set).nearest_miss), each.miss) << each.what;
  }
}

TEST(Explain, TheNearestOfSeveralPolicies) {
  PolicySet set;
  set.identity = {
      named("far", attached({R"("Effect":"Allow","Action":"ecs:CreateCluster","Resource":"*")"})),
      named("near", attached({R"("Effect":"Allow","Action":"ecs:StopTas","Resource":"*")"}))};
  EXPECT_EQ(told(explained(request(kSession), set).nearest_miss),
            "near/0 Action wanted ecs:StopTas got ecs:StopTask");
}

TEST(Explain, ManyWantedValuesAreCountedAndTheClosestShown) {
  std::string actions;
  for (int i = 0; i < 50; ++i) actions += "\"ecs:Other" + std::to_string(i) + "\",";
  PolicySet set;
  set.identity = {attached(
      {R"("Effect":"Allow","Resource":"*","Action":[)" + actions + R"("ecs:StopTasks"])"})};
  const auto miss = explained(request(kSession), set).nearest_miss;
  ASSERT_TRUE(miss);
  EXPECT_EQ(miss->failures[0].wanted.size(), kWantedMax);
  EXPECT_EQ(miss->failures[0].wanted.front(), "ecs:StopTasks");
  EXPECT_EQ(miss->failures[0].wanted_count, 51u);
}

TEST(Explain, EachPolicyWithItsVerdictAndPlace) {
  PolicySet set;
  const std::string text =
      "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [\n"
      "  {\"Sid\": \"A\", \"Effect\": \"Allow\", \"Action\": \"ecs:*\", \"Resource\": \"*\"},\n"
      "  {\"Effect\": \"Deny\", \"Action\": \"ecs:StopTask\", \"Resource\": \"*\"}\n ]\n}";
  set.identity = {AttachedPolicy{parse_policy(text, PolicyKind::kIdentity).value(), "one", false},
                  named("two", attached({R"("Effect":"Allow","Action":"*","Resource":"*")"})),
                  named("three", attached({R"("Effect":"Allow","Action":"s3:*","Resource":"*")"}))};
  const Explanation found = explained(request(kSession), set);
  ASSERT_EQ(found.policies.size(), 3u);
  EXPECT_EQ(found.policies[0].verdict, Verdict::kDenies);
  EXPECT_EQ(found.policies[0].statement->index, 1u);
  EXPECT_EQ(found.policies[0].statement->begin, (TextPosition{5, 3}));
  EXPECT_EQ(found.policies[0].statement->end, (TextPosition{5, 64}));
  EXPECT_EQ(found.policies[1].verdict, Verdict::kAllows);
  EXPECT_EQ(found.policies[2].verdict, Verdict::kSilent);
  EXPECT_FALSE(found.policies[2].statement);
  EXPECT_THAT(found.to_change, ElementsAre(PolicyType::kIdentity));
  EXPECT_FALSE(found.nearest_miss) << "an explicit denial has none";
}

TEST(Explain, AllKindsThatLackHaveToChange) {
  const auto other = attached({R"("Effect":"Allow","Action":"ecs:List*","Resource":"*")"});
  PolicySet set;
  set.identity = {other};
  set.boundary = other;
  set.session = {other};
  set.has_session = true;
  EXPECT_THAT(explained(request(kSession), set).to_change,
              ElementsAre(PolicyType::kIdentity, PolicyType::kBoundary, PolicyType::kSession));
  set.identity = {attached({R"("Effect":"Allow","Action":"*","Resource":"*")"})};
  const Explanation found = explained(request(kSession), set);
  EXPECT_THAT(found.to_change, ElementsAre(PolicyType::kBoundary, PolicyType::kSession));
  EXPECT_EQ(found.nearest_miss->type, PolicyType::kBoundary);
  set.boundary = set.identity.front();
  set.session = set.identity;
  EXPECT_THAT(explained(request(kSession), set).to_change, IsEmpty());
}

TEST(Explain, ATrustPolicyIsEnoughByItself) {
  PolicySet set;
  set.resource_is_trust = true;
  set.resource = attached({R"("Effect":"Allow","Action":"sts:AssumeRole",)"
                           R"("Principal":{"Service":["ec2.amazonaws.com","ecs.amazonaws.com"]})"},
                          PolicyKind::kTrust);
  Request asked = request("ecs-tasks.amazonaws.com", "sts:AssumeRole", kRole);
  asked.principal = Principal{
      Principal::Kind::kService, "ecs-tasks.amazonaws.com", "", "ecs-tasks.amazonaws.com", "", ""};
  const Explanation found = explained(asked, set);
  EXPECT_THAT(found.to_change, ElementsAre(PolicyType::kTrust));
  EXPECT_EQ(told(found.nearest_miss),
            "inline/0 Principal wanted Service: ecs.amazonaws.com,Service: ec2.amazonaws.com got "
            "Service: ecs-tasks.amazonaws.com");
}

TEST(TextPosition, CountsCharactersNotBytes) {
  EXPECT_EQ(position_of("ab\n\xc3\xbcx", 5), (TextPosition{2, 2}));
  EXPECT_EQ(position_of("ab", 99), (TextPosition{1, 3}));
}

}  // namespace
}  // namespace berth::iam
