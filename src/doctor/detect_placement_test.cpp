// Callers, clusters and instances: what is accused, and what is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::failed_task;
using test_support::good_definition;
using test_support::good_task;
using test_support::Named;
using test_support::named_in;
using ::testing::HasSubstr;

constexpr const char* kNoCredentials = "Unable to locate credentials";

Evidence with_caller(const std::string& statements) {
  Evidence evidence = good_definition();
  evidence.caller.identity.answer->arn = "arn:aws:iam::123456789012:user/dev";
  evidence.caller.policies.emplace().identity.push_back(
      {"own", false, test_support::document(statements), "iam:GetUserPolicy dev own"});
  return evidence;
}

TEST(DetectCaller, SaysWhoMayNotPassTheRole) {
  const std::string ecs = R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})";
  const std::string pass = R"({"Effect":"Allow","Action":"iam:PassRole","Resource":"*")";
  const auto to = [&](const std::string& service) {
    return pass + R"(,"Condition":{"StringEquals":{"iam:PassedToService":")" + service + R"("}}})";
  };
  EXPECT_EQ(named_in(with_caller(ecs)), (Named{{"pass-role-denied"}, {}}));
  EXPECT_EQ(named_in(with_caller(to("ec2.amazonaws.com"))),
            (Named{{"pass-role-wrong-service"}, {}}));
  EXPECT_EQ(
      named_in(with_caller(pass + "}," + R"({"Effect":"Deny","Action":"iam:*","Resource":"*"})")),
      (Named{{"pass-role-denied"}, {}}));
  EXPECT_EQ(named_in(with_caller(to("ecs-tasks.amazonaws.com"))), (Named{{}, {}}));
  EXPECT_EQ(named_in(with_caller(pass + "}")), (Named{{}, {}}));
}

TEST(DetectCaller, IsNotToBlameForARoleThatNobodyNamed) {
  const auto preflight = [](const std::string& statements) {
    Evidence evidence = with_caller(statements);
    evidence.subject = Subject::kCluster;
    evidence.task_role.reset();
    return evidence;
  };
  const std::string own = R"({"Effect":"Allow","Action":"iam:PassRole","Resource":)"
                          R"("arn:aws:iam::123456789012:role/own-*")";
  EXPECT_EQ(named_in(preflight(own + "}")), (Named{{}, {}}));
  EXPECT_EQ(named_in(preflight(R"({"Effect":"Allow","Action":"*","Resource":"*"},)"
                               R"({"Effect":"Deny","Action":"iam:PassRole","Resource":"*"})")),
            (Named{{}, {}}));
  EXPECT_EQ(named_in(preflight(R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})")),
            (Named{{"pass-role-denied"}, {}}));
  EXPECT_EQ(named_in(preflight(R"({"Effect":"Allow","Action":"iam:PassRole","Resource":"*",)"
                               R"("Condition":{"StringEquals":{"iam:PassedToService":)"
                               R"("ec2.amazonaws.com"}}})")),
            (Named{{"pass-role-wrong-service"}, {}}));
}

TEST(DetectCaller, ReplacesNoPolicyAndAddsNoneInVain) {
  Evidence evidence = with_caller(R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})");
  Policies& policies = *evidence.caller.policies;
  const auto command = [&evidence] { return diagnose(evidence).causes.at(0).fix.command; };
  EXPECT_THAT(command(), HasSubstr("--policy-name pass-task-role "));
  policies.identity.push_back({"Pass-Task-Role", false,
                               test_support::document(R"({"Effect":"Allow","Action":"s3:*",)"
                                                      R"("Resource":"*"})"),
                               "q"});
  EXPECT_THAT(command(), HasSubstr("--policy-name pass-task-role-2 "));
  policies.identity.push_back(
      {"own2", false,
       test_support::document(R"({"Effect":"Deny","Action":"iam:*","Resource":"*"})"), "q"});
  EXPECT_EQ(command(), "");
  EXPECT_THAT(diagnose(evidence).causes[0].fix.text, HasSubstr("own2"));
}

TEST(DetectCaller, ClaimsNothingOfWhatItMayNotRead) {
  Evidence evidence = with_caller("");
  evidence.caller.policies->identity.clear();
  evidence.caller.policies->unread.push_back("iam:ListUserPolicies dev: AccessDenied");
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  evidence.caller.policies.reset();
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  Evidence task = with_caller("");
  task.subject = Subject::kTask;
  EXPECT_EQ(diagnose(task).causes.size(), 0u);
}

TEST(DetectPlacement, SaysWhatTheInstancesLack) {
  const struct {
    const char* attribute;
    const char* mode;
    const char* id;
  } kCases[] = {
      {"com.amazonaws.ecs.capability.task-iam-role", "bridge", "task-roles-not-enabled"},
      {"com.amazonaws.ecs.capability.task-iam-role-network-host", "host",
       "task-roles-not-enabled-for-host-network"},
      {"com.amazonaws.ecs.capability.logging-driver.awslogs", "bridge", "log-driver-not-available"},
      {"ecs.capability.execution-role-awslogs", "bridge", "log-driver-without-execution-role"},
      {"com.amazonaws.ecs.capability.privileged-container", "bridge", "no-placement"},
  };
  for (const auto& one : kCases) {
    Evidence evidence = good_definition();
    evidence.definition.answer->network_mode = one.mode;
    aws::ecs::Attribute required;
    required.name = one.attribute;
    evidence.definition.answer->requires_attributes.emplace().push_back(required);
    test_support::remove_attribute(evidence, one.attribute);
    EXPECT_EQ(named_in(evidence), (Named{{one.id}, {}}));
    // One instance that has it is enough.
    auto other = test_support::instance_named("two");
    other.attributes->push_back(required);
    evidence.instances.answer->push_back(other);
    EXPECT_EQ(named_in(evidence), (Named{{}, {}})) << one.id;
  }
}

TEST(DetectPlacement, DoesNotAskRolesOfADefinitionWithoutOne) {
  Evidence evidence = good_definition();
  evidence.task_role.reset();
  evidence.definition.answer->task_role_arn.reset();
  test_support::remove_attribute(evidence, "com.amazonaws.ecs.capability.task-iam-role");
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  // A task that ran well on such an instance is well.
  Evidence task = good_task();
  test_support::remove_attribute(task, "com.amazonaws.ecs.capability.task-iam-role");
  EXPECT_EQ(named_in(task), (Named{{}, {}}));
  Evidence ill = failed_task(kNoCredentials);
  test_support::remove_attribute(ill, "com.amazonaws.ecs.capability.task-iam-role");
  EXPECT_EQ(named_in(ill), (Named{{"task-roles-not-enabled"}, {}}));
}

TEST(DetectPlacement, KnowsAgentsByTheirVersion) {
  Evidence evidence = failed_task(kNoCredentials);
  test_support::remove_attribute(evidence, "com.amazonaws.ecs.capability.task-iam-role");
  auto& instance = evidence.instances.answer->front();
  instance.version_info->agent_version = "1.10.0";
  EXPECT_EQ(named_in(evidence), (Named{{"agent-too-old"}, {}}));
  instance.version_info->agent_version = "1.9.0";
  EXPECT_EQ(named_in(evidence), (Named{{"agent-too-old"}, {}}));
  for (const char* other : {"1.11.0", "2.0.0", "", "nonsense", "1"}) {
    instance.version_info->agent_version = other;
    EXPECT_EQ(named_in(evidence), (Named{{"task-roles-not-enabled"}, {}})) << other;
  }
  instance.version_info->agent_version = "0.1.0";
  instance.version_info->agent_hash = "berth";
  EXPECT_EQ(named_in(evidence), (Named{{"task-roles-not-enabled"}, {}}));
}

TEST(DetectPlacement, SaysThatNothingTakesTheTask) {
  Evidence none = good_definition();
  none.instances.answer->clear();
  EXPECT_EQ(named_in(none), (Named{{"no-placement"}, {}}));
  Evidence draining = good_definition();
  draining.instances.answer->front().status = "DRAINING";
  EXPECT_EQ(named_in(draining), (Named{{"no-placement"}, {}}));
  Evidence big = good_definition();
  big.definition.answer->container_definitions->front().memory = 100'000;
  EXPECT_EQ(named_in(big), (Named{{"no-placement"}, {}}));
  big.definition.answer->container_definitions->front().memory_reservation = 64;
  EXPECT_EQ(named_in(big), (Named{{}, {}}));
  Evidence ports = good_definition();
  aws::ecs::PortMapping mapping;
  mapping.host_port = 80;
  ports.definition.answer->container_definitions->front().port_mappings.emplace().push_back(
      mapping);
  EXPECT_EQ(named_in(ports), (Named{{}, {}}));
  aws::ecs::Resource taken;
  taken.name = "PORTS";
  taken.string_set_value = {"22", "80"};
  ports.instances.answer->front().remaining_resources->push_back(taken);
  EXPECT_EQ(named_in(ports), (Named{{"no-placement"}, {}}));
  Evidence fargate = none;
  fargate.definition.answer->requires_compatibilities = {"FARGATE"};
  EXPECT_EQ(named_in(fargate), (Named{{}, {}}));
}

TEST(DetectPlacement, SaysThatTheAgentIsGone) {
  Evidence evidence = good_definition();
  evidence.instances.answer->front().agent_connected = false;
  EXPECT_EQ(named_in(evidence), (Named{{"agent-down"}, {}}));
  EXPECT_EQ(diagnose(evidence).causes[0].fix.command, "sudo systemctl restart ecs");
  evidence.instances.answer->front().version_info->agent_hash = "berth";
  EXPECT_THAT(diagnose(evidence).causes[0].fix.command, HasSubstr("berth agent"));
  evidence.instances.answer->push_back(test_support::instance_named("two"));
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  Evidence done = good_task();
  done.instances.answer->front().agent_connected = false;
  EXPECT_EQ(named_in(done), (Named{{}, {}}));
}

TEST(DetectPlacement, FindsTheTaskInAnotherCluster) {
  Evidence evidence = good_task();
  test_support::refuse(evidence.task_seen, "MISSING");
  evidence.definition = {};
  evidence.instances = {};
  EXPECT_EQ(named_in(evidence), (Named{{}, {}}));
  EXPECT_EQ(diagnose(evidence).verdict, Verdict::kUndecided);
  evidence.task_elsewhere = {"arn:aws:ecs:us-west-2:123456789012:cluster/blue"};
  EXPECT_EQ(named_in(evidence), (Named{{"wrong-cluster"}, {}}));
  Evidence definition = good_definition();
  test_support::refuse(definition.cluster_seen, "MISSING");
  EXPECT_EQ(named_in(definition), (Named{{"wrong-cluster"}, {}}));
}

}  // namespace
}  // namespace berth::doctor
