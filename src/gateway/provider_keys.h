// The keys of OpenID Connect providers, fetched from them: discovery document, then key set.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "net/http_client.h"
#include "services/web_identity.h"

namespace berth::gateway {

/// True for URLs whose answers can be believed: https, and http to this machine itself.
bool is_trustworthy_url(std::string_view url);

/// Fetches and keeps keys (OpenID Connect Discovery 1.0). Safe to call from any thread.
class ProviderKeys {
 public:
  /// What is fetched is good for five minutes; a token whose key is not among what was fetched has
  /// it fetched anew, ten seconds after the last time at the earliest. So are failures, which do
  /// not put an end to keys that are good still.
  explicit ProviderKeys(const Clock& clock) : clock_(clock) {}

  using Keys = std::shared_ptr<const services::IdentityKeys>;
  /// The keys of the token's issuer, which the caller knows to be trusted. Faults
  /// IDPCommunicationError where it does not answer in five seconds or is asked eight times already
  /// (all issuers sixteen times: a slow one does not take the others' turn),
  /// InvalidIdentityToken where what it answers is no key set or has more than 256 KiB.
  net::Task<Result<Keys>> find(const services::WebIdentityToken& token);

 private:
  struct Fetched {
    Result<Keys> keys;
    TimePoint at;
    TimePoint tried_at;
  };
  class Turn;
  std::shared_ptr<const Fetched> kept(const services::WebIdentityToken& token);
  void keep(const std::string& issuer, const Result<Keys>& keys);

  const Clock& clock_;
  std::mutex mutex_;
  int fetching_ = 0;
  std::map<std::string, int> fetching_of_;
  std::map<std::string, std::shared_ptr<const Fetched>> fetched_;
};

}  // namespace berth::gateway
