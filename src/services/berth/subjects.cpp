// The role or the task that a request of the service `berth` is about.
#include "services/berth/subjects.h"

#include <fmt/format.h>

#include "services/entity_names.h"

namespace berth::services::own {
namespace {

std::string arn_of_role(const Context& context, const store::RoleRecord& role) {
  return iam_arn(context.account, "role", role.path, role.name);
}

}  // namespace

Result<store::RoleRecord> require_role(Context& context, const std::string& name) {
  auto role = store::find_role(context.tx, name);
  if (role) return std::move(*role);
  return fail(client_fault("ResourceNotFoundException", fmt::format("There is no role {}.", name)));
}

std::string role_arn_or_guess(Context& context, const std::string& name) {
  const auto role = store::find_role(context.tx, name);
  return role ? arn_of_role(context, *role) : iam_arn(context.account, "role", "/", name);
}

Result<Subject> subject_of(Context& context, const std::optional<std::string>& role_name,
                           const std::optional<std::string>& task_arn) {
  Subject subject;
  if (role_name) {
    BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *role_name));
    subject.role_arn = arn_of_role(context, role);
  }
  if (task_arn) {
    if (!task_arn->starts_with("arn:") || task_arn->find(":task/") == std::string::npos) {
      return fail(client_fault("InvalidParameterException",
                               fmt::format("{} is not the ARN of a task.", *task_arn)));
    }
    subject.task_arn = *task_arn;
  }
  return subject;
}

}  // namespace berth::services::own
