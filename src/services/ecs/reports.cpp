// What agents report with Submit*StateChange: from the task that they name to its record.
#include "services/ecs/reports.h"

#include "services/ecs/caller.h"
#include "services/ecs/names.h"

namespace berth::services::ecs {

Result<std::optional<store::TaskRecord>> reported_task(Context& context,
                                                       const std::optional<std::string>& cluster,
                                                       const std::optional<std::string>& task,
                                                       const std::string& action) {
  using Found = std::optional<store::TaskRecord>;
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, cluster));
  BERTH_ASSIGN(const std::string id, task_id_of(context, name, task.value_or("")));
  Found found = store::find_task(context.tx, context.region.str(), name, id);
  if (!found) return Found();
  const auto instance =
      store::find_container_instance_by_arn(context.tx, found->container_instance_arn);
  if (!instance) return Found();
  BERTH_TRY(require_registrant(context, *instance, action, store::task_arn(*found)));
  return found;
}

}  // namespace berth::services::ecs
