// See provider_keys.h. Redirects are not followed: a provider's own documents say where its keys
// are.
#include "gateway/provider_keys.h"

#include <chrono>

#include <spdlog/spdlog.h>

#include "aws/json_tree.h"
#include "net/current_context.h"

namespace berth::gateway {
namespace {

constexpr std::chrono::minutes kGoodFor{5};
constexpr std::chrono::seconds kFetchedAgainAfter{10};
constexpr std::chrono::milliseconds kDeadline{5000};
constexpr std::size_t kAnswerBytesMax = 256 * 1024;
constexpr std::size_t kIssuersMax = 256;
constexpr int kFetchesMax = 16;
constexpr int kFetchesOfOneMax = 8;

Fault no_communication() {
  return client_fault("IDPCommunicationError",
                      "The request could not be fulfilled because the identity provider (IDP) "
                      "could not be reached to verify the incoming identity token.");
}

std::string target_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t slash = scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
  return slash == std::string_view::npos ? "/" : std::string(url.substr(slash));
}

/// The body of what a GET answers. What went wrong is in the log; callers are told no more.
net::Task<Result<std::string>> fetch(std::string url) {
  if (!is_trustworthy_url(url)) co_return fail(services::no_verification_key());
  BERTH_CO_ASSIGN(net::Origin origin, net::Origin::parse(url));
  net::HttpClientOptions options;
  options.connect_timeout = kDeadline;
  options.response_bytes_max = kAnswerBytesMax;
  const auto context = co_await net::current_context();
  net::HttpClient client(context.get(), std::move(origin), std::move(options));
  net::HttpRequest request;
  request.target = target_of(url);
  request.headers.emplace_back("Accept", "application/json");
  auto answer = co_await client.send(std::move(request), kDeadline);
  if (!answer) {
    spdlog::warn("identity provider: {}: {}", url, answer.error().message);
    if (answer.error().code == "ResponseTooLarge") co_return fail(services::no_verification_key());
    co_return fail(no_communication());
  }
  if (answer->status != 200) {
    spdlog::warn("identity provider: {} answers {}", url, answer->status);
    co_return fail(services::no_verification_key());
  }
  co_return std::move(answer->body);
}

bool is_https(std::string_view url) {
  return url.substr(0, 8) == "https://";
}

/// The discovery document names the issuer that it was asked for, or it is another's. A provider
/// elsewhere does not send Berth to this machine's own servers.
Result<std::string> keys_url(const std::string& discovery, const std::string& issuer) {
  const auto document = aws::parse_json(discovery);
  const aws::JsonValue* const url = document ? document->find("jwks_uri") : nullptr;
  const aws::JsonValue* const named = document ? document->find("issuer") : nullptr;
  const bool same = named != nullptr && named->is_string() && named->text() == issuer;
  if (url == nullptr || !url->is_string() || !same ||
      (is_https(issuer) && !is_https(url->text()))) {
    return fail(services::no_verification_key());
  }
  return url->text();
}

net::Task<Result<ProviderKeys::Keys>> fetch_keys(std::string issuer) {
  std::string base = issuer;
  while (!base.empty() && base.back() == '/') base.pop_back();
  base += "/.well-known/openid-configuration";
  auto discovery = co_await fetch(std::move(base));
  if (!discovery) co_return fail(discovery.error());
  BERTH_CO_ASSIGN(std::string url, keys_url(*discovery, issuer));
  auto jwks = co_await fetch(std::move(url));
  if (!jwks) co_return fail(jwks.error());
  co_return services::IdentityKeys::parse(*jwks);
}

}  // namespace

bool is_trustworthy_url(std::string_view url) {
  const auto origin = net::Origin::parse(url);
  if (!origin) return false;
  if (origin->kind == net::Origin::Kind::kTls) return true;
  const std::string& host = origin->host;
  return origin->kind == net::Origin::Kind::kTcp &&
         (host == "localhost" || host == "127.0.0.1" || host == "::1");
}

/// A fetch under way, for as long as it lives; not granted where there are too many.
class ProviderKeys::Turn {
 public:
  Turn(ProviderKeys& keys, std::string issuer) : keys_(keys), issuer_(std::move(issuer)) {
    const std::scoped_lock lock(keys_.mutex_);
    granted_ = ++keys_.fetching_ <= kFetchesMax;
    granted_ = ++keys_.fetching_of_[issuer_] <= kFetchesOfOneMax && granted_;
  }
  ~Turn() {
    const std::scoped_lock lock(keys_.mutex_);
    --keys_.fetching_;
    if (--keys_.fetching_of_[issuer_] == 0) keys_.fetching_of_.erase(issuer_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool granted() const { return granted_; }

 private:
  ProviderKeys& keys_;
  std::string issuer_;
  bool granted_ = false;
};

std::shared_ptr<const ProviderKeys::Fetched> ProviderKeys::kept(
    const services::WebIdentityToken& token) {
  const std::scoped_lock lock(mutex_);
  const auto found = fetched_.find(token.issuer);
  if (found == fetched_.end()) return nullptr;
  const Fetched& fetched = *found->second;
  const bool fits = fetched.keys && (*fetched.keys)->has_key_for(token);
  const auto age = clock_.now() - (fits ? fetched.at : fetched.tried_at);
  const bool good = age >= age.zero() && (fits ? age < kGoodFor : age < kFetchedAgainAfter);
  return good ? found->second : nullptr;
}

void ProviderKeys::keep(const std::string& issuer, const Result<Keys>& keys) {
  const TimePoint now = clock_.now();
  const std::scoped_lock lock(mutex_);
  Fetched fetched{keys, now, now};
  const auto known = fetched_.find(issuer);
  if (!keys && known != fetched_.end() && known->second->keys &&
      now - known->second->at < kGoodFor) {
    fetched = *known->second;
    fetched.tried_at = now;
  }
  if (fetched_.size() >= kIssuersMax) fetched_.clear();
  fetched_.insert_or_assign(issuer, std::make_shared<const Fetched>(std::move(fetched)));
}

net::Task<Result<ProviderKeys::Keys>> ProviderKeys::find(const services::WebIdentityToken& token) {
  if (const auto known = kept(token)) co_return known->keys;
  const Turn turn(*this, token.issuer);
  if (!turn.granted()) co_return fail(no_communication());
  auto keys = co_await fetch_keys(token.issuer);
  keep(token.issuer, keys);
  co_return keys;
}

}  // namespace berth::gateway
