// Shape tables: what the models say of each structure, walked by the codecs and the validator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace berth::aws {

enum class Kind : std::uint8_t {
  kString,
  kBoolean,
  kInteger,  ///< std::int32_t
  kLong,     ///< std::int64_t
  kDouble,
  kTimestamp,  ///< TimePoint
  kBlob,       ///< std::string of raw bytes; base64 on the wire
  kStructure,
  kList,      ///< std::vector
  kMap,       ///< std::map from std::string
  kDocument,  ///< std::string of JSON text
};

struct StructShape;

/// How to reach the elements of a std::vector of any element type.
struct ListOps {
  std::size_t (*size)(const void* list);
  const void* (*at)(const void* list, std::size_t index);
  /// Appends a default element and returns it.
  void* (*append)(void* list);
};

/// How to reach the entries of a std::map from std::string to any type.
struct MapOps {
  std::size_t (*size)(const void* map);
  /// The value of `key`, made where there is none.
  void* (*put)(void* map, std::string_view key);
  void (*each)(const void* map, void* context,
               void (*visit)(void* context, std::string_view key, const void* value));
};

/// How to reach the value of a std::optional of any type.
struct OptionalOps {
  /// The value, or null.
  const void* (*get)(const void* optional);
  /// A default value in place of what was there.
  void* (*emplace)(void* optional);
  void (*reset)(void* optional);
};

/// One named type of a model, with its constraints.
struct TypeShape {
  std::string_view name;
  Kind kind;
  bool sensitive = false;
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;
  std::string_view pattern;
  std::span<const std::string_view> values;  ///< of an enum; empty for none
  const StructShape* structure = nullptr;
  const TypeShape* element = nullptr;  ///< a list's elements, a map's values
  const TypeShape* key = nullptr;      ///< a map's keys
  const ListOps* list = nullptr;
  const MapOps* map = nullptr;
};

/// One member of a structure: a std::optional at `offset`.
struct Member {
  std::string_view wire_name;
  const TypeShape* type;
  const OptionalOps* optional;
  std::uint32_t offset;
  bool required;

  /// The member's value inside the structure at `object`, or null where it is absent.
  const void* get(const void* object) const {
    return optional->get(static_cast<const char*>(object) + offset);
  }
  void* emplace(void* object) const {
    return optional->emplace(static_cast<char*>(object) + offset);
  }
  void reset(void* object) const { optional->reset(static_cast<char*>(object) + offset); }
};

/// A structure of a model.
struct StructShape {
  std::string_view name;
  std::span<const Member> members;
};

/// The shape of a generated struct.
template <class T>
const StructShape& shape_of() {
  return T::shape();
}

/// The input or output of an operation that has none.
struct Empty {
  static const StructShape& shape();
  bool operator==(const Empty&) const = default;
};

}  // namespace berth::aws
