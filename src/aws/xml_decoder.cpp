// From a tree of elements into a struct, member by member of its shape table.
#include "aws/xml_decoder.h"

#include <charconv>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws {
namespace {

Fault not_of_type(const XmlElement& element, std::string_view wanted) {
  return client_fault("SerializationException",
                      fmt::format("{} is expected to be {}", element.name, wanted));
}

template <class T>
Result<void> decode_number(const XmlElement& element, void* out) {
  const char* const end = element.text.data() + element.text.size();
  const auto read = std::from_chars(element.text.data(), end, *static_cast<T*>(out));
  if (read.ec != std::errc() || read.ptr != end) return fail(not_of_type(element, "a number"));
  return {};
}

Result<void> decode_element(const TypeShape& type, const XmlElement& element, void* out);

Result<void> decode_map(const TypeShape& type, const XmlElement& element, void* out) {
  for (const XmlElement& entry : element.children) {
    const XmlElement* const key = entry.find("key");
    const XmlElement* const value = entry.find("value");
    if (key == nullptr || value == nullptr) return fail(not_of_type(element, "a map"));
    BERTH_TRY(decode_element(*type.element, *value, type.map->put(out, key->text)));
  }
  return {};
}

Result<void> decode_element(const TypeShape& type, const XmlElement& element, void* out) {
  switch (type.kind) {
    case Kind::kString:
    case Kind::kDocument:
      *static_cast<std::string*>(out) = element.text;
      return {};
    case Kind::kBlob: {
      auto bytes = crypto::base64_decode(element.text);
      if (!bytes) return fail(not_of_type(element, "base64 text"));
      *static_cast<std::string*>(out) = std::move(*bytes);
      return {};
    }
    case Kind::kBoolean:
      if (element.text != "true" && element.text != "false") {
        return fail(not_of_type(element, "a boolean"));
      }
      *static_cast<bool*>(out) = element.text == "true";
      return {};
    case Kind::kInteger:
      return decode_number<std::int32_t>(element, out);
    case Kind::kLong:
      return decode_number<std::int64_t>(element, out);
    case Kind::kDouble:
      return decode_number<double>(element, out);
    case Kind::kTimestamp: {
      const auto time = parse_iso8601(element.text);
      if (!time) return fail(not_of_type(element, "a timestamp"));
      *static_cast<TimePoint*>(out) = *time;
      return {};
    }
    case Kind::kStructure:
      return decode_xml(*type.structure, element, out);
    case Kind::kList:
      for (const XmlElement& child : element.children) {
        BERTH_TRY(decode_element(*type.element, child, type.list->append(out)));
      }
      return {};
    case Kind::kMap:
      return decode_map(type, element, out);
  }
  return {};
}

}  // namespace

Result<void> decode_xml(const StructShape& shape, const XmlElement& element, void* object) {
  for (const Member& member : shape.members) {
    const XmlElement* const child = element.find(member.wire_name);
    if (child == nullptr) continue;
    BERTH_TRY(decode_element(*member.type, *child, member.emplace(object)));
  }
  return {};
}

Result<void> decode_xml_answer(const OperationRow& operation, std::string_view xml, void* output) {
  BERTH_ASSIGN(const XmlElement root, parse_xml(xml));
  if (operation.result_wrapper.empty()) return {};
  const XmlElement* const result = root.find(operation.result_wrapper);
  if (result == nullptr) {
    return fail(not_of_type(root, "an answer with " + std::string(operation.result_wrapper)));
  }
  return decode_xml(*operation.output, *result, output);
}

}  // namespace berth::aws
