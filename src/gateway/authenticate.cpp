// The stage that finds who asks: the signature is verified before anything of the request counts.
#include <fmt/format.h>

#include "aws/region_name.h"
#include "gateway/relay.h"
#include "gateway/session_reach.h"
#include "gateway/stages.h"
#include "services/credential_finder.h"

namespace berth::gateway {
namespace {

constexpr std::string_view kAwsDomain = ".amazonaws.com";

Fault mismatch(std::string message) {
  return Fault{"SignatureDoesNotMatch", std::move(message), 403, {}};
}

/// "us-west-2" of "ecs.us-west-2.amazonaws.com"; empty for other hosts.
std::string_view region_of_host(std::string_view host) {
  host = host.substr(0, host.find(':'));
  if (host.size() <= kAwsDomain.size() ||
      host.substr(host.size() - kAwsDomain.size()) != kAwsDomain) {
    return {};
  }
  host.remove_suffix(kAwsDomain.size());
  const std::size_t dot = host.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
}

/// The scope's service and region are the request's: they must agree with what else names them.
Result<void> route(Call& call) {
  const aws::sigv4::ParsedSignature& signature = *call.signature;
  call.model = aws::find_service_model(signature.service);
  if (call.named_model != nullptr && call.named_model != call.model) {
    return fail(mismatch(fmt::format("Credential should be scoped to correct service: '{}'. ",
                                     call.named_model->name)));
  }
  const std::string_view host_region = region_of_host(call.http.header("host").value_or(""));
  const bool global = signature.service == "iam";
  const bool fits = host_region.empty() || host_region == signature.region;
  if (!aws::is_region_name(signature.region) || !(fits || global)) {
    return fail(mismatch(fmt::format("Credential should be scoped to a valid region, not '{}'. ",
                                     signature.region)));
  }
  call.region = Region(signature.region);
  return {};
}

}  // namespace

void describe_connection(Call& call) {
  services::Caller& caller = call.caller;
  caller.source_address = call.http.peer.address;
  caller.secure_transport = call.http.peer.tls;
  caller.user_agent = std::string(call.http.header("user-agent").value_or(""));
  caller.host = std::string(call.http.header("host").value_or(""));
  caller.referer = std::string(call.http.header("referer").value_or(""));
}

Result<void> authenticate(GatewayParts& parts, Call& call) {
  const aws::sigv4::SignedRequest request{call.http.method, call.http.target, call.http.headers,
                                          call.http.body};
  BERTH_ASSIGN(call.signature, aws::sigv4::parse_signature(request));
  describe_connection(call);
  BERTH_TRY(take_relay_assertion(parts, call));
  BERTH_TRY(route(call));
  const aws::sigv4::ParsedSignature& signature = *call.signature;
  BERTH_ASSIGN(services::Credential credential,
               parts.credentials.find(signature.access_key_id, signature.session_token, call.now));
  BERTH_TRY(parts.verifier.verify(request, signature, credential.secret_access_key, call.now));
  parts.credentials.note_use(credential, signature.access_key_id, signature.region,
                             signature.service, call.now);
  call.caller.principal = std::move(credential.principal);
  call.caller.session = std::move(credential.session);
  call.caller.access_key_id = AccessKeyId(signature.access_key_id);
  return check_session_reach(call);
}

}  // namespace berth::gateway
