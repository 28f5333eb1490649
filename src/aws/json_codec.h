// AWS JSON 1.1: a request's body to a generated struct and back, over the shape tables.
#pragma once

#include <string>
#include <string_view>

#include "aws/json_writer.h"
#include "aws/shape.h"
#include "base/result.h"

namespace berth::aws {

/// Reads a JSON object into the struct of `shape` at `object`. Unknown members are ignored, null is
/// absent, an empty text is `{}`. Fault SerializationException where the text is not JSON, not
/// UTF-8, nested deeper than 64, or a member has another type than the model's.
Result<void> decode_json(const StructShape& shape, std::string_view json, void* object);

/// Writes the struct of `shape` at `object`; absent members are left out. Timestamps are seconds
/// since 1970 with up to three decimals.
void encode_json(const StructShape& shape, const void* object, JsonWriter& out);

template <class T>
Result<T> decode_json(std::string_view json) {
  T value;
  BERTH_TRY(decode_json(shape_of<T>(), json, &value));
  return value;
}

template <class T>
std::string encode_json(const T& value) {
  JsonWriter out;
  encode_json(shape_of<T>(), &value, out);
  return out.take();
}

}  // namespace berth::aws
