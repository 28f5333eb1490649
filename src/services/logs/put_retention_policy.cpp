// logs:PutRetentionPolicy: for how many days a group's events are kept.
#include <algorithm>
#include <array>

#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr std::array<std::int32_t, 22> kRetentionDays = {
    1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
    365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};

}  // namespace

Result<aws::Empty> put_retention_policy(Context& context,
                                        const aws::logs::PutRetentionPolicyRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  const std::int32_t days = *request.retention_in_days;
  if (std::find(kRetentionDays.begin(), kRetentionDays.end(), days) == kRetentionDays.end()) {
    return fail(client_fault("InvalidParameterException",
                             "1 validation error detected: Value '" + std::to_string(days) +
                                 "' at 'retentionInDays' failed to satisfy constraint: Member must "
                                 "satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, "
                                 "180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, "
                                 "3653]"));
  }
  store::set_log_group_retention(context.tx, group.id, days);
  return aws::Empty{};
}

}  // namespace berth::services::logs
