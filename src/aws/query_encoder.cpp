// AWS Query as a client writes it, over the shape tables.
#include <cstdint>

#include <fmt/format.h>

#include "aws/query_codec.h"
#include "base/clock.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws {
namespace {

/// RFC 3986: all but unreserved characters.
void append_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    out += '%';
    out += kHex[static_cast<unsigned char>(c) >> 4];
    out += kHex[static_cast<unsigned char>(c) & 15];
  }
}

class Encoder {
 public:
  void param(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    append_escaped(name, text_);
    text_ += '=';
    append_escaped(value, text_);
  }

  void structure(const StructShape& shape, const void* object, const std::string& prefix) {
    for (const Member& member : shape.members) {
      if (const void* value = member.get(object); value != nullptr) {
        this->value(*member.type, value, prefix + std::string(member.wire_name));
      }
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void value(const TypeShape& type, const void* value, const std::string& name) {
    switch (type.kind) {
      case Kind::kString:
      case Kind::kDocument:
        return param(name, *static_cast<const std::string*>(value));
      case Kind::kBlob:
        return param(name, crypto::base64_encode(*static_cast<const std::string*>(value)));
      case Kind::kBoolean:
        return param(name, *static_cast<const bool*>(value) ? "true" : "false");
      case Kind::kInteger:
        return param(name, std::to_string(*static_cast<const std::int32_t*>(value)));
      case Kind::kLong:
        return param(name, std::to_string(*static_cast<const std::int64_t*>(value)));
      case Kind::kDouble:
        return param(name, fmt::format("{}", *static_cast<const double*>(value)));
      case Kind::kTimestamp:
        return param(name, format_iso8601(*static_cast<const TimePoint*>(value)));
      case Kind::kStructure:
        return holder(name, [&] { structure(*type.structure, value, name + "."); });
      case Kind::kList:
        return holder(name, [&] { list(type, value, name); });
      case Kind::kMap:
        return holder(name, [&] { map(type, value, name); });
    }
  }

  /// What holds nothing is written as an empty value, so that it is not taken as absent.
  template <class Write>
  void holder(const std::string& name, Write write) {
    const std::size_t before = text_.size();
    write();
    if (text_.size() == before) param(name, "");
  }

  void list(const TypeShape& type, const void* list, const std::string& name) {
    const std::size_t count = type.list->size(list);
    for (std::size_t i = 0; i < count; ++i) {
      value(*type.element, type.list->at(list, i), fmt::format("{}.member.{}", name, i + 1));
    }
  }

  void map(const TypeShape& type, const void* map, const std::string& name) {
    struct Visitor {
      Encoder& self;
      const TypeShape& element;
      const std::string& name;
      std::size_t place = 0;
    } visitor{*this, *type.element, name};
    type.map->each(map, &visitor, [](void* context, std::string_view key, const void* value) {
      auto& v = *static_cast<Visitor*>(context);
      const std::string entry = fmt::format("{}.entry.{}", v.name, ++v.place);
      v.self.param(entry + ".key", key);
      v.self.value(v.element, value, entry + ".value");
    });
  }

  std::string text_;
};

}  // namespace

std::string encode_query(const OperationRow& operation, std::string_view api_version,
                         const void* object) {
  Encoder encoder;
  encoder.param("Action", operation.name);
  encoder.param("Version", api_version);
  encoder.structure(*operation.input, object, "");
  return encoder.take();
}

}  // namespace berth::aws
