// What a caller sees of records: columns and JSON put together into the model's structures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/json_codec.h"
#include "aws/models/ecs.h"
#include "store/ecs_records.h"
#include "store/transaction.h"

namespace berth::services::ecs {

/// Reads JSON that a record holds. Throws store::Failure where it is broken: Berth wrote it itself.
template <class T>
T decode_record(std::string_view json) {
  auto decoded = aws::decode_json<T>(json);
  if (!decoded) throw store::Failure("a record's JSON is broken: " + decoded.error().message);
  return std::move(*decoded);
}

/// {"tags": […]} or empty, as records keep tags.
std::vector<aws::ecs::Tag> tags_of(std::string_view tags_json);
std::string tags_text(const std::vector<aws::ecs::Tag>& tags);

/// {"attributes": […]}, as container instances keep them.
std::vector<aws::ecs::Attribute> attributes_of(std::string_view attributes_json);
std::string attributes_text(const std::vector<aws::ecs::Attribute>& attributes);

enum class Tags { kShow, kHide };

aws::ecs::Task shown_task(const store::TaskRecord& task, Tags tags);
/// Without the members that have columns: the rest, for TaskRecord::body_json.
std::string task_body(aws::ecs::Task task);

aws::ecs::ContainerInstance shown_container_instance(const store::ContainerInstanceRecord& instance,
                                                     Tags tags);
aws::ecs::TaskDefinition shown_task_definition(const store::TaskDefinitionRecord& definition);

}  // namespace berth::services::ecs
