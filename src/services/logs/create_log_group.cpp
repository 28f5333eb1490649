// logs:CreateLogGroup.
#include "aws/json_writer.h"
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

std::string tags_json_of(const std::optional<std::map<std::string, std::string>>& tags) {
  if (!tags) return {};
  aws::JsonWriter json;
  json.begin_object();
  for (const auto& [key, value] : *tags) {
    json.key(key);
    json.string(value);
  }
  json.end_object();
  return json.take();
}

}  // namespace

Result<aws::Empty> create_log_group(Context& context,
                                    const aws::logs::CreateLogGroupRequest& request) {
  if (request.kms_key_id) {
    return fail(client_fault("InvalidParameterException",
                             "Encryption with a KMS key is not supported: leave out kmsKeyId."));
  }
  store::LogGroup group;
  group.region = context.region.str();
  group.name = *request.log_group_name;
  group.created_at_ms = to_epoch_ms(context.now);
  group.tags_json = tags_json_of(request.tags);
  group.log_class = request.log_group_class.value_or("STANDARD");
  if (!store::insert_log_group(context.tx, group)) {
    return fail(
        client_fault("ResourceAlreadyExistsException", "The specified log group already exists"));
  }
  return aws::Empty{};
}

}  // namespace berth::services::logs
