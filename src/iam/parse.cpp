// What all parts of the parser use.
#include "iam/parse.h"

#include <algorithm>
#include <set>

namespace berth::iam::parse {

Fault malformed(std::string message) {
  return client_fault("MalformedPolicyDocument", std::move(message));
}

Fault syntax_error() {
  return malformed("Syntax errors in policy.");
}

Result<void> check_unique_members(const aws::JsonValue& object) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : object.members) {
    if (!names.insert(name).second) return fail(syntax_error());
  }
  return {};
}

Result<void> check_members(const aws::JsonValue& object,
                           std::initializer_list<std::string_view> allowed) {
  for (const auto& [name, value] : object.members) {
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      return fail(syntax_error());
    }
  }
  return check_unique_members(object);
}

std::vector<std::string> texts_of(const aws::JsonValue& value) {
  if (!value.is_array()) return {value.text()};
  std::vector<std::string> out;
  for (const aws::JsonValue& each : value.elements) out.push_back(each.text());
  return out;
}

}  // namespace berth::iam::parse
