// An instance's role as AWS's console makes it on the first use of ECS.
#include "program/instance_role.h"

#include "services/ecs/operations.h"
#include "services/iam/operations.h"

namespace berth::program {
namespace {

constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
constexpr const char* kPolicy =
    "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
// With it the agent goes on where a log ends that it was delivering.
constexpr const char* kLogPolicy =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:GetLogEvents","Resource":"*"}]})";
constexpr const char* kStopReason = "The container instance was stopped";

}  // namespace

std::string instance_role_arn(const std::string& account_id) {
  return "arn:aws:iam::" + account_id + ":role/" + kInstanceRole;
}

Result<void> make_instance_role(services::Context& context) {
  aws::iam::GetRoleRequest wanted;
  wanted.role_name = kInstanceRole;
  if (services::iam::get_role(context, wanted)) return {};
  aws::iam::CreateRoleRequest role;
  role.role_name = kInstanceRole;
  role.assume_role_policy_document = kTrust;
  role.description = "The container instance of berth up";
  BERTH_TRY(services::iam::create_role(context, role));
  aws::iam::AttachRolePolicyRequest policy;
  policy.role_name = kInstanceRole;
  policy.policy_arn = kPolicy;
  BERTH_TRY(services::iam::attach_role_policy(context, policy));
  aws::iam::PutRolePolicyRequest own;
  own.role_name = kInstanceRole;
  own.policy_name = "deliver-logs";
  own.policy_document = kLogPolicy;
  BERTH_TRY(services::iam::put_role_policy(context, own));
  aws::iam::GetInstanceProfileRequest known;
  known.instance_profile_name = kInstanceRole;
  if (services::iam::get_instance_profile(context, known)) return {};
  aws::iam::CreateInstanceProfileRequest profile;
  profile.instance_profile_name = kInstanceRole;
  BERTH_TRY(services::iam::create_instance_profile(context, profile));
  aws::iam::AddRoleToInstanceProfileRequest add;
  add.instance_profile_name = kInstanceRole;
  add.role_name = kInstanceRole;
  BERTH_TRY(services::iam::add_role_to_instance_profile(context, add));
  return {};
}

Result<void> stop_tasks_of(services::Context& context, const std::string& container_instance_arn) {
  if (container_instance_arn.empty()) return {};
  aws::ecs::ListTasksRequest list;
  list.container_instance = container_instance_arn;
  list.desired_status = "RUNNING";
  for (;;) {
    BERTH_ASSIGN(const auto page, services::ecs::list_tasks(context, list));
    for (const std::string& arn : page.task_arns.value_or(std::vector<std::string>())) {
      aws::ecs::StopTaskRequest stop;
      stop.task = arn;
      stop.reason = kStopReason;
      BERTH_TRY(services::ecs::stop_task(context, stop));
    }
    if (!page.next_token) return {};
    list.next_token = page.next_token;
  }
}

}  // namespace berth::program
