// JSON without a model — policy documents, files — as a tree that remembers where each value stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace berth::aws {

/// How deep a body may be nested, in either protocol.
inline constexpr int kNestingMax = 64;

/// One value of a JSON text. Objects keep their members' order and duplicates.
class JsonValue {
 public:
  enum class Kind { kNull, kBoolean, kNumber, kString, kArray, kObject };
  using Member = std::pair<std::string, JsonValue>;

  // Out of line, because a pair can ask for them only once the class is complete.
  JsonValue();
  JsonValue(const JsonValue&);
  JsonValue(JsonValue&&) noexcept;
  JsonValue& operator=(const JsonValue&);
  JsonValue& operator=(JsonValue&&) noexcept;
  ~JsonValue();

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::string scalar;  ///< a string's text, a number as it was written
  std::vector<JsonValue> elements;
  std::vector<Member> members;
  std::size_t begin = 0;  ///< offset of the value's first byte in the text
  std::size_t end = 0;    ///< offset just past its last byte

  bool is_string() const { return kind == Kind::kString; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_object() const { return kind == Kind::kObject; }
  /// A string's text, a number as written, "true" or "false"; empty for the rest.
  const std::string& text() const { return scalar; }
  /// The first member of that name, or null.
  const JsonValue* find(std::string_view name) const;
};

/// Parses one whole text. Fault "SerializationException" where it is not JSON or nested deeper
/// than 64.
Result<JsonValue> parse_json(std::string_view json);

/// The same, but objects and arrays at `depth` and deeper (the outermost one is at 0) stay closed:
/// they tell their kind and where they stand, and have neither members nor elements. What is inside
/// of them is skipped and not checked: parse its part of the text to know it.
Result<JsonValue> parse_json_outline(std::string_view json, int depth);

}  // namespace berth::aws
