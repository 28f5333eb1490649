// What a decision is asked about: who, what, on which resource, under which circumstances.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace berth::iam {

/// The value of a condition key. Multivalued keys may have no value at all.
struct ContextValue {
  bool multivalued = false;
  std::vector<std::string> values;
  bool operator==(const ContextValue&) const = default;
};

/// Condition keys and their values. Names compare without case, as AWS's do.
class ContextKeys {
 public:
  using Entry = std::pair<std::string, ContextValue>;

  /// Replaces what was there.
  void set(std::string name, std::string value);
  void set(std::string name, const char* value) { set(std::move(name), std::string(value)); }
  void set(std::string name, std::vector<std::string> values);
  /// Null where the key is absent from the request.
  const ContextValue* find(std::string_view name) const;
  /// In the order in which they were set first, spelt as they were set.
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  ContextValue& slot(std::string name);
  std::vector<Entry> entries_;
};

/// Who asks.
struct Principal {
  enum class Kind {
    kRoot,
    kUser,
    kRoleSession,
    kService,
    kFederatedUser,  ///< a session of sts:GetFederationToken: its user's, narrowed
    kWebIdentity,    ///< who bears a token of an OpenID Connect provider, and no credentials
  };
  Kind kind = Kind::kUser;
  /// The caller's ARN as AWS names it: the session's for a session; for a service its name
  /// ("ecs-tasks.amazonaws.com"), for a web identity its provider's ARN.
  std::string arn;
  std::string account;       ///< 12 digits; empty for services and web identities
  std::string identity_arn;  ///< of a session its role's, path included, or its user's; else `arn`
  std::string unique_id;     ///< "AIDA…", "AROA…" of the role; empty where unknown
  std::string user_id;       ///< aws:userid: "AIDA…", "AROA…:session", the root's account
  bool operator==(const Principal&) const = default;
};

/// One question. `context` is complete: nothing is derived from the principal.
struct Request {
  Principal principal;
  std::string action;            ///< "ecs:RunTask"
  std::string resource;          ///< an ARN, or "*" for actions without resources
  std::string resource_account;  ///< the account that owns the resource
  ContextKeys context;
};

}  // namespace berth::iam
