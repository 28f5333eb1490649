// The keys of OpenID Connect providers, fetched from them: discovery document, then key set.
#pragma once

#include <atomic>
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
  /// it fetched anew, ten seconds after the last time at the earliest. So are failures.
  explicit ProviderKeys(const Clock& clock) : clock_(clock) {}

  using Keys = std::shared_ptr<const services::IdentityKeys>;
  /// The keys of the token's issuer, which the caller knows to be trusted. Faults
  /// IDPCommunicationError where it does not answer in five seconds or sixteen are asked already,
  /// InvalidIdentityToken where what it answers is no key set or has more than 256 KiB.
  net::Task<Result<Keys>> find(const services::WebIdentityToken& token);

 private:
  struct Fetched {
    Result<Keys> keys;
    TimePoint at;
  };
  std::shared_ptr<const Fetched> kept(const services::WebIdentityToken& token);
  void keep(const std::string& issuer, std::shared_ptr<const Fetched> fetched);

  const Clock& clock_;
  std::atomic<int> fetching_ = 0;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Fetched>> fetched_;
};

}  // namespace berth::gateway
