// A principal ARN has no wildcards, so that comparing is enough.
#include "iam/principal_set.h"

#include <algorithm>

#include "iam/arn_pattern.h"

namespace berth::iam {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of a user or a role; a session's has its name after a colon ("AROA…:session"). No session
/// presents itself so: the text stays in a policy whose role is gone, and names nobody.
bool is_unique_id(std::string_view text) {
  text = text.substr(0, text.find(':'));
  const std::string_view prefix = text.substr(0, 4);
  return text.size() >= 16 && (prefix == "AIDA" || prefix == "AROA") &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool is_principal_resource(std::string_view service, std::string_view resource) {
  if (service == "iam") return starts_with(resource, "user/") || starts_with(resource, "role/");
  return service == "sts" &&
         (starts_with(resource, "assumed-role/") || starts_with(resource, "federated-user/"));
}

}  // namespace

bool PrincipalSet::add_aws(std::string_view value) {
  if (value == "*") {
    everyone_ = true;
    return true;
  }
  if (is_account_id(value)) {
    accounts_.emplace_back(value);
    return true;
  }
  if (is_unique_id(value)) {
    unique_ids_.emplace_back(value);
    return true;
  }
  const ArnFields arn = split_arn(value);
  const auto& [prefix, partition, service, region, account, resource] = arn.fields;
  if (!arn.valid || partition.empty() || !region.empty() || !is_account_id(account)) return false;
  if (value.find_first_of("*?") != std::string_view::npos) return false;
  if (service == "iam" && resource == "root") {
    accounts_.emplace_back(account);
    return true;
  }
  if (!is_principal_resource(service, resource)) return false;
  arns_.emplace_back(value);
  return true;
}

bool PrincipalSet::lists(std::string_view arn, const std::string& unique_id) const {
  return contains(arns_, arn) || (!unique_id.empty() && contains(unique_ids_, unique_id));
}

bool PrincipalSet::lists_account(const std::string& account) const {
  return !account.empty() && contains(accounts_, account);
}

Naming PrincipalSet::naming(const Principal& principal) const {
  if (everyone_) return Naming::kDirect;
  if (principal.kind == Principal::Kind::kService) {
    return contains(services_, principal.arn) ? Naming::kDirect : Naming::kNot;
  }
  if (principal.kind == Principal::Kind::kWebIdentity) {
    return contains(arns_, principal.arn) ? Naming::kDirect : Naming::kNot;
  }
  if (principal.kind == Principal::Kind::kRoleSession ||
      principal.kind == Principal::Kind::kFederatedUser) {
    if (contains(arns_, principal.arn)) return Naming::kDirect;
    if (lists(principal.identity_arn, principal.unique_id)) return Naming::kRole;
  } else if (lists(principal.arn, principal.unique_id)) {
    return Naming::kDirect;
  }
  return lists_account(principal.account) ? Naming::kAccount : Naming::kNot;
}

Naming PrincipalSet::allows(const Principal& principal) const {
  const Naming found = naming(principal);
  if (!negated_) return found;
  return found == Naming::kNot ? Naming::kDirect : Naming::kNot;
}

bool PrincipalSet::spares(const Principal& principal) const {
  if (everyone_) return true;
  switch (principal.kind) {
    case Principal::Kind::kService:
      return contains(services_, principal.arn);
    case Principal::Kind::kWebIdentity:
      return contains(arns_, principal.arn);
    case Principal::Kind::kRoot:
      return lists_account(principal.account);
    case Principal::Kind::kUser:
      return lists(principal.arn, principal.unique_id) && lists_account(principal.account);
    case Principal::Kind::kRoleSession:
    case Principal::Kind::kFederatedUser:
      return contains(arns_, principal.arn) && lists(principal.identity_arn, principal.unique_id) &&
             lists_account(principal.account);
  }
  return false;
}

bool PrincipalSet::denies(const Principal& principal, bool has_boundary) const {
  if (!negated_) return naming(principal) != Naming::kNot;
  return has_boundary || !spares(principal);
}

}  // namespace berth::iam
