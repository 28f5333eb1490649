// AWS Query: the form parameters of a request to a generated struct and back, over the shape
// tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/operation.h"
#include "aws/shape.h"
#include "base/result.h"

namespace berth::aws {

/// More parameters than this are refused.
inline constexpr std::size_t kQueryParamsMax = 10'000;

struct QueryParam {
  std::string name;
  std::string value;
};

/// Parameters ordered by name (in bytes), each name once.
class QueryParams {
 public:
  /// The value of `name`, or nothing.
  std::optional<std::string_view> find(std::string_view name) const;

  const std::vector<QueryParam>& all() const { return params_; }

 private:
  friend Result<QueryParams> parse_query(std::string_view text);
  std::vector<QueryParam> params_;
};

/// Reads an application/x-www-form-urlencoded body, or the query of a target without its `?`.
/// Fault MalformedQueryString, HTTP 404, where an escape is broken, a text is not UTF-8, a name
/// comes twice, or there are more than `kQueryParamsMax`.
Result<QueryParams> parse_query(std::string_view text);

/// Fills the struct of `shape` at `object` from `Name`, `Name.Member`, `Name.member.1` and
/// `Name.entry.1.key`. List places may have gaps and come in any order. Parameters that name no
/// member (Action, Version) are ignored, `Name=` alone is an empty list, map or structure.
/// Fault MalformedInput, HTTP 400, where a value does not fit the member's type.
Result<void> decode_query(const StructShape& shape, const QueryParams& params, void* object);

/// The body that asks for `operation` with the input struct at `object`: how a client speaks Query.
/// `api_version` is the service model's.
std::string encode_query(const OperationRow& operation, std::string_view api_version,
                         const void* object);

template <class T>
Result<T> decode_query(const QueryParams& params) {
  T value;
  BERTH_TRY(decode_query(shape_of<T>(), params, &value));
  return value;
}

}  // namespace berth::aws
