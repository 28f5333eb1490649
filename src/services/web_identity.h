// Tokens of OpenID Connect providers (OpenID Connect Core 1.0, JWT of RFC 7519): read, verified
// with the provider's keys, and their claims checked as AssumeRoleWithWebIdentity does.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/json_tree.h"
#include "base/clock.h"
#include "base/result.h"
#include "crypto/public_key.h"
#include "services/caller.h"
#include "store/iam/identity_providers.h"

namespace berth::services {

/// A token taken apart; nothing of it counts yet.
struct WebIdentityToken {
  crypto::SignatureAlgorithm algorithm = crypto::SignatureAlgorithm::kRs256;
  std::string key_id;  ///< the header's `kid`; may be empty
  std::string issuer;  ///< the claim `iss`
  std::string signed_text;
  std::string signature;
  aws::JsonValue claims;
};

/// Fault InvalidIdentityToken where it is no JWT, has a member twice, or is signed in a way that
/// STS does not take: signature_algorithm() of crypto/public_key.h.
Result<WebIdentityToken> parse_web_identity_token(std::string_view token);

/// A provider's public keys.
class IdentityKeys {
 public:
  /// A JSON Web Key Set (RFC 7517) of at most 100 RSA and 100 EC keys, as AWS takes them; those of
  /// other kinds and uses are left out. Fault InvalidIdentityToken where it is none.
  static Result<std::shared_ptr<const IdentityKeys>> parse(std::string_view jwks);

  /// Is there a key that may have signed the token?
  bool has_key_for(const WebIdentityToken& token) const;
  /// Has one of them signed it?
  bool verify(const WebIdentityToken& token) const;

 private:
  struct Key {
    std::string id;
    std::optional<crypto::SignatureAlgorithm> algorithm;  ///< the only one, where it says so
    crypto::PublicKey key;
  };
  bool fits(const Key& key, const WebIdentityToken& token) const;
  std::vector<Key> keys_;
};

/// The provider's name in ARNs and condition keys: its URL without the scheme.
std::string_view issuer_name(std::string_view issuer);

/// The claims of a token whose signature was verified. Faults InvalidIdentityToken (audience, a
/// claim that is missing or malformed), ExpiredTokenException. Which values tags and a source
/// identity may have is checked where requests' own are (sts/session_facts.h).
Result<WebIdentity> checked_claims(const WebIdentityToken& token,
                                   const store::OidcProviderRecord& provider, TimePoint now);

/// InvalidIdentityToken for keys that cannot be had or do not fit, in AWS's words.
Fault no_verification_key();

}  // namespace berth::services
