// The catalogue: whether the role that a task is to have is there and may be assumed.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kDefinitionCauses = std::to_array<Cause>({
    {"definition-does-not-exist", "The task definition does not exist",
     "ClientException: Unable to describe task definition.",
     "The family or the revision is spelt otherwise, was never registered, was deregistered (a "
     "family alone means its newest ACTIVE revision), or is in another region.",
     "aws ecs list-task-definitions --family-prefix FAMILY",
     "Name one that is there, or register it.", Seen::kOutside, Shown::kReal, ""},
    {"no-task-role", "The task definition names no task role",
     "The client prints \"Unable to locate credentials\".",
     "Without taskRoleArn ECS issues no credentials, and the containers get no "
     "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.",
     "aws ecs describe-task-definition --task-definition FAMILY --query taskDefinition.taskRoleArn",
     "Register a new revision with taskRoleArn and run that; running tasks keep their old "
     "revision.",
     Seen::kOutside, Shown::kReal, ""},
    {"role-only-as-execution-role", "The role is given as execution role only",
     "The client prints \"Unable to locate credentials\". Where the metadata service answers, "
     "calls are made as the instance's role.",
     "executionRoleArn is for ECS itself: pulling images, fetching secrets, writing logs. "
     "Containers get taskRoleArn's credentials.",
     "aws ecs describe-task-definition shows executionRoleArn and no taskRoleArn.",
     "Name the role in taskRoleArn too, in a new revision.", Seen::kOutside, Shown::kReal, ""},
    {"service-on-old-revision", "The task runs an old revision; a newer one has the role",
     "The client prints \"Unable to locate credentials\".",
     "A service goes on with the revision that it was given, however many are registered after it.",
     "Compare the task's taskDefinitionArn with the newest of aws ecs list-task-definitions "
     "--family-prefix FAMILY.",
     "aws ecs update-service --task-definition FAMILY, or run the task anew.", Seen::kOutside,
     Shown::kReal, ""},
    {"role-overridden", "An override of RunTask replaced the task role",
     "Calls are denied for a role that the definition does not name.",
     "overrides.taskRoleArn of RunTask and StartTask wins over the definition's.",
     "aws ecs describe-tasks --query 'tasks[].overrides.taskRoleArn'",
     "Run it without the override, or give the overriding role the permission.", Seen::kOutside,
     Shown::kReal, ""},
    {"role-does-not-exist", "The role does not exist",
     "RegisterTaskDefinition says \"Role is not valid\", RunTask that it was unable to assume the "
     "role; a task that ran already finds its token invalid.",
     "The role was never made in this account, or it was deleted. One of the same name that is "
     "made later has another id: old sessions stay invalid.",
     "aws iam get-role --role-name NAME",
     "Make the role again with its trust and policies, then start the tasks anew.", Seen::kOutside,
     Shown::kReal, ""},
    {"role-path-or-account-wrong", "The role's ARN names another path, account or partition",
     "\"Role is not valid\", or a refusal of iam:PassRole on an ARN that looks odd.",
     "A role with a path is meant by its whole ARN only: arn:aws:iam::ACCOUNT:role/path/name.",
     "aws iam get-role --role-name NAME --query Role.Arn, compared with the definition's "
     "taskRoleArn.",
     "Put the whole ARN, as get-role prints it, into taskRoleArn.", Seen::kOutside, Shown::kReal,
     ""},
    {"role-empty", "The task role is an empty text", "\"Role is not valid\" at registration.",
     "A template left \"taskRoleArn\": \"\" behind: a value, though an empty one.",
     "Look for \"taskRoleArn\": \"\" in what is registered.", "Leave the key out, or fill it in.",
     Seen::kOutside, Shown::kWritten, "a definition with an empty taskRoleArn"},
    {"trust-wrong-principal", "The role does not trust ecs-tasks.amazonaws.com",
     "RunTask: \"ECS was unable to assume the role\".",
     "Roles made for EC2 or for ECS's service trust ec2.amazonaws.com or ecs.amazonaws.com. Tasks "
     "are ecs-tasks.amazonaws.com.",
     "aws iam get-role --role-name NAME --query Role.AssumeRolePolicyDocument",
     "Let ecs-tasks.amazonaws.com assume the role.", Seen::kOutside, Shown::kReal, ""},
    {"trust-condition-mismatch",
     "A condition of the role's trust policy does not hold for the task",
     "RunTask: \"ECS was unable to assume the role\".",
     "aws:SourceAccount or aws:SourceArn names another account or region, or a single cluster or "
     "task: ECS assumes the role for arn:aws:ecs:REGION:ACCOUNT:*.",
     "aws iam get-role: the Condition of the statement for ecs-tasks.amazonaws.com.",
     "Correct the value; for aws:SourceArn use ArnLike and arn:aws:ecs:REGION:ACCOUNT:*.",
     Seen::kOutside, Shown::kReal, ""},
    {"trust-denies", "The role's trust policy denies, or wants an external id",
     "RunTask: \"ECS was unable to assume the role\".",
     "A Deny goes before every Allow, and ECS sends no sts:ExternalId.",
     "aws iam get-role: statements with Effect Deny or a condition on sts:ExternalId.",
     "Remove the Deny or the condition for ecs-tasks.amazonaws.com.", Seen::kOutside, Shown::kReal,
     ""},
    {"network-mode-none", "The task has no network",
     "The client cannot connect to 169.254.170.2, nor to anything else.",
     "networkMode none leaves a loopback interface alone.",
     "aws ecs describe-task-definition --query taskDefinition.networkMode",
     "Register a revision with bridge, awsvpc or host.", Seen::kOutside, Shown::kReal, ""},
    {"execution-role-missing", "There are secrets and no execution role",
     "\"When you are specifying container secrets, you must also specify a value for "
     "'executionRoleArn'.\"",
     "Secrets are fetched by ECS before the container starts, with the execution role.",
     "aws ecs describe-task-definition: secrets without executionRoleArn.",
     "Name an execution role that may read them.", Seen::kOutside, Shown::kWritten,
     "a definition with secrets and without executionRoleArn"},
});

}  // namespace

std::span<const Cause> definition_causes() {
  return kDefinitionCauses;
}

}  // namespace berth::doctor
