// What an operation is given besides its request: everything it may touch, and nothing of HTTP.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/strong.h"
#include "iam/request.h"
#include "services/caller.h"
#include "store/transaction.h"

namespace berth::services {

class Authorizer;
class SessionTokens;

/// What happens once the transaction is durable; nothing of it happens where it is undone.
struct Effects {
  /// Container instances whose tasks changed: their agents are to be told.
  std::vector<Arn> instances_changed;
};

/// Settings of the control plane that operations read.
struct ServiceSettings {
  std::string endpoint;  ///< "http://127.0.0.1:4566": what agents and clients are told
  /// `berth up`: an empty cluster `default` is there in every region.
  bool default_cluster_everywhere = false;
};

/// One call of one operation. Lives as long as the call.
struct Context {
  const Caller& caller;
  AccountId account;
  Region region;
  store::Transaction& tx;
  TimePoint now;
  Random& random;
  const std::string& request_id;
  Authorizer& authorizer;  ///< for the checks inside an operation: iam:PassRole
  SessionTokens& session_tokens;
  const ServiceSettings& settings;
  Effects& effects;
};

}  // namespace berth::services
