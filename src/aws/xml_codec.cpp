// The XML answers of AWS Query services, over the shape tables.
#include "aws/xml_codec.h"

#include <cstdint>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws {
namespace {

void encode_value(const TypeShape& type, const void* value, XmlWriter& out);

void encode_element(std::string_view name, const TypeShape& type, const void* value,
                    XmlWriter& out) {
  out.begin(name);
  encode_value(type, value, out);
  out.end(name);
}

void encode_list(const TypeShape& type, const void* list, XmlWriter& out) {
  const std::size_t count = type.list->size(list);
  for (std::size_t i = 0; i < count; ++i) {
    encode_element("member", *type.element, type.list->at(list, i), out);
  }
}

void encode_map(const TypeShape& type, const void* map, XmlWriter& out) {
  struct Visitor {
    const TypeShape& element;
    XmlWriter& out;
  } visitor{*type.element, out};
  type.map->each(map, &visitor, [](void* context, std::string_view key, const void* value) {
    auto& self = *static_cast<Visitor*>(context);
    self.out.begin("entry");
    self.out.element("key", key);
    encode_element("value", self.element, value, self.out);
    self.out.end("entry");
  });
}

void encode_value(const TypeShape& type, const void* value, XmlWriter& out) {
  switch (type.kind) {
    case Kind::kString:
    case Kind::kDocument:
      return out.text(*static_cast<const std::string*>(value));
    case Kind::kBlob:
      return out.text(crypto::base64_encode(*static_cast<const std::string*>(value)));
    case Kind::kBoolean:
      return out.text(*static_cast<const bool*>(value) ? "true" : "false");
    case Kind::kInteger:
      return out.text(std::to_string(*static_cast<const std::int32_t*>(value)));
    case Kind::kLong:
      return out.text(std::to_string(*static_cast<const std::int64_t*>(value)));
    case Kind::kDouble:
      return out.text(fmt::format("{}", *static_cast<const double*>(value)));
    case Kind::kTimestamp:
      return out.text(format_iso8601(*static_cast<const TimePoint*>(value)));
    case Kind::kStructure:
      return encode_xml(*type.structure, value, out);
    case Kind::kList:
      return encode_list(type, value, out);
    case Kind::kMap:
      return encode_map(type, value, out);
  }
}

}  // namespace

void encode_xml(const StructShape& shape, const void* object, XmlWriter& out) {
  for (const Member& member : shape.members) {
    if (const void* value = member.get(object); value != nullptr) {
      encode_element(member.wire_name, *member.type, value, out);
    }
  }
}

std::string encode_xml_answer(const ServiceModel& service, const OperationRow& operation,
                              const void* output, std::string_view request_id) {
  XmlWriter out;
  const std::string root = std::string(operation.name) + "Response";
  out.begin(root, service.xml_namespace);
  if (!operation.result_wrapper.empty()) {
    out.begin(operation.result_wrapper);
    if (output != nullptr) encode_xml(*operation.output, output, out);
    out.end(operation.result_wrapper);
  }
  out.begin("ResponseMetadata");
  out.element("RequestId", request_id);
  out.end("ResponseMetadata");
  out.end(root);
  return out.take();
}

}  // namespace berth::aws
