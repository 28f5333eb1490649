// The order: is it of now, are its headers there, does it fit.
#include "aws/sigv4/verify.h"

#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include <fmt/format.h>

#include "aws/sigv4/signing_key.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws::sigv4 {
namespace {

constexpr std::size_t kKeysMax = 4096;
constexpr const char* kTokenParameter = "X-Amz-Security-Token";

Fault no_match() {
  return mismatch(
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details.");
}

std::chrono::minutes skew_of(std::string_view service) {
  return service == "iam" || service == "sts" ? std::chrono::minutes(15) : std::chrono::minutes(5);
}

Result<void> check_time(const ParsedSignature& parsed, TimePoint now) {
  const std::chrono::minutes skew = skew_of(parsed.service);
  const auto expired = [&](TimePoint limit) {
    return fail(mismatch(fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)",
                                     parsed.timestamp, format_amz_date(limit), format_amz_date(now),
                                     skew.count())));
  };
  if (parsed.signed_at > now + skew) {
    return fail(mismatch(fmt::format(
        "Signature not yet current: {} is still later than {} ({} + {} min.)", parsed.timestamp,
        format_amz_date(now + skew), format_amz_date(now), skew.count())));
  }
  if (parsed.in_query) {
    const TimePoint end = parsed.signed_at + std::chrono::seconds(parsed.expires_seconds);
    if (now <= end) return {};
    return fail(mismatch(fmt::format("Signature expired: {} is now earlier than {}",
                                     format_amz_date(end), format_amz_date(now))));
  }
  if (parsed.signed_at < now - skew) return expired(now - skew);
  return {};
}

Result<void> check_headers(const SignedRequest& request, const ParsedSignature& parsed) {
  for (const std::string& name : parsed.signed_headers) {
    if (!find_header(request.headers, name)) return fail(no_match());
  }
  return {};
}

}  // namespace

/// Signing keys by access key and scope, each with the digest of the secret that it comes from, so
/// that a key that was given another secret is derived anew.
class Verifier::KeyCache {
 public:
  struct Found {
    crypto::Digest secret_digest;
    crypto::Digest key;
    bool kept;
  };

  Found find(const std::string& name, const ParsedSignature& parsed, const Secret& secret) const {
    const crypto::Digest secret_digest = crypto::sha256(secret.reveal());
    {
      const std::shared_lock lock(mutex_);
      const auto found = keys_.find(name);
      if (found != keys_.end() && found->second.secret_digest == secret_digest) {
        return {secret_digest, found->second.key, true};
      }
    }
    return {secret_digest,
            derive_signing_key(secret.reveal(), parsed.date, parsed.region, parsed.service), false};
  }

  /// For keys that a signature was made with: what others make up is not kept.
  void keep(std::string name, const Found& found) {
    if (found.kept) return;
    const std::unique_lock lock(mutex_);
    if (keys_.size() >= kKeysMax) keys_.clear();
    keys_.insert_or_assign(std::move(name), Entry{found.secret_digest, found.key});
  }

 private:
  struct Entry {
    crypto::Digest secret_digest;
    crypto::Digest key;
  };
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry> keys_;
};

Verifier::Verifier(CanonicalOptions options)
    : options_(options), keys_(std::make_unique<KeyCache>()) {}
Verifier::~Verifier() = default;

Result<void> Verifier::verify(const SignedRequest& request, const ParsedSignature& parsed,
                              const Secret& secret, TimePoint now) const {
  BERTH_TRY(check_time(parsed, now));
  BERTH_TRY(check_headers(request, parsed));
  const std::string scope = parsed.scope();
  std::string name = parsed.access_key_id + '/' + scope;
  const KeyCache::Found found = keys_->find(name, parsed, secret);
  const std::string payload_hash = crypto::hex(crypto::sha256(request.body));
  const auto fits = [&](const CanonicalOptions& options) {
    const std::string canonical =
        canonical_request(request, parsed.signed_headers, payload_hash, options);
    const std::string text = string_to_sign(parsed.timestamp, scope, canonical);
    const crypto::Digest expected = crypto::hmac_sha256(crypto::as_text(found.key), text);
    return crypto::equal_constant_time(crypto::hex(expected), parsed.signature);
  };
  bool fitting = fits(options_);
  if (!fitting && parsed.in_query && !parsed.session_token.empty()) {
    // A presigned request may have got its token after it was signed.
    CanonicalOptions without_token = options_;
    without_token.unsigned_parameter = kTokenParameter;
    fitting = fits(without_token);
  }
  if (!fitting) return fail(no_match());
  keys_->keep(std::move(name), found);
  return {};
}

}  // namespace berth::aws::sigv4
