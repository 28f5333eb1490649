// Principals are replaced in the text itself, by where the parser found them.
#include "services/trust_policies.h"

#include <functional>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "aws/json_tree.h"
#include "services/entity_names.h"
#include "services/service_principals.h"
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

/// The values of a type ("AWS") in every statement's Principal, in the order of the text.
std::vector<const aws::JsonValue*> principals_of(const aws::JsonValue& document,
                                                 std::string_view type) {
  std::vector<const aws::JsonValue*> found;
  const aws::JsonValue* const statements = document.find("Statement");
  if (statements == nullptr) return found;
  const auto add = [&found, type](const aws::JsonValue& statement) {
    const aws::JsonValue* const principal = statement.find("Principal");
    const aws::JsonValue* const of_type = principal ? principal->find(type) : nullptr;
    if (of_type != nullptr) collect(*of_type, found);
  };
  if (statements->is_object()) add(*statements);
  for (const aws::JsonValue& statement : statements->elements) add(statement);
  return found;
}

Fault no_json() {
  return client_fault("MalformedPolicyDocument", "This policy contains invalid Json");
}

/// `type` as AWS spells it here: "AWS" or "SERVICE".
Fault invalid_principal(std::string_view type, std::string_view principal) {
  return client_fault("MalformedPolicyDocument",
                      fmt::format("Invalid principal in policy: \"{}\":\"{}\"", type, principal));
}

bool is_unique_id(std::string_view principal) {
  return principal.substr(0, 4) == "AROA" || principal.substr(0, 4) == "AIDA";
}

/// An id that somebody has may stand in a policy, as one that GetRole showed does.
bool is_taken_id(store::Transaction& tx, std::string_view id) {
  return store::find_role_by_id(tx, id) || store::find_user_by_id(tx, id);
}

Result<std::string> replaced(const std::string& document, const Replace& replace) {
  auto tree = aws::parse_json(document);
  if (!tree) return fail(no_json());
  std::string out;
  std::size_t copied = 0;
  for (const aws::JsonValue* const principal : principals_of(*tree, "AWS")) {
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
  return replaced(document,
                  [&](const std::string& principal) -> Result<std::optional<std::string>> {
                    if (is_unique_id(principal) && !is_taken_id(tx, principal)) {
                      return fail(invalid_principal("AWS", principal));
                    }
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
                    return fail(invalid_principal("AWS", principal));
                  });
}

Result<void> check_service_principals(const std::string& document) {
  auto tree = aws::parse_json(document);
  if (!tree) return fail(no_json());
  for (const aws::JsonValue* const principal : principals_of(*tree, "Service")) {
    const auto name = principal->text();
    if (!is_known_service_principal(name)) return fail(invalid_principal("SERVICE", name));
  }
  return {};
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
