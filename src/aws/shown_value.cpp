// Values as AWS's messages quote them: part of the validator.
#include "aws/shown_value.h"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/time_format.h"

namespace berth::aws {
namespace {

void append_value(const TypeShape& type, const void* value, std::string& out);

void append_entry(std::string_view name, const TypeShape& type, const void* value,
                  std::string& out) {
  if (out.back() != '{') out += ", ";
  out.append(name).append("=");
  append_value(type, value, out);
}

void append_structure(const StructShape& shape, const void* object, std::string& out) {
  out += '{';
  for (const Member& member : shape.members) {
    if (const void* value = member.get(object); value != nullptr) {
      append_entry(member.wire_name, *member.type, value, out);
    }
  }
  out += '}';
}

void append_list(const TypeShape& type, const void* list, std::string& out) {
  out += '[';
  const std::size_t count = type.list->size(list);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    append_value(*type.element, type.list->at(list, i), out);
  }
  out += ']';
}

void append_map(const TypeShape& type, const void* map, std::string& out) {
  struct Visitor {
    const TypeShape& element;
    std::string& out;
  } visitor{*type.element, out};
  out += '{';
  type.map->each(map, &visitor, [](void* context, std::string_view key, const void* value) {
    auto& self = *static_cast<Visitor*>(context);
    append_entry(key, self.element, value, self.out);
  });
  out += '}';
}

void append_value(const TypeShape& type, const void* value, std::string& out) {
  if (type.sensitive || type.kind == Kind::kBlob) {
    out += "***";
    return;
  }
  switch (type.kind) {
    case Kind::kString:
    case Kind::kBlob:
    case Kind::kDocument:
      out += *static_cast<const std::string*>(value);
      return;
    case Kind::kBoolean:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      return;
    case Kind::kInteger:
      out += std::to_string(*static_cast<const std::int32_t*>(value));
      return;
    case Kind::kLong:
      out += std::to_string(*static_cast<const std::int64_t*>(value));
      return;
    case Kind::kDouble:
      out += fmt::format("{}", *static_cast<const double*>(value));
      return;
    case Kind::kTimestamp:
      out += format_iso8601(*static_cast<const TimePoint*>(value));
      return;
    case Kind::kStructure:
      return append_structure(*type.structure, value, out);
    case Kind::kList:
      return append_list(type, value, out);
    case Kind::kMap:
      return append_map(type, value, out);
  }
}

}  // namespace

std::string shown_value(const TypeShape& type, const void* value) {
  std::string out;
  append_value(type, value, out);
  return out;
}

}  // namespace berth::aws
