// Many at once, by chance: a hundred healthy runs that accuse nobody, thirty pairs of causes. The
// seed is printed; BERTH_TEST_SEED=N repeats it.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::answered;
using test_support::document;
using test_support::print;
using test_support::set_variable;

unsigned chosen_seed() {
  const char* const given = std::getenv("BERTH_TEST_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                         : std::random_device{}();
  std::cout << "BERTH_TEST_SEED=" << seed << "\n";
  return seed;
}

aws::ecs::ContainerDefinition& main_container(Evidence& evidence) {
  return evidence.definition.answer->container_definitions->front();
}

/// One way of being odd and well.
struct Oddity {
  const char* what;
  std::function<void(Evidence&)> make;
};

void add_container(Evidence& evidence, const std::string& name, bool is_essential, int exit_code) {
  aws::ecs::ContainerDefinition container;
  container.name = name;
  container.image = "side";
  container.memory = 32;
  container.essential = is_essential;
  evidence.definition.answer->container_definitions->push_back(container);
  if (!evidence.task_seen) return;
  aws::ecs::Container ran;
  ran.name = name;
  ran.last_status = "STOPPED";
  ran.exit_code = exit_code;
  evidence.task_seen.answer->containers->push_back(ran);
}

void add_secret(Evidence& evidence) {
  main_container(evidence).secrets.emplace().push_back({"S", "arn:aws:ssm:us-west-2:1:p/s"});
  evidence.execution_role = test_support::role_named("exec", "");
  evidence.definition.answer->execution_role_arn = evidence.execution_role->given;
}

std::vector<Oddity> odd_definitions() {
  return {
      {"host network", [](Evidence& e) { e.definition.answer->network_mode = "host"; }},
      {"awsvpc", [](Evidence& e) { e.definition.answer->network_mode = "awsvpc"; }},
      {"entry point",
       [](Evidence& e) {
         main_container(e).entry_point = {"/bin/sh", "-c"};
         main_container(e).command = {"env -i true"};
       }},
      {"sidecar", [](Evidence& e) { add_container(e, "side", false, 0); }},
      {"killed sidecar", [](Evidence& e) { add_container(e, "proxy", true, 137); }},
      {"own endpoint",
       [](Evidence& e) { set_variable(e, "AWS_ENDPOINT_URL", "http://10.0.0.1:4566"); }},
      {"static key",
       [](Evidence& e) {
         set_variable(e, "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
         set_variable(e, "AWS_SECRET_ACCESS_KEY", "secret");
       }},
      {"half a key", [](Evidence& e) { set_variable(e, "AWS_ACCESS_KEY_ID", "AKIAX"); }},
      {"profile", [](Evidence& e) { set_variable(e, "AWS_PROFILE", "own"); }},
      {"proxy", [](Evidence& e) { set_variable(e, "HTTP_PROXY", "http://proxy:3128"); }},
      {"full address",
       [](Evidence& e) { set_variable(e, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://x/"); }},
      {"no role",
       [](Evidence& e) {
         e.task_role.reset();
         e.definition.answer->task_role_arn.reset();
         e.newest.answer->task_role_arn.reset();
       }},
      {"secrets", add_secret},
  };
}

std::vector<Oddity> odd_surroundings() {
  return {
      {"bound trust",
       [](Evidence& e) {
         if (!e.task_role) return;
         e.task_role->role.answer->assume_role_policy_document = document(
             R"({"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com",)"
             R"("ecs-tasks.amazonaws.com"]},"Action":"sts:AssumeRole","Condition":{"StringEquals":)"
             R"({"aws:SourceAccount":"123456789012"}}})");
       }},
      {"boundary and denial",
       [](Evidence& e) {
         if (!e.task_role) return;
         e.task_role->policies.boundary = PolicyText{"b", true, document(""), "q"};
         e.task_role->policies.identity.push_back(
             {"no", false, document(R"({"Effect":"Deny","Action":"*","Resource":"*"})"), "q"});
       }},
      {"unread policies",
       [](Evidence& e) {
         if (e.task_role) e.task_role->policies.unread.push_back("iam:GetPolicy: AccessDenied");
       }},
      {"hidden role",
       [](Evidence& e) {
         if (e.task_role) test_support::refuse(e.task_role->role, "AccessDenied");
       }},
      {"draining neighbour",
       [](Evidence& e) {
         auto other = test_support::instance_named("two");
         other.status = "DRAINING";
         e.instances.answer->push_back(other);
       }},
      {"lost neighbour",
       [](Evidence& e) {
         auto other = test_support::instance_named("three");
         other.agent_connected = false;
         other.attributes->clear();
         e.instances.answer->push_back(other);
       }},
      {"old agent",
       [](Evidence& e) { e.instances.answer->front().version_info->agent_version = "1.9.0"; }},
      {"log groups that are made",
       [](Evidence& e) {
         e.logs[0].creates_group = true;
         *e.logs[0].group_exists.answer = false;
       }},
      {"no log",
       [](Evidence& e) {
         if (e.logs.size() == 1 && !e.task_seen) e.logs.clear();
       }},
      {"caller who may",
       [](Evidence& e) {
         e.caller.identity.answer->arn = "arn:aws:iam::123456789012:user/dev";
         e.caller.policies.emplace().identity.push_back(
             {"own", false, document(R"({"Effect":"Allow","Action":"*","Resource":"*"})"), "q"});
       }},
  };
}

/// What a task that ended well may have printed.
const std::vector<std::string> kNoise = {
    "Unable to locate credentials",
    "You have reached maximum request limit.",
    test_support::denied("ecs:ListTasks", "*"),
    "An error occurred (InvalidClientTokenId) when calling the ListTasks operation",
    "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
    "sh: 1: aws: not found",
    "Connect timeout on endpoint URL: \"http://169.254.170.2/v2/credentials/x\"",
    "\x1b[31mERROR\x1b[0m Signature expired: 1 is now earlier than 2",
};

void make_odd_ending(Evidence& evidence, std::mt19937& random) {
  for (const std::string& line : kNoise) {
    if (random() % 4 == 0) print(evidence, line);
  }
  auto& task = *evidence.task_seen.answer;
  switch (random() % 4) {
    case 0:  // it runs
      task.last_status = "RUNNING";
      task.stop_code.reset();
      task.stopped_at.reset();
      for (auto& container : *task.containers) container.exit_code.reset();
      evidence.logs[0].lines.answer->clear();
      break;
    case 1:  // somebody stopped it
      task.stop_code = "UserInitiated";
      task.containers->front().exit_code = 137;
      evidence.logs[0].lines.answer->clear();
      break;
    default:
      break;
  }
}

TEST(HealthyRuns, AccuseNobodyHoweverOdd) {
  std::mt19937 random(chosen_seed());
  std::vector<Oddity> oddities = odd_definitions();
  for (Oddity& one : odd_surroundings()) oddities.push_back(std::move(one));
  for (int run = 0; run < 100; ++run) {
    const bool is_task = run % 2 == 0;
    Evidence evidence = is_task ? test_support::good_task() : test_support::good_definition();
    std::string names;
    for (const Oddity& oddity : oddities) {
      if (random() % 4 != 0) continue;
      oddity.make(evidence);
      names += std::string(oddity.what) + ", ";
    }
    if (is_task) make_odd_ending(evidence, random);
    const Diagnosis diagnosis = diagnose(evidence);
    EXPECT_EQ(diagnosis.verdict, Verdict::kOk) << "run " << run << ": " << names << "\n"
                                               << to_text(diagnosis, {});
  }
}

/// A way of being ill, and what it changes: two that change the same are no pair.
struct Illness {
  const char* id;
  const char* changes;
  std::function<void(Evidence&)> make;
};

void require(Evidence& evidence, const char* attribute) {
  aws::ecs::Attribute required;
  required.name = attribute;
  auto& all = evidence.definition.answer->requires_attributes;
  if (!all) all.emplace();
  all->push_back(required);
  test_support::remove_attribute(evidence, attribute);
}

void call_as(Evidence& evidence, const std::string& statements) {
  evidence.caller.identity.answer->arn = "arn:aws:iam::123456789012:user/dev";
  evidence.caller.policies.emplace().identity.push_back({"own", false, document(statements), "q"});
}

std::vector<Illness> ill_definitions() {
  return {
      {"trust-wrong-principal", "role",
       [](Evidence& e) { e.task_role->role.answer->assume_role_policy_document = document(""); }},
      {"role-does-not-exist", "role",
       [](Evidence& e) { test_support::refuse(e.task_role->role, "NoSuchEntity"); }},
      {"role-path-or-account-wrong", "role",
       [](Evidence& e) { e.task_role->given = "arn:aws:iam::123456789012:role/old/task"; }},
      {"network-mode-none", "network",
       [](Evidence& e) { e.definition.answer->network_mode = "none"; }},
      {"execution-role-missing", "secrets",
       [](Evidence& e) {
         main_container(e).secrets.emplace().push_back({"S", "arn"});
       }},
      {"pass-role-denied", "caller",
       [](Evidence& e) { call_as(e, R"({"Effect":"Allow","Action":"ecs:*","Resource":"*"})"); }},
      {"pass-role-wrong-service", "caller",
       [](Evidence& e) {
         call_as(e, R"({"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":)"
                    R"({"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}})");
       }},
      {"task-roles-not-enabled", "role attribute",
       [](Evidence& e) {
         test_support::remove_attribute(e, "com.amazonaws.ecs.capability.task-iam-role");
       }},
      {"log-driver-not-available", "log driver",
       [](Evidence& e) { require(e, "com.amazonaws.ecs.capability.logging-driver.awslogs"); }},
      {"log-driver-without-execution-role", "log attribute",
       [](Evidence& e) { require(e, "ecs.capability.execution-role-awslogs"); }},
      {"no-placement", "memory", [](Evidence& e) { main_container(e).memory = 1'000'000; }},
      {"agent-down", "agent",
       [](Evidence& e) { e.instances.answer->front().agent_connected = false; }},
      {"log-group-missing", "group", [](Evidence& e) { *e.logs[0].group_exists.answer = false; }},
      {"wrong-cluster", "cluster",
       [](Evidence& e) { test_support::refuse(e.cluster_seen, "MISSING"); }},
  };
}

std::vector<Illness> ill_tasks() {
  return {
      {"no-task-role", "role",
       [](Evidence& e) {
         e.task_role.reset();
         e.definition.answer->task_role_arn.reset();
         e.newest.answer->task_role_arn.reset();
         print(e, "Unable to locate credentials");
       }},
      {"action-not-allowed", "role",
       [](Evidence& e) {
         e.task_role = test_support::role_named("task", "");
         print(e, test_support::denied("ecs:ListTasks", "*"));
       }},
      {"explicit-deny", "role",
       [](Evidence& e) {
         e.task_role = test_support::role_named(
             "task", R"({"Effect":"Deny","Action":"ecs:ListTasks","Resource":"*"})");
         print(e, test_support::denied("ecs:ListTasks", "*"));
       }},
      {"partial-static-key", "key",
       [](Evidence& e) {
         set_variable(e, "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
         print(e, "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY");
       }},
      {"profile-in-image", "profile",
       [](Evidence& e) {
         set_variable(e, "AWS_PROFILE", "nowhere");
         print(e, "The config profile (nowhere) could not be found");
       }},
      {"no-region", "region", [](Evidence& e) { print(e, "You must specify a region."); }},
      {"full-uri-refused", "endpoint",
       [](Evidence& e) {
         set_variable(e, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/");
         print(e, "Unsupported host 'example.com'");
       }},
      {"client-not-installed", "end",
       [](Evidence& e) {
         print(e, "/bin/sh: 1: aws: not found");
         test_support::leave_with(e, 127);
       }},
      {"container-died-early", "end",
       [](Evidence& e) {
         e.task_seen.answer->containers->front().reason =
             "OutOfMemoryError: Container killed due to memory usage";
         test_support::leave_with(e, 137);
       }},
  };
}

/// Both are named, or one and how to look again after it is mended; and nobody else is.
void expect_pair(Evidence evidence, const Illness& one, const Illness& other) {
  one.make(evidence);
  other.make(evidence);
  const Diagnosis diagnosis = diagnose(evidence);
  std::set<std::string> named;
  for (const Finding& cause : diagnosis.causes) named.insert(cause.id);
  const std::set<std::string> both = {one.id, other.id};
  const std::string what = std::string(one.id) + " and " + other.id + "\n";
  EXPECT_FALSE(named.empty()) << what << to_text(diagnosis, {});
  EXPECT_TRUE(std::includes(both.begin(), both.end(), named.begin(), named.end()))
      << what << to_text(diagnosis, {});
  EXPECT_EQ(diagnosis.verdict, Verdict::kFailed) << what;
  EXPECT_THAT(diagnosis.again, ::testing::StartsWith("berth doctor ")) << what;
}

void expect_pairs(const std::vector<Illness>& all, const std::function<Evidence()>& make, int pairs,
                  std::mt19937& random) {
  while (pairs > 0) {
    const Illness& one = all[random() % all.size()];
    const Illness& other = all[random() % all.size()];
    if (std::string(one.changes) == other.changes) continue;
    expect_pair(make(), one, other);
    --pairs;
  }
}

TEST(PairsOfCauses, AreBothNamedOrOneAndWhereToLookAgain) {
  std::mt19937 random(chosen_seed());
  expect_pairs(ill_definitions(), test_support::good_definition, 20, random);
  const auto failed = [] {
    Evidence evidence = test_support::good_task();
    test_support::leave_with(evidence, 255);
    return evidence;
  };
  expect_pairs(ill_tasks(), failed, 10, random);
}

}  // namespace
}  // namespace berth::doctor
