// The procedure against an endpoint that answers from memory: what it makes it removes, whatever
// happens, and it says what happened.
#include "doctor/known_good/known_good.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/endpoint_testing.h"
#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::CannedEndpoint;
using test_support::xml;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

constexpr const char* kTaskArn =
    "arn:aws:ecs:us-west-2:123456789012:task/default/0123456789abcdef0123456789abcdef";
constexpr const char* kDefinitionArn =
    "arn:aws:ecs:us-west-2:123456789012:task-definition/berth-doctor-x:1";

const std::set<std::string> kMakes = {"CreateLogGroup", "CreateRole", "AttachRolePolicy",
                                      "RegisterTaskDefinition", "RunTask"};
const std::set<std::string> kRemoves = {"StopTask",
                                        "DeregisterTaskDefinition",
                                        "DeleteTaskDefinitions",
                                        "DetachRolePolicy",
                                        "DeleteRole",
                                        "DeleteLogGroup"};

class KnownGoodTest : public ::testing::Test, protected CannedEndpoint {
 protected:
  KnownGoodTest() {
    for (const char* operation : {"CreateLogGroup", "DeleteLogGroup", "StopTask",
                                  "DeregisterTaskDefinition", "DeleteTaskDefinitions"}) {
      answers[operation] = {200, "{}"};
    }
    for (const char* operation :
         {"CreateRole", "AttachRolePolicy", "DetachRolePolicy", "DeleteRole"}) {
      answers[operation] = {200, xml(operation, "")};
    }
    answers["RegisterTaskDefinition"] = {
        200, std::string(R"({"taskDefinition":{"taskDefinitionArn":")") + kDefinitionArn + "\"}}"};
    answers["RunTask"] = {200, std::string(R"({"tasks":[{"taskArn":")") + kTaskArn + "\"}]}"};
    stopped_with(0);
    prints(std::string(R"({"timestamp":1,"message":"{\"taskArns\": [\")") + kTaskArn + R"(\"]}"})");
  }

  void stopped_with(int exit_code) {
    answers["DescribeTasks"] = {
        200, std::string(R"({"tasks":[{"taskArn":")") + kTaskArn +
                 R"(","lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":)" +
                 R"([{"name":"amazonlinux","exitCode":)" + std::to_string(exit_code) + "}]}]}"};
  }
  void prints(const std::string& event, const std::string& statuses = " 200 200 200") {
    answers["GetLogEvents"] = {200, R"({"events":[)" + event +
                                        R"(,{"timestamp":2,"message":"berth-doctor: the )" +
                                        R"(credential endpoint answered)" + statuses + R"("}]})"};
  }

  /// `asks_to_stop`: at the first wait.
  Diagnosis gone_on(const KnownGoodSettings& settings, int asks_to_stop = 0,
                    Evidence evidence = test_support::surroundings(Subject::kCluster)) {
    Diagnosis diagnosis = diagnose(evidence);
    SeededRandom random(1);
    const KnownGoodPlan plan = make_plan(evidence, random);
    Stop stop(context());
    const Watcher watcher{[this](const Step& step) { told.push_back(step); },
                          [&](const std::string&) {
                            clock.advance(std::chrono::seconds(4));
                            for (; asks_to_stop > 0; --asks_to_stop) stop.ask();
                            if (stop.times() == 1) stopped_with(137);
                          }};
    const auto go_on = [&](const Asking& asking) {
      return go_on_with_known_good(asking, evidence, plan, settings, stop, watcher, diagnosis);
    };
    ask(go_on);
    return diagnosis;
  }

  std::vector<std::string> asked_of(const std::set<std::string>& operations) const {
    std::vector<std::string> some;
    std::copy_if(asked.begin(), asked.end(), std::back_inserter(some),
                 [&](const std::string& one) { return operations.contains(one); });
    return some;
  }
  std::string detail_of(const std::string& id) const {
    for (auto step = told.rbegin(); step != told.rend(); ++step) {
      if (step->id == id) return step->detail;
    }
    return "";
  }
  static std::vector<std::string> ids_of(const Diagnosis& diagnosis) {
    std::vector<std::string> ids;
    for (const Finding& cause : diagnosis.causes) ids.push_back(cause.id);
    return ids;
  }

  std::vector<Step> told;
};

TEST_F(KnownGoodTest, MakesRunsAndRemoves) {
  const Diagnosis diagnosis = gone_on({});
  EXPECT_EQ(diagnosis.verdict, Verdict::kOk) << to_text(diagnosis, {});
  EXPECT_THAT(asked_of(kMakes), ElementsAre("CreateLogGroup", "CreateRole", "AttachRolePolicy",
                                            "RegisterTaskDefinition", "RunTask"));
  EXPECT_THAT(asked_of(kRemoves), ElementsAre("DeregisterTaskDefinition", "DeleteTaskDefinitions",
                                              "DetachRolePolicy", "DeleteRole", "DeleteLogGroup"));
  EXPECT_THAT(bodies["RunTask"], HasSubstr("\"startedBy\":\"berth-doctor-"));
  EXPECT_THAT(bodies["CreateRole"], HasSubstr("Tags.member.1.Value=berth-doctor"));
  EXPECT_THAT(detail_of("log"), HasSubstr("holds the task"));
  EXPECT_THAT(detail_of("removed"), HasSubstr("log group berth-doctor-"));
  EXPECT_EQ(diagnosis.steps.back().id, "removed");
}

TEST_F(KnownGoodTest, LooksAtItsTaskWhereThatFailed) {
  stopped_with(255);
  prints(R"({"timestamp":1,"message":"Unable to locate credentials"})");
  const Diagnosis diagnosis = gone_on({});
  EXPECT_EQ(diagnosis.verdict, Verdict::kUndecided);
  EXPECT_THAT(asked, Contains("DescribeTaskDefinition"));
  EXPECT_THAT(detail_of("log"), HasSubstr("Unable to locate credentials"));
  EXPECT_THAT(asked_of(kRemoves), Contains("DeleteRole"));
}

TEST_F(KnownGoodTest, AttachesTheSuccessorOfAPolicyThatIsGone) {
  answers["AttachRolePolicy"] = {
      404, "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>"};
  gone_on({});
  EXPECT_THAT(bodies["AttachRolePolicy"], HasSubstr("AmazonECS_FullAccess"));
  EXPECT_THAT(bodies["DetachRolePolicy"], HasSubstr("AmazonECS_FullAccess"));
  EXPECT_THAT(asked_of(kMakes),
              ElementsAre("CreateLogGroup", "CreateRole", "AttachRolePolicy", "AttachRolePolicy"));
}

TEST_F(KnownGoodTest, NamesAThrottledEndpoint) {
  prints(R"({"timestamp":1,"message":"x"})", " 200 429 429");
  const Diagnosis diagnosis = gone_on({});
  EXPECT_THAT(ids_of(diagnosis), ElementsAre("credentials-throttled"));
  EXPECT_THAT(diagnosis.causes[0].evidence[0].what, HasSubstr("of 3 questions"));
  EXPECT_THAT(diagnosis.causes[0].fix.command, HasSubstr("ECS_TASK_METADATA_RPS_LIMIT="));
}

TEST_F(KnownGoodTest, IsNotContentWithAnotherEndpointsAnswer) {
  prints(R"({"timestamp":1,"message":"{\"taskArns\": []}"})");
  const Diagnosis diagnosis = gone_on({});
  EXPECT_EQ(diagnosis.verdict, Verdict::kUndecided);
  EXPECT_THAT(diagnosis.unexplained.at(0).what, HasSubstr("another endpoint"));
}

TEST_F(KnownGoodTest, SaysThatItsTaskFoundNoPlace) {
  answers["RunTask"] = {200, R"({"tasks":[],"failures":[{"reason":"RESOURCE:MEMORY"}]})"};
  const Diagnosis diagnosis = gone_on({});
  EXPECT_THAT(ids_of(diagnosis), ElementsAre("no-placement"));
  EXPECT_THAT(asked_of(kRemoves), ElementsAre("DeregisterTaskDefinition", "DeleteTaskDefinitions",
                                              "DetachRolePolicy", "DeleteRole", "DeleteLogGroup"));
}

TEST_F(KnownGoodTest, NamesTheRoleThatMayNotBePassed) {
  answers["RegisterTaskDefinition"] = {
      400, R"({"__type":"AccessDeniedException","message":"User: u is not authorized to perform: )"
           R"(iam:PassRole on resource: arn:aws:iam::123456789012:role/r because no ..."})"};
  const Diagnosis diagnosis = gone_on({});
  EXPECT_THAT(ids_of(diagnosis), ElementsAre("pass-role-denied"));
  EXPECT_THAT(diagnosis.causes[0].fix.patch, HasSubstr("role/r"));
  EXPECT_THAT(asked_of(kRemoves), ElementsAre("DetachRolePolicy", "DeleteRole", "DeleteLogGroup"));
}

TEST_F(KnownGoodTest, RemovesWhatWasRefusedNot) {
  answers.erase("CreateLogGroup");  // AccessDeniedException: nothing was made
  EXPECT_EQ(gone_on({}).verdict, Verdict::kUndecided);
  EXPECT_THAT(asked_of(kRemoves), ::testing::IsEmpty());
  EXPECT_EQ(detail_of("removed"), "");
  // No answer at all: it may have been made.
  answers["CreateLogGroup"] = {500, "{}"};
  gone_on({});
  EXPECT_THAT(asked_of(kRemoves), ElementsAre("DeleteLogGroup"));
}

TEST_F(KnownGoodTest, FindsTheTaskOfWhichNoReadableAnswerTold) {
  answers["RunTask"] = {200, R"({"tasks":[{"taskArn":7}]})"};
  answers["StopTask"] = {200, R"({"task":7})"};
  answers["ListTasks"] = {200, std::string(R"({"taskArns":[")") + kTaskArn + "\"]}"};
  const Diagnosis diagnosis = gone_on({});
  EXPECT_EQ(diagnosis.verdict, Verdict::kUndecided);
  EXPECT_THAT(bodies["ListTasks"], HasSubstr("\"startedBy\":\"berth-doctor-"));
  EXPECT_THAT(bodies["StopTask"], HasSubstr(kTaskArn));
  EXPECT_THAT(detail_of("removed"), HasSubstr("task started by berth-doctor-"));
  told.clear();
  answers.erase("ListTasks");  // refused: nobody knows whether it runs
  gone_on({});
  EXPECT_EQ(detail_of("removed"), "");
  EXPECT_THAT(detail_of("left"), HasSubstr("aws ecs stop-task"));
}

TEST_F(KnownGoodTest, NamesWhatItCouldNotRemove) {
  answers.erase("DeleteRole");
  const Diagnosis diagnosis = gone_on({});
  EXPECT_EQ(diagnosis.verdict, Verdict::kOk);
  EXPECT_THAT(detail_of("left"), HasSubstr("aws iam delete-role --role-name berth-doctor-"));
  EXPECT_THAT(asked_of(kRemoves), Contains("DeleteLogGroup"));
  EXPECT_EQ(detail_of("removed"), "");
}

TEST_F(KnownGoodTest, StopsAndRemovesWhenItIsInterrupted) {
  answers["DescribeTasks"] = {
      200, std::string(R"({"tasks":[{"taskArn":")") + kTaskArn + R"(","lastStatus":"RUNNING"}]})"};
  const Diagnosis twice = gone_on({}, 2);
  EXPECT_EQ(twice.verdict, Verdict::kUndecided);
  EXPECT_THAT(twice.unexplained.at(0).what, HasSubstr("interrupted"));
  std::string left;
  for (const Step& step : told) left += step.id == "left" ? step.detail + "\n" : "";
  for (const char* command :
       {"stop-task", "deregister-task-definition", "delete-role", "delete-log-group"}) {
    EXPECT_THAT(left, HasSubstr(command));
  }
  told.clear();
  asked.clear();
  gone_on({}, 1);
  EXPECT_THAT(asked_of(kRemoves), IsSupersetOf({"StopTask", "DeregisterTaskDefinition",
                                                "DeleteRole", "DeleteLogGroup"}));
}

TEST_F(KnownGoodTest, DoesNotWaitForEver) {
  answers["DescribeTasks"] = {
      200, std::string(R"({"tasks":[{"taskArn":")") + kTaskArn + R"(","lastStatus":"PENDING"}]})"};
  KnownGoodSettings settings;
  settings.patience = std::chrono::seconds(3);
  settings.keep = true;
  const Diagnosis diagnosis = gone_on(settings);
  EXPECT_EQ(diagnosis.verdict, Verdict::kUndecided);
  EXPECT_THAT(diagnosis.unexplained.at(0).what, HasSubstr("--timeout"));
  EXPECT_THAT(asked_of(kRemoves), ::testing::IsEmpty());
  EXPECT_THAT(detail_of("kept"), HasSubstr("delete-log-group"));
}

TEST_F(KnownGoodTest, MakesNothingWhereItIsNotToOrMayNot) {
  KnownGoodSettings dry;
  dry.dry_run = true;
  const Diagnosis would = gone_on(dry);
  EXPECT_EQ(would.verdict, Verdict::kOk);
  EXPECT_THAT(would.permissions, HasSubstr("ecs:RunTask"));
  EXPECT_THAT(to_json(would), HasSubstr(R"("permissions":{"Version")"));
  Evidence ill = test_support::surroundings(Subject::kCluster);
  ill.instances.answer->clear();
  EXPECT_THAT(ids_of(gone_on({}, 0, ill)), ElementsAre("no-placement"));
  Evidence poor = test_support::surroundings(Subject::kCluster);
  poor.task_role.reset();
  poor.caller.identity.answer->arn = "arn:aws:iam::123456789012:user/dev";
  poor.caller.policies.emplace().identity.push_back(
      {"own", false,
       test_support::document(R"({"Effect":"Allow","Action":["ecs:*","logs:*","iam:PassRole"],)"
                              R"("Resource":"*"})"),
       "q"});
  const Diagnosis stays = gone_on({}, 0, poor);
  EXPECT_EQ(stays.verdict, Verdict::kUndecided);
  EXPECT_THAT(stays.unexplained.at(0).what, HasSubstr("lacks iam:AttachRolePolicy"));
  EXPECT_THAT(asked_of(kMakes), ::testing::IsEmpty());
}

}  // namespace
}  // namespace berth::doctor
