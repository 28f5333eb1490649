// logs:GetLogRecord: one event whole, with the fields of its JSON.
#include "services/logs/get_log_record.h"

#include "aws/json_tree.h"
#include "services/logs/event_ids.h"
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

using Record = std::map<std::string, std::string>;

/// AWS discovers at most so many fields of an event.
constexpr std::size_t kFieldsMax = 200;

Fault no_record() {
  return client_fault("InvalidParameterException", "The specified logRecordPointer is invalid.");
}

struct PointedStream {
  store::LogKey key;
  store::LogStream stream;
  store::LogGroup group;
};

Result<PointedStream> pointed_stream(Context& context, const std::string& pointer) {
  const auto key = parse_event_id(pointer);
  if (!key) return fail(no_record());
  auto found = store::find_log_stream_by_id(context.tx, key->stream_id);
  if (!found || found->second.region != context.region.str()) return fail(no_record());
  return PointedStream{*key, std::move(found->first), std::move(found->second)};
}

/// "a.b" of an object, "a.0" of a list.
void add_fields(const aws::JsonValue& value, const std::string& name, Record& record) {
  if (record.size() >= kFieldsMax) return;
  const std::string prefix = name.empty() ? "" : name + ".";
  for (const auto& [member, inner] : value.members) add_fields(inner, prefix + member, record);
  for (std::size_t i = 0; i < value.elements.size(); ++i) {
    add_fields(value.elements[i], prefix + std::to_string(i), record);
  }
  const bool is_leaf = !value.is_object() && !value.is_array();
  if (is_leaf && value.kind != aws::JsonValue::Kind::kNull) record.emplace(name, value.text());
}

}  // namespace

Result<Targets> on_log_record(Context& context, const aws::logs::GetLogRecordRequest& input) {
  BERTH_ASSIGN(const PointedStream pointed,
               pointed_stream(context, input.log_record_pointer.value_or("")));
  const std::string& group = pointed.group.name;
  return Targets{target_in_log_group(context, group, log_stream_arn(context, group, ""))};
}

Result<aws::logs::GetLogRecordResponse> get_log_record(
    Context& context, const aws::logs::GetLogRecordRequest& request) {
  BERTH_ASSIGN(const PointedStream pointed, pointed_stream(context, *request.log_record_pointer));
  const store::LogPosition before{pointed.key.timestamp_ms, pointed.key.sequence - 1};
  const auto events =
      store::log_events_after(context.tx, pointed.stream.id, pointed.key.timestamp_ms,
                              pointed.key.timestamp_ms + 1, before, store::LogPage{1});
  if (events.empty() || events.front().sequence != pointed.key.sequence) return fail(no_record());
  const store::LogEvent& event = events.front();
  aws::logs::GetLogRecordResponse response;
  Record& record = response.log_record.emplace();
  record["@ptr"] = *request.log_record_pointer;
  record["@log"] = context.account.str() + ":" + pointed.group.name;
  record["@logStream"] = pointed.stream.name;
  record["@message"] = event.message;
  record["@timestamp"] = std::to_string(event.timestamp_ms);
  record["@ingestionTime"] = std::to_string(event.ingested_at_ms);
  const auto json = aws::parse_json(event.message);
  if (json && json->is_object()) add_fields(*json, "", record);
  return response;
}

}  // namespace berth::services::logs
