// The catalogue: whether an instance can take the task with its role.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kPlacementCauses = std::to_array<Cause>({
    {"task-roles-not-enabled", "Task roles are not enabled on the container instance",
     "RunTask fails with ATTRIBUTE; agents that are very old run the task, and its client prints "
     "\"Unable to locate credentials\".",
     "ECS_ENABLE_TASK_IAM_ROLE is not true, so the instance registers without "
     "com.amazonaws.ecs.capability.task-iam-role.",
     "aws ecs describe-container-instances: attributes.",
     "Set ECS_ENABLE_TASK_IAM_ROLE=true in /etc/ecs/ecs.config and restart the agent.",
     Seen::kOutside, Shown::kReal, ""},
    {"task-roles-not-enabled-for-host-network", "Task roles are not enabled for host network",
     "RunTask fails with ATTRIBUTE for a definition with networkMode host.",
     "Host network has a setting of its own: ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST.",
     "aws ecs describe-container-instances: the attribute "
     "com.amazonaws.ecs.capability.task-iam-role-network-host is missing.",
     "Set ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true and restart the agent; agents that reach the "
     "endpoint by NAT need their OUTPUT rule, too.",
     Seen::kOutside, Shown::kReal, ""},
    {"agent-too-old", "The container agent is too old",
     "\"Unable to locate credentials\", or 429 without many requests.",
     "Task roles came with agent 1.11, for host network with 1.12, execution roles with 1.16; 1.17 "
     "mended the request limit.",
     "aws ecs describe-container-instances --query 'containerInstances[].versionInfo.agentVersion'",
     "Update the agent.", Seen::kOutside, Shown::kReal, ""},
    {"agent-down", "The container agent is not connected",
     "RunTask fails with AGENT, or the endpoint refuses connections.",
     "An agent that is down serves no credentials and starts no tasks.",
     "aws ecs describe-container-instances --query 'containerInstances[].agentConnected'",
     "Restart the agent on that instance and look at its log.", Seen::kOutside, Shown::kReal, ""},
    {"no-placement", "No container instance can take the task",
     "RunTask's failures: RESOURCE:MEMORY, RESOURCE:CPU, RESOURCE:PORTS, ATTRIBUTE; \"No Container "
     "Instances were found in your cluster.\"",
     "The cluster has no ACTIVE instance, or none with what the definition wants.",
     "aws ecs describe-container-instances: status, remainingResources, attributes.",
     "Add an instance, free resources, or ask for less.", Seen::kOutside, Shown::kReal, ""},
    {"wrong-cluster", "The question names the wrong cluster", "MISSING, though the task is there.",
     "DescribeTasks without --cluster asks the cluster default.",
     "aws ecs list-clusters, and describe-tasks in each.", "Name the cluster.", Seen::kOutside,
     Shown::kReal, ""},
    {"log-driver-not-available", "The instance does not offer the log driver",
     "RunTask fails with ATTRIBUTE: com.amazonaws.ecs.capability.logging-driver.…",
     "ECS_AVAILABLE_LOGGING_DRIVERS does not list it.",
     "aws ecs describe-container-instances: attributes.",
     "ECS_AVAILABLE_LOGGING_DRIVERS='[\"json-file\",\"awslogs\"]', a JSON array, and restart the "
     "agent.",
     Seen::kOutside, Shown::kReal, ""},
    {"log-driver-without-execution-role", "The instance cannot log with the execution role",
     "RunTask fails with ATTRIBUTE: ecs.capability.execution-role-awslogs.",
     "The agent needs ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE for a definition with an execution "
     "role and awslogs.",
     "aws ecs describe-container-instances: attributes.",
     "Set ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true and restart the agent.", Seen::kOutside,
     Shown::kReal, ""},
});

}  // namespace

std::span<const Cause> placement_causes() {
  return kPlacementCauses;
}

}  // namespace berth::doctor
