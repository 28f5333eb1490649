// What holds for all policies and requests, on random ones from a small world, so that statements
// meet requests often.
#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

using Texts = std::vector<std::string>;

std::string any_of(const Texts& choices) {
  return *rc::gen::elementOf(choices);
}

std::string any_condition() {
  return any_of({"", "", "", R"(,"Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}})",
                 R"(,"Condition":{"StringNotLike":{"aws:PrincipalTag/team":"b*"}})",
                 R"(,"Condition":{"Null":{"aws:PrincipalTag/team":"true"}})"});
}

std::string any_statement(const std::string& effect) {
  const std::string action =
      any_of({"*", "*", "ecs:*", "ecs:StopTask", "ecs:?topTask", "ecs:Run*", "iam:*"});
  const std::string resource = any_of({"*", "*", "arn:aws:ecs:*", "arn:aws:ecs:*:*:task/*",
                                       "arn:aws:ecs:us-*:123456789012:task/prod/?",
                                       "arn:aws:ecs:*:*:task/${aws:PrincipalTag/team}/*"});
  return fmt::format(R"("Effect":"{}","{}":"{}","{}":"{}"{})", effect,
                     any_of({"Action", "Action", "Action", "NotAction"}), action,
                     any_of({"Resource", "Resource", "Resource", "NotResource"}), resource,
                     any_condition());
}

AttachedPolicy any_policy() {
  const int size = *rc::gen::element(1, 2, 3);
  std::string statements;
  for (int i = 0; i < size; ++i) {
    statements += i == 0 ? "{" : ",{";
    statements +=
        any_statement(any_of({"Allow", "Allow", "Allow", "Allow", "Allow", "Allow", "Deny"})) + '}';
  }
  const std::string text = R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
  return {parse_policy(text, PolicyKind::kIdentity).value(), "inline", false};
}

/// For boundaries and sessions: half of them leave the decision to the rest.
AttachedPolicy any_guard() {
  if (*rc::gen::element(true, false)) return any_policy();
  return test_support::attached({R"("Effect":"Allow","Action":"*","Resource":"*")"});
}

PolicySet any_policies() {
  PolicySet set;
  const int size = *rc::gen::element(0, 1, 2, 3);
  for (int i = 0; i < size; ++i) set.identity.push_back(any_policy());
  if (*rc::gen::element(true, false)) set.boundary = any_guard();
  set.has_session = *rc::gen::element(true, false);
  if (set.has_session) set.session.push_back(any_guard());
  return set;
}

Request any_request() {
  Request made = test_support::request(
      any_of({test_support::kAlice, test_support::kSession}),
      any_of({"ecs:StopTask", "ecs:RunTask", "iam:PassRole"}),
      any_of({test_support::kTask, "arn:aws:ecs:eu-west-1:123456789012:task/blue/2", "*"}));
  const std::string team = any_of({"", "blue", "prod", "*"});
  if (!team.empty()) made.context.set("aws:PrincipalTag/team", team);
  return made;
}

TEST(EvaluateProperty, ADenyOfEverythingAlwaysWins) {
  EXPECT_TRUE(rc::check([] {
    const Request request = any_request();
    PolicySet set = any_policies();
    const auto at = *rc::gen::inRange<std::size_t>(0, set.identity.size() + 1);
    set.identity.insert(set.identity.begin() + static_cast<std::ptrdiff_t>(at),
                        test_support::attached({R"("Effect":"Deny","Action":"*","Resource":"*")"}));
    RC_ASSERT(evaluate(request, set).outcome == Outcome::kExplicitlyDenied);
  }));
}

TEST(EvaluateProperty, AnAllowMoreNeverTurnsAllowedIntoDenied) {
  EXPECT_TRUE(rc::check([] {
    const Request request = any_request();
    PolicySet set = any_policies();
    const Decision before = evaluate(request, set);
    set.identity.push_back(test_support::attached({any_statement("Allow")}));
    const Decision after = evaluate(request, set);
    RC_CLASSIFY(before.allowed());
    RC_ASSERT(!before.allowed() || after.allowed());
    RC_ASSERT((before.outcome == Outcome::kExplicitlyDenied) ==
              (after.outcome == Outcome::kExplicitlyDenied));
  }));
}

TEST(EvaluateProperty, ABoundaryNeverAllowsMore) {
  EXPECT_TRUE(rc::check([] {
    const Request request = any_request();
    PolicySet set = any_policies();
    set.boundary.reset();
    const bool before = evaluate(request, set).allowed();
    set.boundary = any_policy();
    RC_ASSERT(before || !evaluate(request, set).allowed());
  }));
}

TEST(EvaluateProperty, TheOrderOfPoliciesDoesNotMatter) {
  EXPECT_TRUE(rc::check([] {
    const Request request = any_request();
    PolicySet set = any_policies();
    const Outcome before = evaluate(request, set).outcome;
    std::reverse(set.identity.begin(), set.identity.end());
    RC_ASSERT(evaluate(request, set).outcome == before);
  }));
}

}  // namespace
}  // namespace berth::iam
