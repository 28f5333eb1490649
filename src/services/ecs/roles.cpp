// The roles that go with tasks: are they there, may the caller pass them, may ECS assume them?
#include "services/ecs/roles.h"

#include "services/authorizer.h"
#include "services/ecs/names.h"
#include "store/iam/roles.h"

namespace berth::services::ecs {
namespace {

constexpr std::string_view kTasksService = "ecs-tasks.amazonaws.com";

std::string arn_of(const Context& context, const store::RoleRecord& role) {
  return "arn:aws:iam::" + context.account.str() + ":role" + role.path + role.name;
}

}  // namespace

Result<std::string> role_arn_of(Context& context, const std::string& role) {
  const std::string arn =
      role.starts_with("arn:") ? role : "arn:aws:iam::" + context.account.str() + ":role/" + role;
  const std::string name = arn.substr(arn.rfind('/') + 1);
  const auto found = store::find_role(context.tx, name);
  // Names are found whatever their case, ARNs are compared to the letter, path included.
  if (!found || arn_of(context, *found) != arn) {
    return fail(client_fault("ClientException", "Role is not valid"));
  }
  return arn;
}

Result<void> require_pass_role(Context& context, const std::string& role_arn) {
  berth::iam::ContextKeys keys;
  keys.set("iam:PassedToService", std::string(kTasksService));
  return context.authorizer.authorize(context, "iam:PassRole", role_arn, keys);
}

Result<void> require_assumable(Context& context, const std::string& role_arn) {
  const std::string source = ecs_arn(context, "*");
  if (context.authorizer.authorize_service_assume_role(context, kTasksService, role_arn, source)) {
    return {};
  }
  return fail(client_fault(
      "ClientException",
      "ECS was unable to assume the role '" + role_arn +
          "' that was provided for this task. Please verify that the role being passed has the "
          "proper trust relationship and permissions and that your IAM user has permissions to "
          "pass this role."));
}

}  // namespace berth::services::ecs
