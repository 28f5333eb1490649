// Action, Resource and Principal: what their values may look like.
#include <algorithm>

#include <fmt/format.h>

#include "iam/parse.h"

namespace berth::iam::parse {
namespace {

constexpr std::string_view kNoVendor =
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

bool is_vendor(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.';
  });
}

Result<void> check_action(std::string_view action) {
  if (action == "*") return {};
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return fail(malformed(std::string(kNoVendor)));
  }
  if (action.find(':', colon + 1) != std::string_view::npos) {
    return fail(malformed("Actions/Condition can contain only one colon."));
  }
  const std::string_view vendor = action.substr(0, colon);
  if (vendor != "*" && !is_vendor(vendor)) {
    return fail(malformed(fmt::format("Vendor {} is not valid", vendor)));
  }
  return {};
}

/// All that a role's trust can let anyone do is assume it.
Result<void> check_trust_action(std::string_view action) {
  if (action == "*" || equal_ignoring_case(action.substr(0, 4), "sts:")) return {};
  return fail(malformed("AssumeRole policy may only specify STS AssumeRole actions."));
}

Fault not_an_arn(std::string_view resource) {
  return malformed(fmt::format("Resource {} must be in ARN format or \"*\".", resource));
}

bool is_partition(std::string_view text) {
  return text == "aws" || text == "aws-cn" || text == "aws-us-gov" || text == "*";
}

Result<void> check_resource(std::string_view resource) {
  if (resource.substr(0, 4) != "arn:") return fail(not_an_arn(resource));
  const auto fields = ArnPattern::split(resource);
  if (!is_partition(fields[1])) {
    return fail(malformed(fmt::format("Partition \"{}\" is not valid for resource \"{}\".",
                                      fields[1], fmt::join(fields, ":"))));
  }
  if (fields[2].empty()) {
    return fail(malformed("Resource vendor must be fully qualified and cannot contain regexes."));
  }
  if (fields[2] == "iam" && !fields[3].empty() &&
      fields[3].find_first_of("*?") == std::string_view::npos) {
    return fail(
        malformed(fmt::format("IAM resource {} cannot contain region information.", resource)));
  }
  return {};
}

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

Result<ActionSet> actions(const aws::JsonValue& value, bool negated, const Grammar& grammar) {
  BERTH_ASSIGN(const auto list, strings_of(value));
  if (list.empty()) return fail(malformed("Policy statement must contain actions."));
  ActionSet set(negated);
  for (const std::string& action : list) {
    BERTH_TRY(check_action(action));
    if (grammar.kind == PolicyKind::kTrust) BERTH_TRY(check_trust_action(action));
    set.add(action);
  }
  set.seal();
  return set;
}

Result<ResourceSet> resources(const aws::JsonValue& value, bool negated, const Grammar& grammar) {
  BERTH_ASSIGN(const auto list, strings_of(value));
  if (list.empty()) return fail(malformed("Policy statement must contain resources."));
  ResourceSet set;
  set.negated = negated;
  for (const std::string& resource : list) {
    if (resource == "*") {
      set.everything = true;
      continue;
    }
    BERTH_TRY(check_resource(resource));
    set.patterns.push_back(ArnPattern::of_resource(resource, grammar.version_2012));
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
  if (!value.is_object() || value.members.empty()) return fail(syntax_error());
  BERTH_TRY(check_unique_members(value));
  for (const auto& [type, names] : value.members) {
    BERTH_ASSIGN(const auto list, strings_of(names));
    if (list.empty()) return fail(invalid_principal(type, ""));
    for (const std::string& name : list) BERTH_TRY(add_principal(set, type, name));
  }
  return set;
}

}  // namespace berth::iam::parse
