// Action, Resource and Principal: from their texts to sets that can be searched.
#include <fmt/format.h>

#include "iam/parse.h"

namespace berth::iam::parse {
namespace {

Fault invalid_principal(std::string_view type, std::string_view value) {
  return malformed(fmt::format("Invalid principal in policy: \"{}\":\"{}\"", type, value));
}

Result<void> add_principal(PrincipalSet& set, const std::string& type, const std::string& value) {
  const bool named = !value.empty();
  if (type == "AWS" && set.add_aws(value)) return {};
  if (type == "Service" && named && value.find('*') == std::string::npos) {
    set.add_service(value);
    return {};
  }
  if ((type == "Federated" || type == "CanonicalUser") && named) {
    set.add_other(value);
    return {};
  }
  return fail(invalid_principal(type == "Service" ? "SERVICE" : type, value));
}

}  // namespace

ActionSet actions(const aws::JsonValue& value, bool negated) {
  ActionSet set(negated);
  for (const std::string& action : texts_of(value)) set.add(action);
  set.seal();
  return set;
}

ResourceSet resources(const aws::JsonValue& value, bool negated, bool version_2012) {
  ResourceSet set;
  set.negated = negated;
  for (const std::string& resource : texts_of(value)) {
    if (resource == "*") {
      set.everything = true;
    } else {
      set.patterns.push_back(ArnPattern::of_resource(resource, version_2012));
    }
  }
  return set;
}

Result<PrincipalSet> principals(const aws::JsonValue& value, bool negated) {
  PrincipalSet set(negated);
  if (value.is_string()) {
    if (value.text() != "*") return fail(invalid_principal("AWS", value.text()));
    set.add_everyone();
    return set;
  }
  for (const auto& [type, names] : value.members) {
    const auto list = texts_of(names);
    if (list.empty()) return fail(invalid_principal(type, ""));
    for (const std::string& name : list) BERTH_TRY(add_principal(set, type, name));
  }
  return set;
}

}  // namespace berth::iam::parse
