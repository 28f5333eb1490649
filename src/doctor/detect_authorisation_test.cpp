// Denials: what the policies confirm, and what they do not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::denied;
using test_support::failed_task;
using test_support::good_task;
using test_support::Named;
using test_support::named_in;
using ::testing::HasSubstr;

constexpr const char* kCluster = "arn:aws:ecs:us-west-2:123456789012:cluster/default";

/// A task that was denied ecs:DescribeClusters on kCluster, with a role of these statements.
Evidence denied_with(const std::string& statements) {
  Evidence evidence = failed_task(denied("ecs:DescribeClusters", kCluster));
  evidence.task_role = test_support::role_named("task", statements);
  return evidence;
}

TEST(DetectAuthorisation, SaysWhatThePoliciesLack) {
  const std::string list = R"({"Effect":"Allow","Action":"ecs:List*","Resource":"*"})";
  const std::string all = R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})";
  const struct {
    std::string statements;
    const char* id;
  } kCases[] = {
      {list, "action-not-allowed"},
      {"", "action-not-allowed"},
      {all + R"(,{"Effect":"Deny","Action":"ecs:Describe*","Resource":"*"})", "explicit-deny"},
      {all + R"(,{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":)"
             R"({"aws:TokenIssueTime":"2030-01-01T00:00:00Z"}}})",
       "sessions-revoked"},
      {R"({"Effect":"Allow","Action":"ecs:*","Resource":)"
       R"("arn:aws:ecs:us-west-2:123456789012:cluster/other"})",
       "resource-mismatch"},
      {R"({"Effect":"Allow","Action":"ecs:*","Resource":"*","Condition":{"StringEquals":)"
       R"({"aws:RequestedRegion":"eu-west-1"}}})",
       "condition-mismatch"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(named_in(denied_with(one.statements)), (Named{{one.id}, {}})) << one.statements;
  }
}

TEST(DetectAuthorisation, ReplacesNoPolicyThatIsThere) {
  Evidence evidence = denied_with("");
  Policies& policies = evidence.task_role->policies;
  const auto command = [&evidence] { return diagnose(evidence).causes.at(0).fix.command; };
  EXPECT_THAT(command(), HasSubstr("--policy-name allow-DescribeClusters "));
  const std::string other =
      test_support::document(R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})");
  policies.identity.push_back({"allow-DescribeClusters", false, other, "q"});
  policies.identity.push_back({"allow-describeclusters-2", false, other, "q"});
  EXPECT_THAT(command(), HasSubstr("--policy-name allow-DescribeClusters-3 "));
}

TEST(DetectAuthorisation, SaysThatTheBoundaryBlocks) {
  Evidence evidence = denied_with(R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})");
  evidence.task_role->policies.boundary = PolicyText{
      "arn:aws:iam::123456789012:policy/b", true,
      test_support::document(R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})"), "q"};
  EXPECT_EQ(named_in(evidence), (Named{{"boundary-blocks"}, {}}));
  evidence.task_role->policies.unread.push_back("iam:GetPolicy: AccessDenied");
  EXPECT_EQ(named_in(evidence), (Named{{"boundary-blocks"}, {}}));
}

TEST(DetectAuthorisation, FindsThePolicyOnTheWrongRole) {
  const std::string all = R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})";
  Evidence wrong = denied_with("");
  wrong.execution_role = test_support::role_named("exec", all);
  EXPECT_EQ(named_in(wrong), (Named{{"policy-on-wrong-role"}, {}}));
  Evidence overridden = denied_with("");
  overridden.definition_role = test_support::role_named("web", all);
  EXPECT_EQ(named_in(overridden), (Named{{"role-overridden"}, {}}));
}

TEST(DetectAuthorisation, DoesNotTakeALogLineForProof) {
  // The policies allow it: whoever wrote the line, it accuses nobody.
  Evidence allowed = denied_with(R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})");
  EXPECT_EQ(named_in(allowed), (Named{{}, {}}));
  EXPECT_EQ(diagnose(allowed).verdict, Verdict::kUndecided);
  // Not all of them could be read.
  Evidence unread = denied_with("");
  unread.task_role->policies.unread.push_back("iam:GetRolePolicy: AccessDenied");
  EXPECT_EQ(named_in(unread), (Named{{}, {"action-not-allowed"}}));
  // One that is no policy: nothing is claimed.
  Evidence broken = denied_with("{}");
  broken.task_role->policies.identity.front().document = "{";
  EXPECT_EQ(named_in(broken), (Named{{}, {}}));
  // A denial of somebody else.
  EXPECT_EQ(named_in(failed_task("User: arn:aws:sts::123456789012:assumed-role/other/x is not "
                                 "authorized to perform: ecs:ListTasks on resource: *")),
            (Named{{}, {}}));
  // A task that had no trouble but quotes one.
  Evidence good = good_task();
  test_support::print(good, denied("ecs:ListTasks", "*"));
  EXPECT_EQ(diagnose(good).verdict, Verdict::kOk);
}

TEST(DetectAuthorisation, KnowsAChangeThatIsTooYoung) {
  Evidence evidence = denied_with(R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})");
  evidence.task_role->role.answer->create_date = test_support::at(70);
  EXPECT_EQ(named_in(evidence), (Named{{}, {"too-soon"}}));
}

TEST(DetectAuthorisation, MendsWithAPolicyThatAllowsWhatWasDenied) {
  const Diagnosis diagnosis = diagnose(denied_with(""));
  ASSERT_EQ(diagnosis.causes.size(), 1u);
  EXPECT_THAT(diagnosis.causes[0].fix.command,
              HasSubstr("aws iam put-role-policy --role-name task --policy-name "
                        "allow-DescribeClusters --policy-document '{"));
  EXPECT_EQ(diagnosis.causes[0].fix.patch,
            R"({"Effect":"Allow","Action":"ecs:DescribeClusters","Resource":")" +
                std::string(kCluster) + R"("})");
  EXPECT_EQ(diagnosis.causes[0].evidence.size(), 2u);
}

}  // namespace
}  // namespace berth::doctor
