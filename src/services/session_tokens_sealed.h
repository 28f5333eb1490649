// The tokens of this installation: a session's facts under its key.
#pragma once

#include <string>

#include "base/secret.h"
#include "base/strong.h"
#include "services/session_tokens.h"

namespace berth::services {

/// See session_tokens.h. The secret access key is derived from the access key id and from what
/// makes each sealing another, so that the token need not hold it. Safe to call from any thread.
class SealedSessionTokens final : public SessionTokens {
 public:
  /// `sealing_key` has 32 bytes and is the installation's alone.
  SealedSessionTokens(const Secret& sealing_key, AccountId account);

  SessionCredentials issue(const berth::iam::Principal& principal, const SessionFacts& facts,
                           Random& random) const override;
  Result<OpenedSession> open(std::string_view token, std::string_view access_key_id) const override;

 private:
  Secret secret_access_key_of(std::string_view access_key_id, std::string_view nonce) const;

  Secret seal_key_;
  Secret secrets_key_;
  AccountId account_;
};

}  // namespace berth::services
