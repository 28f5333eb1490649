// The container instance as its control plane knows it: its credentials, its registration.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/credentials/credential_store.h"
#include "agent/registration.h"
#include "agent/settings.h"
#include "agent/state_file.h"
#include "base/clock.h"
#include "client/aws_client.h"
#include "client/credentials.h"
#include "net/asio.h"

namespace berth::agent {

/// What an instance is made of; everything outlives it.
struct InstanceParts {
  net::asio::io_context& context;
  const Settings& settings;
  client::CredentialsSource credentials;
  const Clock& clock;
  /// Holds the ARN; `save` keeps it.
  AgentState& state;
  std::function<Result<void>()> save;
};

/// Use from one io_context.
class Instance {
 public:
  /// Fault "InvalidSetting" where ECS_BACKEND_HOST is no URL or the region is not known.
  static Result<std::unique_ptr<Instance>> make(InstanceParts parts);

  /// The instance's own credentials; a session is kept for half of its life.
  net::Task<Result<client::SessionKeys>> keys();
  /// The next keys() asks anew.
  void forget_keys() { session_.reset(); }
  /// Keeps what the engine's log driver asks for up to date.
  net::Task<Result<void>> offer_to_engine(CredentialStore& store);

  /// Registers the instance, and the cluster `default` where that is missing. Keeps the ARN. Fault
  /// as the control plane answers.
  net::Task<Result<void>> register_with(InstanceFacts facts);

  client::AwsClient& control_plane() { return *client_; }

 private:
  explicit Instance(InstanceParts parts) : parts_(std::move(parts)) {}

  InstanceParts parts_;
  std::unique_ptr<client::AwsClient> client_;
  std::optional<client::SessionKeys> session_;
  TimePoint renew_at_;
};

/// Whether no repetition mends a refused registration: the key is not known, permissions are
/// missing, a setting is wrong.
bool is_final(const Fault& fault);

}  // namespace berth::agent
