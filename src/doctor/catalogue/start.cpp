// The catalogue: what ends a task before its program has begun.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kStartCauses = std::to_array<Cause>({
    {"image-pull-failed", "The image could not be pulled", "CannotPullContainerError.",
     "The registry or the name is wrong, cannot be reached, or wants credentials.",
     "aws ecs describe-tasks: stoppedReason and the containers' reason.",
     "Correct the image, or give the instance a way and a right to it.", Seen::kOutside,
     Shown::kReal, ""},
    {"execution-role-denied", "The execution role may not fetch what the start needs",
     "ResourceInitializationError: unable to pull secrets or registry auth.",
     "ECS fetches secrets and registry tokens with the execution role, before the container is "
     "there.",
     "aws ecs describe-tasks --query 'tasks[].stoppedReason'",
     "Give the execution role the action that the reason names.", Seen::kOutside, Shown::kWritten,
     "the stoppedReason that diagnosis threads quote"},
    {"log-group-missing", "The log group does not exist",
     "CannotStartContainerError … ResourceNotFoundException: The specified log group does not "
     "exist.",
     "awslogs makes streams, and a group only with awslogs-create-group.",
     "aws logs describe-log-groups --log-group-name-prefix GROUP",
     "Create it, or set awslogs-create-group to true.", Seen::kOutside, Shown::kReal, ""},
    {"log-group-in-other-region", "The log group is in another region",
     "CannotStartContainerError … The specified log group does not exist.",
     "awslogs-region names a region in which the group is not.",
     "aws logs describe-log-groups --region …, region by region.",
     "Correct awslogs-region, or create the group there.", Seen::kOutside, Shown::kReal, ""},
    {"log-write-denied", "The container's log may not be written",
     "CannotStartContainerError … failed to create Cloudwatch log stream: AccessDeniedException.",
     "awslogs writes as the instance's role, or as the execution role where the definition has "
     "one.",
     "aws ecs describe-tasks: the containers' reason.",
     "Allow logs:CreateLogStream and logs:PutLogEvents to that role.", Seen::kOutside, Shown::kReal,
     ""},
    {"proxy-on-engine", "Docker's own proxy hides the credential endpoint",
     "CannotStartContainerError … CredentialsEndpointError.",
     "dockerd fetches the log driver's credentials itself, and asks its proxy for 169.254.170.2.",
     "systemctl show docker --property Environment",
     "Add NO_PROXY=169.254.169.254,169.254.170.2 to dockerd's environment and restart it.",
     Seen::kOutside, Shown::kWritten, "the reason that Docker's awslogs driver gives"},
    {"container-died-early", "The container died before it could say anything",
     "Exit code 137 and OutOfMemoryError, or an empty log stream.",
     "The memory limit is too small (yum wants more than 128 MiB), or the command ends at once.",
     "aws ecs describe-tasks: the container's exitCode and reason.",
     "Raise the container's memory, or run the command by hand.", Seen::kOutside, Shown::kReal, ""},
    {"client-not-installed", "The AWS client is not in the container",
     "\"aws: command not found\" in the log.",
     "The image has no AWS CLI, and installing it at start failed: no way to the package mirror, "
     "or a package of another name.",
     "The log's lines before it say why the installation failed.",
     "Use an image that has the client, such as public.ecr.aws/aws-cli/aws-cli.", Seen::kOutside,
     Shown::kReal, ""},
    {"no-client-in-image", "The image has no such program",
     "CannotStartContainerError … executable file not found in $PATH, or exit code 127.",
     "Entry point or command name a program that the image does not hold.",
     "aws ecs describe-tasks: the container's reason.",
     "Correct the command, or use an image that has it.", Seen::kOutside, Shown::kReal, ""},
    {"other-container-exited", "Another essential container of the task ended",
     "The task stops with EssentialContainerExited while this container was well.",
     "When an essential container ends, ECS stops the others.",
     "aws ecs describe-tasks: who has an exit code of its own.",
     "Look at the container that ended first; mark it essential: false if the task may live "
     "without it.",
     Seen::kOutside, Shown::kReal, ""},
});

}  // namespace

std::span<const Cause> start_causes() {
  return kStartCauses;
}

}  // namespace berth::doctor
