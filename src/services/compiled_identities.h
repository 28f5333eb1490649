// The policies of users and roles, compiled once for each state of IAM.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/strong.h"
#include "iam/evaluate.h"
#include "store/transaction.h"

namespace berth::services {

/// What a user or role is allowed, a user by its groups too, and its tags.
struct CompiledIdentity {
  std::vector<berth::iam::AttachedPolicy> policies;
  std::optional<berth::iam::AttachedPolicy> boundary;
  std::vector<std::pair<std::string, std::string>> tags;
};

/// Keeps what it compiled while iam_revision stays the same. Safe to call from any thread. A
/// policy that does not parse any more (none is stored that did not) allows nothing.
class CompiledIdentities {
 public:
  explicit CompiledIdentities(AccountId account) : account_(std::move(account)) {}

  /// Of the user or role with this unique id; empty where there is none.
  std::shared_ptr<const CompiledIdentity> find(store::Transaction& tx,
                                               const std::string& unique_id);
  /// The trust policy of the role with this ARN; null where there is no such role.
  std::shared_ptr<const berth::iam::AttachedPolicy> find_trust(store::Transaction& tx,
                                                               const std::string& role_arn);
  /// A session policy, document or ARN.
  std::optional<berth::iam::AttachedPolicy> find_session_policy(store::Transaction& tx,
                                                                const std::string& policy);

 private:
  void keep_up(std::int64_t revision);

  AccountId account_;
  std::shared_mutex mutex_;
  std::int64_t revision_ = -1;
  std::unordered_map<std::string, std::shared_ptr<const CompiledIdentity>> identities_;
  std::unordered_map<std::string, std::shared_ptr<const berth::iam::AttachedPolicy>> trusts_;
  std::unordered_map<std::string, berth::iam::AttachedPolicy> sessions_;
};

}  // namespace berth::services
