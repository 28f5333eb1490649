// A row on its way through a query: where its fields come from.
#include "log_insights/row.h"

#include "aws/json_tree.h"

namespace berth::log_insights {
namespace {

using Fields = std::unordered_map<std::string, Value>;

constexpr std::size_t kDiscoveredMax = 200;

void discover(const aws::JsonValue& value, const std::string& name, Fields& fields) {
  if (fields.size() >= kDiscoveredMax) return;
  const std::string prefix = name.empty() ? "" : name + ".";
  switch (value.kind) {
    case aws::JsonValue::Kind::kObject:
      for (const auto& [member, inner] : value.members) discover(inner, prefix + member, fields);
      return;
    case aws::JsonValue::Kind::kArray:
      for (std::size_t i = 0; i < value.elements.size(); ++i) {
        discover(value.elements[i], prefix + std::to_string(i), fields);
      }
      return;
    case aws::JsonValue::Kind::kBoolean:
      fields.emplace(name, Value::of_truth(value.boolean));
      return;
    case aws::JsonValue::Kind::kNull:
      return;
    default:
      fields.emplace(name, Value::of_text(value.text()));
  }
}

Fields discovered_in(const std::string& message) {
  Fields fields;
  const std::size_t begin = message.find_first_not_of(" \t\r\n");
  if (begin == message.npos || message[begin] != '{') return fields;
  if (const auto json = aws::parse_json(message)) discover(*json, "", fields);
  return fields;
}

}  // namespace

void Row::set(const std::string& name, Value value) {
  for (auto& [known, old] : columns_) {
    if (known != name) continue;
    old = std::move(value);
    return;
  }
  columns_.emplace_back(name, std::move(value));
}

Value Row::get(std::string_view name) const {
  for (const auto& [known, value] : columns_) {
    if (known == name) return value;
  }
  if (!event_) return {};
  if (name.starts_with('@')) return own_field(name);
  if (!discovered_) discovered_ = std::make_shared<const Fields>(discovered_in(event_->message));
  const auto found = discovered_->find(std::string(name));
  return found == discovered_->end() ? Value() : found->second;
}

Value Row::own_field(std::string_view name) const {
  if (name == "@message") return Value::of_text(event_->message);
  if (name == "@timestamp") return Value::of_time(static_cast<double>(event_->timestamp_ms));
  if (name == "@ingestionTime") return Value::of_time(static_cast<double>(event_->ingested_at_ms));
  if (name == "@logStream") return Value::of_text(event_->stream);
  if (name == "@log") return Value::of_text(event_->log);
  if (name == "@ptr") return Value::of_text(event_->pointer);
  return {};
}

}  // namespace berth::log_insights
