// The role in the definition: what is accused, and what is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/names.h"
#include "doctor/policies.h"
#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::answered;
using test_support::failed_task;
using test_support::good_definition;
using test_support::good_task;
using test_support::Named;
using test_support::named_in;
using ::testing::HasSubstr;

constexpr const char* kLocate =
    "Unable to locate credentials. You can configure credentials by running \"aws login\".";

Evidence without_role(Evidence evidence) {
  evidence.definition.answer->task_role_arn.reset();
  evidence.newest.answer->task_role_arn.reset();
  evidence.task_role.reset();
  return evidence;
}

std::string trust_of(const std::string& statement) {
  return test_support::document(statement);
}

Evidence with_trust(const std::string& document) {
  Evidence evidence = good_definition();
  evidence.task_role->role.answer->assume_role_policy_document = document;
  return evidence;
}

TEST(DetectDefinition, NamesTheMissingRoleByItsSymptom) {
  EXPECT_EQ(named_in(without_role(failed_task(kLocate))), (Named{{"no-task-role"}, {}}));
  Evidence execution = without_role(failed_task(kLocate));
  execution.execution_role = test_support::role_named("exec", "");
  EXPECT_EQ(named_in(execution), (Named{{"role-only-as-execution-role"}, {}}));
  Evidence old = without_role(failed_task(kLocate));
  old.newest.answer->revision = 4;
  old.newest.answer->task_role_arn = "arn:aws:iam::123456789012:role/task";
  EXPECT_EQ(named_in(old), (Named{{"service-on-old-revision"}, {}}));
}

TEST(DetectDefinition, DoesNotAccuseATaskThatNeedsNoRole) {
  EXPECT_EQ(named_in(without_role(good_task())), (Named{{}, {}}));
  EXPECT_EQ(named_in(without_role(good_definition())), (Named{{}, {}}));
  Evidence other = without_role(failed_task("out of cheese"));
  EXPECT_EQ(named_in(other), (Named{{}, {}}));
  EXPECT_EQ(diagnose(other).verdict, Verdict::kUndecided);
}

TEST(DetectDefinition, NamesARoleThatIsNotThere) {
  Evidence gone = good_definition();
  test_support::refuse(gone.task_role->role, "NoSuchEntity");
  EXPECT_EQ(named_in(gone), (Named{{"role-does-not-exist"}, {}}));
  gone.task_role->alike = {"arn:aws:iam::123456789012:role/path/task"};
  EXPECT_EQ(named_in(gone), (Named{{"role-path-or-account-wrong"}, {}}));
  Evidence elsewhere = good_definition();
  elsewhere.task_role->given = "arn:aws:iam::123456789012:role/other/task";
  EXPECT_EQ(named_in(elsewhere), (Named{{"role-path-or-account-wrong"}, {}}));
  Evidence empty = without_role(good_definition());
  empty.definition.answer->task_role_arn = "";
  EXPECT_EQ(named_in(empty), (Named{{"role-empty"}, {}}));
}

TEST(DetectDefinition, DoesNotAccuseARoleThatWentAfterTheTaskEndedWell) {
  Evidence gone = good_task();
  test_support::refuse(gone.task_role->role, "NoSuchEntity");
  EXPECT_EQ(named_in(gone), (Named{{}, {}}));
  // Nor one that nobody may look at.
  Evidence hidden = good_definition();
  test_support::refuse(hidden.task_role->role, "AccessDenied");
  EXPECT_EQ(named_in(hidden), (Named{{}, {}}));
}

TEST(DetectDefinition, TellsWhyARoleIsNotTrusting) {
  const std::string ec2 = R"({"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},)"
                          R"("Action":"sts:AssumeRole"})";
  const std::string tasks =
      R"({"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},)"
      R"("Action":"sts:AssumeRole")";
  const struct {
    std::string trust;
    const char* id;
  } kCases[] = {
      {trust_of(ec2), "trust-wrong-principal"},
      {trust_of(tasks + R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"999999999999"}}})"),
       "trust-condition-mismatch"},
      {trust_of(tasks + R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:ecs:eu-west-1:*"}}})"),
       "trust-condition-mismatch"},
      {trust_of(tasks + R"(,"Condition":{"StringEquals":{"sts:ExternalId":"x"}}})"),
       "trust-denies"},
      {trust_of(tasks + "}," + R"({"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"})"),
       "trust-denies"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(named_in(with_trust(one.trust)), (Named{{one.id}, {}})) << one.trust;
  }
  const std::string right =
      R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},)"
      R"("ArnLike":{"aws:SourceArn":"arn:aws:ecs:us-west-2:123456789012:*"}}})";
  EXPECT_EQ(named_in(with_trust(trust_of(ec2 + "," + tasks + right))), (Named{{}, {}}));
  EXPECT_EQ(named_in(with_trust("no policy")), (Named{{}, {}}));
}

std::string statement_of(const std::string& principal, const std::string& effect = "Allow",
                         const std::string& more = "") {
  return R"({"Effect":")" + effect + R"(","Principal":)" + principal +
         R"(,"Action":"sts:AssumeRole")" + more + "}";
}

TEST(DetectDefinition, MendsATrustAndKeepsWhoWasTrusted) {
  const std::string ec2 = R"({"Service":"ec2.amazonaws.com"})";
  const std::string user = R"({"AWS":"arn:aws:iam::123456789012:user/dev"})";
  const std::string tasks = R"({"Service":"ecs-tasks.amazonaws.com"})";
  const std::string external =
      statement_of(tasks, "Allow", R"(,"Condition":{"StringEquals":{"sts:ExternalId":"x"}})");
  for (const std::string& statements :
       {statement_of(ec2), statement_of(ec2) + "," + statement_of(user), external,
        statement_of(user) + "," + statement_of("\"*\"", "Deny"),
        statement_of(tasks) + "," +
            statement_of("\"*\"", "Deny",
                         R"(,"Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}})")}) {
    const Diagnosis diagnosis = diagnose(
        with_trust(R"({"Version":"2012-10-17","Id":"mine","Statement":[)" + statements + "]}"));
    ASSERT_EQ(diagnosis.causes.size(), 1u) << statements;
    const Fix& fix = diagnosis.causes[0].fix;
    EXPECT_THAT(fix.patch, HasSubstr(R"("Id":"mine")"));
    EXPECT_THAT(fix.command, HasSubstr("update-assume-role-policy"));
    EXPECT_EQ(named_in(with_trust(fix.patch)), (Named{{}, {}})) << fix.patch;
    for (const std::string& kept : {ec2, user, std::string("o-1"), std::string("\"Deny\"")}) {
      EXPECT_EQ(statements.find(kept) == std::string::npos,
                fix.patch.find(kept) == std::string::npos)
          << kept << "\n"
          << fix.patch;
    }
  }
}

TEST(DetectDefinition, ADenyGoesOnToDenyEverybodyElse) {
  const std::string patch =
      diagnose(with_trust(trust_of(statement_of("\"*\"", "Deny")))).causes[0].fix.patch;
  iam::Request other = trust_question("arn:aws:iam::123456789012:role/task", "123456789012",
                                      "us-west-2", test_support::at(0));
  other.principal.arn = other.principal.identity_arn = "ec2.amazonaws.com";
  other.context.set("aws:PrincipalServiceName", "ec2.amazonaws.com");
  const auto judgement = judge_trust(other, patch);
  ASSERT_TRUE(judgement);
  EXPECT_EQ(judgement->outcome, iam::Outcome::kExplicitlyDenied);
}

TEST(DetectDefinition, SaysThatItIsNotThere) {
  Evidence evidence = good_definition();
  test_support::refuse(evidence.definition, "ClientException");
  evidence.newest = {};
  evidence.task_role.reset();
  evidence.logs.clear();
  evidence.instances.answer->clear();  // another cause, and not what was asked
  EXPECT_EQ(named_in(evidence), (Named{{"definition-does-not-exist"}, {}}));
  EXPECT_THAT(diagnose(evidence).causes[0].fix.command, HasSubstr("list-task-definitions"));
  evidence.definitions_alike = answered("ecs:ListTaskDefinitions", std::vector<std::string>{"web"});
  EXPECT_THAT(diagnose(evidence).causes[0].fix.command, HasSubstr("--task-definition web"));
  test_support::refuse(evidence.definition, "AccessDeniedException");
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  EXPECT_EQ(diagnose(evidence).verdict, Verdict::kUndecided);
}

TEST(Names, AreFoundByWhatIsNearlyTheirs) {
  const std::vector<std::string> names = {"web", "worker", "webs", "wbe-api", "batch"};
  EXPECT_EQ(nearest_names("web", names, 3), (std::vector<std::string>{"web", "webs"}));
  EXPECT_EQ(nearest_names("wokrer", names, 3), (std::vector<std::string>{"worker"}));
  EXPECT_EQ(nearest_names("bat", names, 1), (std::vector<std::string>{"batch"}));
  EXPECT_TRUE(nearest_names("", names, 3).empty());
}

TEST(DetectDefinition, NamesTheMissingNetwork) {
  Evidence none = good_definition();
  none.definition.answer->network_mode = "none";
  EXPECT_EQ(named_in(none), (Named{{"network-mode-none"}, {}}));
  EXPECT_EQ(named_in(without_role(none)), (Named{{}, {}}));
  Evidence ran = good_task();
  ran.definition.answer->network_mode = "none";
  EXPECT_EQ(named_in(ran), (Named{{}, {}}));
  test_support::leave_with(ran, 1);
  EXPECT_EQ(named_in(ran), (Named{{}, {"network-mode-none"}}));
  test_support::print(
      ran,
      "Error when retrieving credentials from container-role: Error retrieving metadata: "
      "Could not connect to the endpoint URL: \"http://169.254.170.2/v2/credentials/x\"");
  EXPECT_EQ(named_in(ran), (Named{{"network-mode-none"}, {}}));
}

TEST(DetectDefinition, NamesTheMissingExecutionRole) {
  Evidence evidence = good_definition();
  evidence.definition.answer->container_definitions->front().secrets.emplace().push_back(
      {"S", "arn:aws:ssm:us-west-2:123456789012:parameter/s"});
  EXPECT_EQ(named_in(evidence), (Named{{"execution-role-missing"}, {}}));
  evidence.definition.answer->execution_role_arn = "exec";
  evidence.execution_role = test_support::role_named("exec", "");
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
}

}  // namespace
}  // namespace berth::doctor
