// JSON without a model, by simdjson's on-demand parser, which knows where it stands in the text.
#include "aws/json_tree.h"

#include <simdjson.h>

namespace berth::aws {
namespace {

namespace ondemand = simdjson::ondemand;

Fault no_json_text() {
  return client_fault("SerializationException", "The text is not valid JSON");
}

class Builder {
 public:
  Builder(const char* start, int open_depth) : start_(start), open_depth_(open_depth) {}

  Result<JsonValue> build(ondemand::value value, int depth) {
    JsonValue out;
    ondemand::json_type type{};
    if (depth > kNestingMax || value.type().get(type) != simdjson::SUCCESS)
      return fail(no_json_text());
    std::string_view token = value.raw_json_token();
    out.begin = static_cast<std::size_t>(token.data() - start_);
    while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ')
      token.remove_suffix(1);
    out.end = out.begin + token.size();
    const bool container =
        type == ondemand::json_type::object || type == ondemand::json_type::array;
    if (container && depth >= open_depth_) return closed(std::move(out), type, value);
    switch (type) {
      case ondemand::json_type::object:
        return object(std::move(out), value, depth);
      case ondemand::json_type::array:
        return array(std::move(out), value, depth);
      default:
        return scalar(std::move(out), type, value, token);
    }
  }

 private:
  Result<JsonValue> closed(JsonValue out, ondemand::json_type type, ondemand::value value) {
    out.kind =
        type == ondemand::json_type::object ? JsonValue::Kind::kObject : JsonValue::Kind::kArray;
    ondemand::object object;
    ondemand::array array;
    std::string_view raw;
    const bool good = type == ondemand::json_type::object
                          ? value.get_object().get(object) == simdjson::SUCCESS &&
                                object.raw_json().get(raw) == simdjson::SUCCESS
                          : value.get_array().get(array) == simdjson::SUCCESS &&
                                array.raw_json().get(raw) == simdjson::SUCCESS;
    if (!good) return fail(no_json_text());
    while (static_cast<unsigned char>(raw.back()) <= ' ') raw.remove_suffix(1);
    if (raw.back() != (type == ondemand::json_type::object ? '}' : ']')) {
      return fail(no_json_text());
    }
    out.end = out.begin + raw.size();
    return out;
  }

  Result<JsonValue> object(JsonValue out, ondemand::value value, int depth) {
    out.kind = JsonValue::Kind::kObject;
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return fail(no_json_text());
    for (auto field : object) {
      std::string_view name;
      if (field.unescaped_key().get(name) != simdjson::SUCCESS) return fail(no_json_text());
      std::string key(name);
      ondemand::value member;
      if (field.value().get(member) != simdjson::SUCCESS) return fail(no_json_text());
      BERTH_ASSIGN(JsonValue child, build(member, depth + 1));
      out.members.emplace_back(std::move(key), std::move(child));
    }
    return out;
  }

  Result<JsonValue> array(JsonValue out, ondemand::value value, int depth) {
    out.kind = JsonValue::Kind::kArray;
    ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return fail(no_json_text());
    for (auto element : array) {
      ondemand::value item;
      if (element.get(item) != simdjson::SUCCESS) return fail(no_json_text());
      BERTH_ASSIGN(JsonValue child, build(item, depth + 1));
      out.elements.push_back(std::move(child));
    }
    return out;
  }

  Result<JsonValue> scalar(JsonValue out, ondemand::json_type type, ondemand::value value,
                           std::string_view token) {
    std::string_view text;
    double number = 0;
    bool null = false;
    switch (type) {
      case ondemand::json_type::string:
        out.kind = JsonValue::Kind::kString;
        if (value.get_string().get(text) != simdjson::SUCCESS) return fail(no_json_text());
        out.scalar = text;
        return out;
      case ondemand::json_type::boolean:
        out.kind = JsonValue::Kind::kBoolean;
        if (value.get_bool().get(out.boolean) != simdjson::SUCCESS) return fail(no_json_text());
        out.scalar = out.boolean ? "true" : "false";
        return out;
      case ondemand::json_type::number:
        out.kind = JsonValue::Kind::kNumber;
        if (value.get_double().get(number) != simdjson::SUCCESS) return fail(no_json_text());
        out.scalar = token;
        return out;
      default:
        if (value.is_null().get(null) != simdjson::SUCCESS || !null) return fail(no_json_text());
        return out;
    }
  }

  const char* start_;
  int open_depth_;
};

/// Where objects and arrays end is known only once their brackets are matched.
void set_ends(JsonValue& value, std::string_view json, int open_depth) {
  if ((!value.is_object() && !value.is_array()) || open_depth == 0) return;
  std::size_t at = value.begin + 1;
  for (auto& element : value.elements) {
    set_ends(element, json, open_depth - 1);
    at = element.end;
  }
  for (auto& [name, member] : value.members) {
    set_ends(member, json, open_depth - 1);
    at = member.end;
  }
  value.end = json.find(value.is_object() ? '}' : ']', at) + 1;
}

Result<JsonValue> parse(ondemand::parser& parser, simdjson::padded_string_view text,
                        int open_depth) {
  ondemand::document document;
  if (parser.iterate(text).get(document) != simdjson::SUCCESS) return fail(no_json_text());
  ondemand::value root;
  // A text that is one scalar is JSON too, but nothing that Berth reads is one.
  if (document.get_value().get(root) != simdjson::SUCCESS) return fail(no_json_text());
  BERTH_ASSIGN(JsonValue tree, Builder(text.data(), open_depth).build(root, 0));
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) return fail(no_json_text());
  set_ends(tree, text, open_depth);
  return tree;
}

}  // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue&) = default;
JsonValue::JsonValue(JsonValue&&) noexcept = default;
JsonValue& JsonValue::operator=(const JsonValue&) = default;
JsonValue& JsonValue::operator=(JsonValue&&) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue* JsonValue::find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Result<JsonValue> parse_json_outline(std::string_view json, int depth) {
  constexpr std::size_t kSmall = 256 * 1024;
  if (!simdjson::validate_utf8(json)) return fail(no_json_text());
  if (json.size() > kSmall) {
    const simdjson::padded_string text(json);
    ondemand::parser parser;
    return parse(parser, text, depth);
  }
  // Kept from text to text: making them costs more than parsing a small text does.
  thread_local ondemand::parser parser;
  thread_local std::string text;
  text.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  text.assign(json);
  return parse(parser, simdjson::padded_string_view(text.data(), text.size(), text.capacity()),
               depth);
}

Result<JsonValue> parse_json(std::string_view json) {
  return parse_json_outline(json, kNestingMax + 1);
}

}  // namespace berth::aws
