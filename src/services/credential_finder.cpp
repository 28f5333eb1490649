// Long-lived keys are found in the store and kept for as long as IAM's state is the same; sessions
// are opened from their token and their bearer is looked for.
#include "services/credential_finder.h"

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "services/principals.h"
#include "store/iam/revision.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"

namespace berth::services {
namespace {

constexpr std::size_t kKeptMax = 4096;
constexpr std::int64_t kNotedEveryMs = 60'000;

Fault invalid_key() {
  return Fault{
      "InvalidClientTokenId", "The security token included in the request is invalid.", 403, {}};
}

Fault expired() {
  return Fault{"ExpiredToken", "The security token included in the request is expired", 403, {}};
}

class StoreCredentialFinder final : public CredentialFinder {
 public:
  StoreCredentialFinder(store::Store& store, const SessionTokens& tokens, AccountId account,
                        RootKey root_key)
      : store_(store),
        tokens_(tokens),
        account_(std::move(account)),
        root_key_(std::move(root_key)) {}

  Result<Credential> find(std::string_view access_key_id, std::string_view session_token,
                          TimePoint now) override {
    if (access_key_id == root_key_.access_key_id.str()) {
      if (!session_token.empty()) return fail(invalid_key());
      return Credential{root_key_.secret_access_key, root_principal(account_), std::nullopt};
    }
    if (session_token.empty()) return find_long_lived(access_key_id);
    return find_session(access_key_id, session_token, now);
  }

  void note_use(const Credential& credential, std::string_view access_key_id,
                std::string_view region, std::string_view service, TimePoint now) override;

 private:
  Result<Credential> find_long_lived(std::string_view access_key_id);
  Result<Credential> find_session(std::string_view access_key_id, std::string_view session_token,
                                  TimePoint now);
  /// The principal of today: a user may have another name or path since. Nothing where it is gone.
  Result<iam::Principal> bearer_of(const OpenedSession& session);
  bool due(const std::string& key, TimePoint now);

  store::Store& store_;
  const SessionTokens& tokens_;
  AccountId account_;
  RootKey root_key_;

  std::shared_mutex kept_mutex_;
  std::int64_t kept_revision_ = -1;
  std::unordered_map<std::string, Credential> kept_;

  std::mutex noted_mutex_;
  std::unordered_map<std::string, std::int64_t> noted_at_ms_;
};

Result<Credential> StoreCredentialFinder::find_long_lived(std::string_view access_key_id) {
  std::optional<Credential> found;
  BERTH_TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
    const std::int64_t revision = store::iam_revision(tx);
    {
      const std::shared_lock lock(kept_mutex_);
      const auto kept = kept_.find(std::string(access_key_id));
      if (kept_revision_ == revision && kept != kept_.end()) found = kept->second;
    }
    if (found) return {};
    const auto key = store::find_access_key(tx, access_key_id);
    if (!key || !key->active) return fail(invalid_key());
    const auto user = store::find_user_by_id(tx, key->user_id);
    if (!user) return fail(invalid_key());
    found = Credential{key->secret, user_principal(account_, *user), std::nullopt};
    const std::unique_lock lock(kept_mutex_);
    if (kept_revision_ != revision || kept_.size() >= kKeptMax) kept_.clear();
    kept_revision_ = revision;
    kept_.insert_or_assign(std::string(access_key_id), *found);
    return {};
  }));
  return std::move(*found);
}

Result<Credential> StoreCredentialFinder::find_session(std::string_view access_key_id,
                                                       std::string_view session_token,
                                                       TimePoint now) {
  auto opened = tokens_.open(session_token, access_key_id);
  if (!opened) return fail(invalid_key());
  if (now >= opened->facts.expires_at) return fail(expired());
  BERTH_ASSIGN(iam::Principal bearer, bearer_of(*opened));
  return Credential{std::move(opened->secret_access_key), std::move(bearer),
                    std::move(opened->facts)};
}

Result<iam::Principal> StoreCredentialFinder::bearer_of(const OpenedSession& session) {
  const bool of_root = session.facts.role_unique_id == account_.str();
  if (of_root) return session.principal;
  iam::Principal bearer = session.principal;
  const std::string& id = session.facts.role_unique_id;
  BERTH_TRY(store_.read([&](store::Transaction& tx) -> Result<void> {
    if (is_role_session(session.principal)) {
      if (!store::find_role_by_id(tx, id)) return fail(invalid_key());
      return {};
    }
    const auto user = store::find_user_by_id(tx, id);
    if (!user) return fail(invalid_key());
    bearer = user_principal(account_, *user);
    if (!is_federated_user(session.principal)) return {};
    const std::string& arn = session.principal.arn;
    bearer = federated_user_principal(account_, bearer, arn.substr(arn.rfind('/') + 1));
    return {};
  }));
  return bearer;
}

bool StoreCredentialFinder::due(const std::string& key, TimePoint now) {
  const std::scoped_lock lock(noted_mutex_);
  if (noted_at_ms_.size() >= kKeptMax) noted_at_ms_.clear();
  auto& noted = noted_at_ms_[key];
  if (to_epoch_ms(now) - noted < kNotedEveryMs) return false;
  noted = to_epoch_ms(now);
  return true;
}

void StoreCredentialFinder::note_use(const Credential& credential, std::string_view access_key_id,
                                     std::string_view region, std::string_view service,
                                     TimePoint now) {
  if (is_root(credential.principal)) return;
  const bool role = is_role_session(credential.principal);
  if (!role && credential.session) return;
  const std::string key(role ? std::string_view(credential.principal.unique_id) : access_key_id);
  if (!due(key, now)) return;
  store_.write(
      [key, role, at = to_epoch_ms(now), region = std::string(region),
       service = std::string(service)](store::Transaction& tx) -> Result<void> {
        if (role) {
          store::set_role_used(tx, key, at, region);
        } else {
          store::set_access_key_used(tx, key, at, region, service);
        }
        return {};
      },
      [](const Result<void>&) {});
}

}  // namespace

std::unique_ptr<CredentialFinder> make_credential_finder(store::Store& store,
                                                         const SessionTokens& session_tokens,
                                                         AccountId account, RootKey root_key) {
  return std::make_unique<StoreCredentialFinder>(store, session_tokens, std::move(account),
                                                 std::move(root_key));
}

}  // namespace berth::services
