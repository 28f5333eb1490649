// A second evaluator, for tests: written from the rules of the policy language alone, text by text,
// with nothing compiled and nothing of the engine but the JSON tree. It is slow, and obvious.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/json_tree.h"

namespace berth::iam::naive {

using Texts = std::vector<std::string>;

/// A request's condition key.
struct Key {
  std::string name;
  bool multivalued = false;
  Texts values;
};
using Keys = std::vector<Key>;

/// Null where the request has no such key, whatever its case.
const Key* find_key(const Keys& keys, const std::string& name);

/// How a policy's text is read. Version 2008-10-17 has no variables.
struct Reading {
  bool wildcards = true;
  bool variables = true;
  bool ignore_case = false;
};

/// The text of ASCII and Latin-1 in small letters.
std::string in_small_letters(const std::string& text);
/// Does the whole of `value` match `pattern`?
bool text_matches(const std::string& pattern, const std::string& value, Reading reading,
                  const Keys& keys);
/// The same for ARNs, field by field; `variables_from`: the first field that may hold variables.
bool arn_matches(const std::string& pattern, const std::string& value, bool variables,
                 std::size_t variables_from, const Keys& keys);

/// Does `"operator": {"key": values}` hold?
bool condition_holds(const std::string& op, const std::string& key, const Texts& values,
                     bool variables, const Keys& keys);

/// A scalar's text, or those of an array.
Texts texts_of(const aws::JsonValue& value);

/// "Allowed", "ImplicitlyDenied" or "ExplicitlyDenied", of a policy case as a tree. `managed` has
/// the documents that a case names, by name; null where no case names one.
std::string decide(const aws::JsonValue& policy_case, const aws::JsonValue* managed);

}  // namespace berth::iam::naive
