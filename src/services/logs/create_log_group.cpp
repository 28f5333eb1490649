// logs:CreateLogGroup.
#include "services/logs/log_tags.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
Result<aws::Empty> create_log_group(Context& context,
                                    const aws::logs::CreateLogGroupRequest& request) {
  if (request.kms_key_id) {
    return fail(client_fault("InvalidParameterException",
                             "Encryption with a KMS key is not supported: leave out kmsKeyId."));
  }
  BERTH_TRY(check_not_reserved(*request.log_group_name));
  const Tags tags = request.tags.value_or(Tags());
  BERTH_TRY(check_tags(tags));
  store::LogGroup group;
  group.region = context.region.str();
  group.name = *request.log_group_name;
  group.created_at_ms = to_epoch_ms(context.now);
  group.tags_json = tags_json_of(tags);
  group.deletion_protected = request.deletion_protection_enabled.value_or(false);
  group.log_class = request.log_group_class.value_or("STANDARD");
  if (!store::insert_log_group(context.tx, group)) {
    return fail(
        client_fault("ResourceAlreadyExistsException", "The specified log group already exists"));
  }
  return aws::Empty{};
}

}  // namespace berth::services::logs
