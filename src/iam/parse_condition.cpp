// Condition: its operators and keys; values of any scalar type are compared as text.
#include "iam/parse.h"

namespace berth::iam::parse {

std::vector<Condition> conditions(const aws::JsonValue& value, bool version_2012) {
  std::vector<Condition> out;
  for (const auto& [name, keys] : value.members) {
    const auto op = parse_condition_operator(name);
    if (!op) continue;  // AWS takes an unknown operator that has no keys
    for (const auto& [key, values] : keys.members) {
      out.emplace_back(*op, key, texts_of(values), version_2012);
    }
  }
  return out;
}

}  // namespace berth::iam::parse
