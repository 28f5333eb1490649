// The credentials that containers ask for, by the id in their environment.
#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "aws/models/acs.h"
#include "base/secret.h"

namespace berth::agent {

/// Whose credentials an id stands for, which decides who may ask for them.
enum class CredentialsOf {
  kTask,       ///< a task's role: its own containers
  kExecution,  ///< a task's execution role: the engine's log driver
  kInstance,   ///< the container instance's role: the engine's log driver
};

/// One set of credentials. Immutable: a rotation makes another.
struct StoredCredentials {
  std::string task_arn;  ///< empty for kInstance
  CredentialsOf of = CredentialsOf::kTask;
  /// The answer's body, encoded once:
  /// {"RoleArn":…,"AccessKeyId":…,"SecretAccessKey":…,"Token":…,"Expiration":…}. Null where the id
  /// is known and its credentials have not come yet.
  std::shared_ptr<const Secret> body;
};

/// Holds no credential longer than its task is known. Thread-safe; nothing of it is ever written.
class CredentialStore {
 public:
  /// The id is one that a running container has, its credentials are to come: after a restart of
  /// the agent. Leaves credentials that are there as they are.
  void expect(const std::string& id, const std::string& task_arn, CredentialsOf of);

  /// Credentials have come, the first or a rotation; their `credentials_id` is the id. Without one
  /// nothing is stored.
  void put(const aws::acs::IAMRoleCredentials& credentials, const std::string& task_arn,
           CredentialsOf of);

  /// Forgets the ids of a task. The instance's own stay.
  void forget_task(const std::string& task_arn);

  /// Null where the id is not known.
  std::shared_ptr<const StoredCredentials> find(std::string_view id) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const StoredCredentials>, TextHash,
                     std::equal_to<>>
      by_id_;
};

}  // namespace berth::agent
