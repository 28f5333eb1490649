// The first half of "who is it?": an access key id, known or not, and the secret to verify with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/strong.h"
#include "services/caller.h"
#include "services/session_tokens.h"
#include "store/store.h"

namespace berth::services {

/// An access key id in force: what to verify a signature with, and whose it is.
struct Credential {
  Secret secret_access_key;
  berth::iam::Principal principal;
  std::optional<SessionFacts> session;  ///< absent for long-lived keys
};

/// Finds credentials. Safe to call from any thread.
class CredentialFinder {
 public:
  virtual ~CredentialFinder() = default;

  /// `session_token` is empty where the request has none. Fault "InvalidClientTokenId" (403) for a
  /// key that is not known, not active, or does not go with the token, and for a session whose
  /// user or role is gone, also where another of the same name is there; "ExpiredToken" (403) for a
  /// session past its end. Both spelled for query services; others spell them their way.
  virtual Result<Credential> find(std::string_view access_key_id, std::string_view session_token,
                                  TimePoint now) = 0;

  /// The key has signed a request that was verified: GetAccessKeyLastUsed and GetRole show it.
  /// Written at most once a minute for each key and role, after this returns.
  virtual void note_use(const Credential& credential, std::string_view access_key_id,
                        std::string_view region, std::string_view service, TimePoint now) = 0;
};

/// The long-lived key of the account's root user: the administrator's.
struct RootKey {
  AccessKeyId access_key_id;
  Secret secret_access_key;
};

/// The finder over a store. What it finds is kept for as long as the state of IAM is the same.
/// `store` and `session_tokens` outlive it.
std::unique_ptr<CredentialFinder> make_credential_finder(store::Store& store,
                                                         const SessionTokens& session_tokens,
                                                         AccountId account, RootKey root_key);

}  // namespace berth::services
