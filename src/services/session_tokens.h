// Temporary credentials: made by AssumeRole and by ECS for tasks, known again at every request.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/strong.h"
#include "services/caller.h"

namespace berth::services {

/// A set of temporary credentials as its bearer gets it.
struct SessionCredentials {
  AccessKeyId access_key_id;  ///< "ASIA…"
  Secret secret_access_key;
  Secret session_token;
  TimePoint expires_at;
};

/// What a token says, once it has been opened.
struct OpenedSession {
  AccessKeyId access_key_id;
  Secret secret_access_key;
  berth::iam::Principal principal;
  SessionFacts facts;
};

/// Makes and opens session tokens. A token is its session's facts sealed (AES-256-GCM) under this
/// installation's key, bound to its access key id: nothing is stored for it, it survives restarts,
/// and one of another installation, cut or put to another key does not open.
class SessionTokens {
 public:
  virtual ~SessionTokens() = default;
  virtual SessionCredentials issue(const berth::iam::Principal& principal,
                                   const SessionFacts& facts, Random& random) const = 0;
  /// Fault "InvalidToken" where it was not made here or belongs to another key id. Says nothing of
  /// expiry.
  virtual Result<OpenedSession> open(std::string_view token,
                                     std::string_view access_key_id) const = 0;
};

}  // namespace berth::services
