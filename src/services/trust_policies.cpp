// Principals are replaced in the text itself, by where the parser found them.
#include "services/trust_policies.h"

#include <algorithm>
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

constexpr std::string_view kRoleIds = "AROA";
constexpr std::string_view kUserIds = "AIDA";

/// False for most documents, which then need not be read. An escape may spell an id.
bool may_name_ids(std::string_view document) {
  const auto holds = [document](std::string_view text) {
    return document.find(text) != std::string_view::npos;
  };
  return holds(kRoleIds) || holds(kUserIds) || holds("\\");
}

/// A principal that is kept by unique id, "AROA…:session" for one session of a role.
struct PinnedId {
  std::string_view id;
  std::string_view session;  ///< with its colon; empty for a user or a whole role
};

std::optional<PinnedId> parse_pinned_id(std::string_view principal) {
  if (!principal.starts_with(kRoleIds) && !principal.starts_with(kUserIds)) return std::nullopt;
  const std::size_t colon = std::min(principal.find(':'), principal.size());
  return PinnedId{principal.substr(0, colon), principal.substr(colon)};
}

/// The name of a session (RoleSessionName of AssumeRole), and nothing that would say more in JSON.
bool is_session_name(std::string_view name) {
  constexpr std::size_t kMin = 2;
  constexpr std::size_t kMax = 64;
  return name.size() >= kMin && name.size() <= kMax &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("_+=,.@-").find(c) != std::string_view::npos;
         });
}

/// An id that somebody has may stand in a policy, as one that GetRole showed does.
bool is_taken_id(store::Transaction& tx, std::string_view id) {
  return store::find_role_by_id(tx, id) || store::find_user_by_id(tx, id);
}

/// "arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION"
struct RoleSession {
  std::string_view role_name;
  std::string_view session;
};

std::optional<RoleSession> parse_session_arn(const AccountId& account, std::string_view arn) {
  const std::string prefix = fmt::format("arn:aws:sts::{}:assumed-role/", account.str());
  if (arn.substr(0, prefix.size()) != prefix) return std::nullopt;
  arn.remove_prefix(prefix.size());
  const std::size_t slash = arn.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return RoleSession{arn.substr(0, slash), arn.substr(slash + 1)};
}

/// The id that stands for a principal; nothing for one that is not of this account's users, roles
/// and their sessions. A fault where there is no such.
Result<std::optional<std::string>> pinned_id(store::Transaction& tx, const AccountId& account,
                                             const std::string& principal) {
  std::optional<std::string> id;
  if (const auto pinned = parse_pinned_id(principal)) {
    const bool named = pinned->session.empty() || is_session_name(pinned->session.substr(1));
    if (named && is_taken_id(tx, pinned->id)) return std::nullopt;
  } else if (const auto session = parse_session_arn(account, principal)) {
    const auto role = store::find_role(tx, session->role_name);
    if (role && is_session_name(session->session))
      id = fmt::format("{}:{}", role->id, session->session);
  } else {
    const auto name = parse_iam_arn(principal);
    const bool ours = name && name->account == account.str();
    if (!ours || (name->kind != "role" && name->kind != "user")) return std::nullopt;
    if (name->kind == "role") {
      const auto role = store::find_role(tx, name->name);
      if (role && role->path == name->path) id = role->id;
    } else {
      const auto user = store::find_user(tx, name->name);
      if (user && user->path == name->path) id = user->id;
    }
  }
  if (id) return id;
  return fail(invalid_principal("AWS", principal));
}

/// The ARN of today; nothing for what is no id and for one that nobody has any more.
std::optional<std::string> arn_of_pinned(store::Transaction& tx, const AccountId& account,
                                         const std::string& principal) {
  const auto pinned = parse_pinned_id(principal);
  if (!pinned) return std::nullopt;
  if (const auto role = store::find_role_by_id(tx, pinned->id)) {
    return pinned->session.empty() ? iam_arn(account, "role", role->path, role->name)
                                   : session_arn(account, role->name, pinned->session.substr(1));
  }
  const auto user = store::find_user_by_id(tx, pinned->id);
  return user ? std::optional(iam_arn(account, "user", user->path, user->name)) : std::nullopt;
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
  const Replace pin = [&](const std::string& principal) {
    return pinned_id(tx, account, principal);
  };
  return replaced(document, pin);
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
  if (!may_name_ids(document)) return document;
  const Replace unpin = [&](const std::string& principal) -> Result<std::optional<std::string>> {
    return arn_of_pinned(tx, account, principal);
  };
  auto unpinned = replaced(document, unpin);
  return unpinned ? std::move(*unpinned) : document;
}

}  // namespace berth::services
