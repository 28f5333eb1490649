// See web_identity.h. Where a signed request's caller is found by its key, this one's is found by
// its token.
#include "gateway/web_identity.h"

#include <string_view>

#include <fmt/format.h>

#include "gateway/relay.h"
#include "gateway/stages.h"
#include "gateway/unsigned_routes.h"
#include "services/entity_names.h"
#include "services/principals.h"
#include "store/iam/identity_providers.h"

namespace berth::gateway {
namespace {

constexpr std::string_view kOperation = "AssumeRoleWithWebIdentity";
constexpr std::string_view kStsDomain = ".amazonaws.com";
constexpr const char* kGlobalRegion = "us-east-1";

/// "us-west-2" of "sts.us-west-2.amazonaws.com", the global region of "sts.amazonaws.com"; nothing
/// for other names.
std::optional<std::string> region_of_sts_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  if (host == "sts.amazonaws.com") return kGlobalRegion;
  constexpr std::string_view kPrefix = "sts.";
  if (host.size() <= kPrefix.size() + kStsDomain.size() ||
      host.substr(0, kPrefix.size()) != kPrefix ||
      host.substr(host.size() - kStsDomain.size()) != kStsDomain) {
    return std::nullopt;
  }
  host.remove_prefix(kPrefix.size());
  host.remove_suffix(kStsDomain.size());
  return std::string(host);
}

/// Who sends it from where, and that no web page does.
Result<void> accept_connection(GatewayParts& parts, Call& call) {
  const std::string_view host = call.http.header("host").value_or("");
  const auto region = region_of_sts_host(host);
  if ((!region && !host_is_local(host)) || !origin_fits(call.http)) {
    return fail(Fault{"AccessDenied", "Host or Origin forbids this request.", 403, {}});
  }
  call.region = Region(region.value_or(kGlobalRegion));
  call.model = call.named_model;
  describe_connection(call);
  return take_relay_assertion(parts, call);
}

Result<store::OidcProviderRecord> trusted_provider(GatewayParts& parts, const std::string& issuer) {
  std::optional<store::OidcProviderRecord> found;
  const std::string arn = services::oidc_provider_arn(parts.account, services::issuer_name(issuer));
  BERTH_TRY(parts.store.read([&](store::Transaction& tx) -> Result<void> {
    found = store::find_oidc_provider(tx, arn);
    return {};
  }));
  if (found && found->issuer == issuer) return std::move(*found);
  return fail(
      client_fault("InvalidIdentityToken",
                   fmt::format("No OpenIDConnect provider found in your account for {}", issuer)));
}

/// The stage that finds who asks.
net::Task<Result<void>> authenticate_bearer(GatewayParts& parts, ProviderKeys& provider_keys,
                                            Call& call) {
  const auto& input =
      *static_cast<const aws::sts::AssumeRoleWithWebIdentityRequest*>(call.input.get());
  BERTH_CO_ASSIGN(const services::WebIdentityToken token,
                  services::parse_web_identity_token(*input.web_identity_token));
  BERTH_CO_ASSIGN(const store::OidcProviderRecord provider, trusted_provider(parts, token.issuer));
  const auto keys = co_await provider_keys.find(token);
  if (!keys) co_return fail(keys.error());
  if (!(*keys)->has_key_for(token)) co_return fail(services::no_verification_key());
  if (!(*keys)->verify(token)) {
    co_return fail(client_fault("InvalidIdentityToken", "The token's signature is not valid."));
  }
  BERTH_CO_ASSIGN(call.caller.web_identity, services::checked_claims(token, provider, call.now));
  call.caller.principal = services::web_identity_principal(provider.arn);
  co_return Result<void>();
}

}  // namespace

bool carries_web_identity(const Call& call) {
  return call.protocol == aws::Protocol::kQuery && call.operation_name == kOperation &&
         call.named_model != nullptr && call.named_model->name == "sts";
}

net::Task<Result<void>> run_web_identity_stages(GatewayParts& parts, ProviderKeys& keys,
                                                Call& call) {
  for (const Stage stage : {accept_connection, resolve, decode, validate}) {
    auto done = stage(parts, call);
    if (!done) co_return done;
  }
  co_return co_await authenticate_bearer(parts, keys, call);
}

}  // namespace berth::gateway
