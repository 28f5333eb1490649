// AWS JSON 1.1 over the shape tables: simdjson in, a streaming writer out.
#include "aws/json_codec.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <simdjson.h>

#include "aws/json_tree.h"
#include "base/clock.h"
#include "crypto/hash.h"

namespace berth::aws {
namespace {

namespace ondemand = simdjson::ondemand;

Fault unreadable(std::string message) {
  return client_fault("SerializationException", std::move(message));
}

Fault not_json() {
  return unreadable("The request body is not valid JSON");
}

Fault too_deep() {
  return unreadable("The request body is nested too deeply");
}

/// A value of another type than `wanted`, "a String", in the words of AWS's own parser.
Fault wrong_type(ondemand::value value, std::string_view wanted) {
  const auto instead = [wanted](std::string_view token) {
    return unreadable(fmt::format("{} can not be converted to {}", token, wanted));
  };
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return not_json();
  switch (type) {
    case ondemand::json_type::object:
      return unreadable("Start of structure or map found where not expected.");
    case ondemand::json_type::array:
      return unreadable("Start of list found where not expected");
    case ondemand::json_type::string:
      return instead("STRING_VALUE");
    case ondemand::json_type::number:
      return instead("NUMBER_VALUE");
    default:
      return instead(value.raw_json_token().starts_with('t') ? "TRUE_VALUE" : "FALSE_VALUE");
  }
}

class Decoder {
 public:
  Result<void> structure(const StructShape& shape, ondemand::object object, void* out, int depth);

 private:
  Result<void> value(const TypeShape& type, ondemand::value value, void* out, int depth);
  Result<void> list(const TypeShape& type, ondemand::value value, void* out, int depth);
  Result<void> map(const TypeShape& type, ondemand::value value, void* out, int depth);
  Result<void> text(const TypeShape& type, ondemand::value value, void* out);
  Result<void> number(const TypeShape& type, ondemand::value value, void* out);
  Result<void> timestamp(ondemand::value value, void* out);
};

const Member* find_member(const StructShape& shape, std::string_view name, std::size_t& hint) {
  // Senders mostly keep the model's order, so the search begins behind the last hit.
  const std::size_t count = shape.members.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = hint + i < count ? hint + i : hint + i - count;
    if (shape.members[at].wire_name == name) {
      hint = at + 1 < count ? at + 1 : 0;
      return &shape.members[at];
    }
  }
  return nullptr;
}

Result<void> Decoder::structure(const StructShape& shape, ondemand::object object, void* out,
                                int depth) {
  if (depth > kNestingMax) return fail(too_deep());
  std::size_t hint = 0;
  for (auto field : object) {
    std::string_view name;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) return fail(not_json());
    const Member* member = find_member(shape, name, hint);
    ondemand::value member_value;
    if (field.value().get(member_value) != simdjson::SUCCESS) return fail(not_json());
    if (member == nullptr) continue;
    bool null = false;
    if (member_value.is_null().get(null) != simdjson::SUCCESS) return fail(not_json());
    if (null) {
      member->reset(out);
      continue;
    }
    BERTH_TRY(value(*member->type, member_value, member->emplace(out), depth));
  }
  return {};
}

Result<void> Decoder::value(const TypeShape& type, ondemand::value value, void* out, int depth) {
  switch (type.kind) {
    case Kind::kString:
    case Kind::kBlob:
      return text(type, value, out);
    case Kind::kBoolean:
      if (value.get_bool().get(*static_cast<bool*>(out)) != simdjson::SUCCESS) {
        return fail(wrong_type(value, "a Boolean"));
      }
      return {};
    case Kind::kInteger:
    case Kind::kLong:
    case Kind::kDouble:
      return number(type, value, out);
    case Kind::kTimestamp:
      return timestamp(value, out);
    case Kind::kList:
      return list(type, value, out, depth + 1);
    case Kind::kMap:
      return map(type, value, out, depth + 1);
    case Kind::kStructure: {
      ondemand::object object;
      if (value.get_object().get(object) != simdjson::SUCCESS) {
        return fail(wrong_type(value, "a structure"));
      }
      return structure(*type.structure, object, out, depth + 1);
    }
    case Kind::kDocument: {
      std::string_view raw;
      if (simdjson::to_json_string(value).get(raw) != simdjson::SUCCESS) return fail(not_json());
      *static_cast<std::string*>(out) = raw;
      return {};
    }
  }
  return {};
}

Result<void> Decoder::text(const TypeShape& type, ondemand::value value, void* out) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return fail(wrong_type(value, "a String"));
  auto& target = *static_cast<std::string*>(out);
  if (type.kind == Kind::kString) {
    target = text;
    return {};
  }
  auto bytes = crypto::base64_decode(text);
  if (!bytes) return fail(unreadable("A blob has to be base64 text"));
  target = std::move(*bytes);
  return {};
}

Result<void> Decoder::number(const TypeShape& type, ondemand::value value, void* out) {
  if (type.kind == Kind::kDouble) {
    if (value.get_double().get(*static_cast<double*>(out)) != simdjson::SUCCESS) {
      return fail(wrong_type(value, "a Double"));
    }
    return {};
  }
  std::int64_t whole = 0;
  if (value.get_int64().get(whole) != simdjson::SUCCESS) {
    double real = 0;
    if (value.get_double().get(real) != simdjson::SUCCESS || real != std::trunc(real) ||
        std::abs(real) > 9.0e15) {
      return fail(wrong_type(value, type.kind == Kind::kLong ? "a Long" : "an Integer"));
    }
    whole = static_cast<std::int64_t>(real);
  }
  if (type.kind == Kind::kLong) {
    *static_cast<std::int64_t*>(out) = whole;
    return {};
  }
  if (whole < std::numeric_limits<std::int32_t>::min() ||
      whole > std::numeric_limits<std::int32_t>::max()) {
    return fail(wrong_type(value, "an Integer"));
  }
  *static_cast<std::int32_t*>(out) = static_cast<std::int32_t>(whole);
  return {};
}

Result<void> Decoder::timestamp(ondemand::value value, void* out) {
  double seconds = 0;
  if (value.get_double().get(seconds) != simdjson::SUCCESS || std::abs(seconds) > 9.0e12) {
    return fail(wrong_type(value, "a Timestamp"));
  }
  *static_cast<TimePoint*>(out) = from_epoch_ms(std::llround(seconds * 1000.0));
  return {};
}

Result<void> Decoder::list(const TypeShape& type, ondemand::value value, void* out, int depth) {
  ondemand::array array;
  if (depth > kNestingMax) return fail(too_deep());
  if (value.get_array().get(array) != simdjson::SUCCESS) return fail(wrong_type(value, "a list"));
  for (auto element : array) {
    ondemand::value element_value;
    bool null = false;
    if (element.get(element_value) != simdjson::SUCCESS ||
        element_value.is_null().get(null) != simdjson::SUCCESS) {
      return fail(not_json());
    }
    if (null) continue;
    BERTH_TRY(this->value(*type.element, element_value, type.list->append(out), depth));
  }
  return {};
}

Result<void> Decoder::map(const TypeShape& type, ondemand::value value, void* out, int depth) {
  ondemand::object object;
  if (depth > kNestingMax) return fail(too_deep());
  if (value.get_object().get(object) != simdjson::SUCCESS) return fail(wrong_type(value, "a map"));
  for (auto field : object) {
    std::string_view name;
    ondemand::value field_value;
    bool null = false;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS) return fail(not_json());
    const std::string key(name);
    if (field.value().get(field_value) != simdjson::SUCCESS ||
        field_value.is_null().get(null) != simdjson::SUCCESS) {
      return fail(not_json());
    }
    if (null) continue;
    BERTH_TRY(this->value(*type.element, field_value, type.map->put(out, key), depth));
  }
  return {};
}

void encode_value(const TypeShape& type, const void* value, JsonWriter& out);

void encode_timestamp(TimePoint time, JsonWriter& out) {
  const std::int64_t ms = to_epoch_ms(time);
  if (ms % 1000 == 0) return out.integer(ms / 1000);
  std::string text = fmt::format("{}.{:03}", ms / 1000, ms % 1000);
  while (text.back() == '0') text.pop_back();
  out.raw(text);
}

void encode_list(const TypeShape& type, const void* list, JsonWriter& out) {
  out.begin_array();
  const std::size_t count = type.list->size(list);
  for (std::size_t i = 0; i < count; ++i) encode_value(*type.element, type.list->at(list, i), out);
  out.end_array();
}

void encode_map(const TypeShape& type, const void* map, JsonWriter& out) {
  struct Visitor {
    const TypeShape& element;
    JsonWriter& out;
  } visitor{*type.element, out};
  out.begin_object();
  type.map->each(map, &visitor, [](void* context, std::string_view key, const void* value) {
    auto& self = *static_cast<Visitor*>(context);
    self.out.key(key);
    encode_value(self.element, value, self.out);
  });
  out.end_object();
}

void encode_value(const TypeShape& type, const void* value, JsonWriter& out) {
  switch (type.kind) {
    case Kind::kString:
      return out.string(*static_cast<const std::string*>(value));
    case Kind::kBlob:
      return out.string(crypto::base64_encode(*static_cast<const std::string*>(value)));
    case Kind::kBoolean:
      return out.boolean(*static_cast<const bool*>(value));
    case Kind::kInteger:
      return out.integer(*static_cast<const std::int32_t*>(value));
    case Kind::kLong:
      return out.integer(*static_cast<const std::int64_t*>(value));
    case Kind::kDouble:
      return out.number(*static_cast<const double*>(value));
    case Kind::kTimestamp:
      return encode_timestamp(*static_cast<const TimePoint*>(value), out);
    case Kind::kStructure:
      return encode_json(*type.structure, value, out);
    case Kind::kList:
      return encode_list(type, value, out);
    case Kind::kMap:
      return encode_map(type, value, out);
    case Kind::kDocument:
      return out.raw(*static_cast<const std::string*>(value));
  }
}

/// The text with the padding that simdjson reads past its end.
simdjson::padded_string_view padded(std::string_view json, std::string& buffer) {
  buffer.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  buffer.assign(json);
  return simdjson::padded_string_view(buffer.data(), buffer.size(), buffer.capacity());
}

}  // namespace

Result<void> decode_json(const StructShape& shape, std::string_view json, void* object) {
  if (json.find_first_not_of(" \t\r\n") == std::string_view::npos) return {};
  thread_local ondemand::parser parser;
  thread_local std::string buffer;
  if (!simdjson::validate_utf8(json)) return fail(not_json());
  ondemand::document document;
  if (parser.iterate(padded(json, buffer)).get(document) != simdjson::SUCCESS) {
    return fail(not_json());
  }
  ondemand::object root;
  const simdjson::error_code error = document.get_object().get(root);
  if (error == simdjson::INCORRECT_TYPE) {
    return fail(unreadable("The request body has to be a JSON object"));
  }
  if (error != simdjson::SUCCESS) return fail(not_json());
  BERTH_TRY(Decoder().structure(shape, root, object, 0));
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) return fail(not_json());
  return {};
}

void encode_json(const StructShape& shape, const void* object, JsonWriter& out) {
  out.begin_object();
  for (const Member& member : shape.members) {
    if (const void* value = member.get(object); value != nullptr) {
      out.key(member.wire_name);
      encode_value(*member.type, value, out);
    }
  }
  out.end_object();
}

}  // namespace berth::aws
