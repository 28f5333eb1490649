// Principals are replaced in the text itself, by where the parser found them.
#include "services/trust_policies.h"

#include <functional>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "aws/json_tree.h"
#include "services/entity_names.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services {
namespace {

/// What is to stand for a principal; nothing where it stays.
using Replace = std::function<Result<std::optional<std::string>>(const std::string& principal)>;

void collect(const aws::JsonValue& value, std::vector<const aws::JsonValue*>& found) {
  if (value.is_string()) found.push_back(&value);
  for (const aws::JsonValue& element : value.elements) {
    if (element.is_string()) found.push_back(&element);
  }
}

/// The values of "AWS" in every statement's Principal, in the order of the text.
std::vector<const aws::JsonValue*> aws_principals(const aws::JsonValue& document) {
  std::vector<const aws::JsonValue*> found;
  const aws::JsonValue* const statements = document.find("Statement");
  if (statements == nullptr) return found;
  const auto add = [&found](const aws::JsonValue& statement) {
    const aws::JsonValue* const principal = statement.find("Principal");
    const aws::JsonValue* const of_aws = principal ? principal->find("AWS") : nullptr;
    if (of_aws != nullptr) collect(*of_aws, found);
  };
  if (statements->is_object()) add(*statements);
  for (const aws::JsonValue& statement : statements->elements) add(statement);
  return found;
}

Result<std::string> replaced(const std::string& document, const Replace& replace) {
  auto tree = aws::parse_json(document);
  if (!tree) return fail(client_fault("MalformedPolicyDocument", "Syntax errors in policy."));
  std::string out;
  std::size_t copied = 0;
  for (const aws::JsonValue* const principal : aws_principals(*tree)) {
    BERTH_ASSIGN(const std::optional<std::string> other, replace(principal->text()));
    if (!other) continue;
    out += document.substr(copied, principal->begin - copied);
    out += '"' + *other + '"';  // ARNs and ids hold nothing that JSON escapes
    copied = principal->end;
  }
  out += document.substr(copied);
  return out;
}

}  // namespace

Result<std::string> pinned_trust_policy(store::Transaction& tx, const AccountId& account,
                                        const std::string& document) {
  return replaced(
      document, [&](const std::string& principal) -> Result<std::optional<std::string>> {
        const auto name = parse_iam_arn(principal);
        if (!name || name->account != account.str()) return std::nullopt;
        std::optional<std::string> id;
        if (name->kind == "role") {
          const auto role = store::find_role(tx, name->name);
          if (role && role->path == name->path) id = role->id;
        } else if (name->kind == "user") {
          const auto user = store::find_user(tx, name->name);
          if (user && user->path == name->path) id = user->id;
        } else {
          return std::nullopt;
        }
        if (id) return id;
        return fail(
            client_fault("MalformedPolicyDocument",
                         fmt::format("Invalid principal in policy: \"AWS\":\"{}\"", principal)));
      });
}

std::string unpinned_trust_policy(store::Transaction& tx, const AccountId& account,
                                  const std::string& document) {
  auto unpinned =
      replaced(document, [&](const std::string& principal) -> Result<std::optional<std::string>> {
        if (principal.compare(0, 4, "AROA") == 0) {
          const auto role = store::find_role_by_id(tx, principal);
          if (role) return iam_arn(account, "role", role->path, role->name);
        } else if (principal.compare(0, 4, "AIDA") == 0) {
          const auto user = store::find_user_by_id(tx, principal);
          if (user) return iam_arn(account, "user", user->path, user->name);
        }
        return std::nullopt;
      });
  return unpinned ? std::move(*unpinned) : document;
}

}  // namespace berth::services
