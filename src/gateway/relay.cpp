// What an agent's relay says of a task's request counts only where the principal that registered
// the container instance said it.
#include "gateway/relay.h"

#include "aws/relay_assertion.h"
#include "services/credential_finder.h"
#include "store/ecs_records.h"

namespace berth::gateway {
namespace {

Result<void> require_registrant(GatewayParts& parts, const std::string& instance_arn,
                                const std::string& unique_id) {
  return parts.store.read([&](store::Transaction& tx) -> Result<void> {
    const auto instance = store::find_container_instance_by_arn(tx, instance_arn);
    if (instance && instance->status != "INACTIVE" && instance->registered_by == unique_id) {
      return {};
    }
    return fail(Fault{
        "SignatureDoesNotMatch", "The relay does not speak for this container instance.", 403, {}});
  });
}

}  // namespace

Result<void> take_relay_assertion(GatewayParts& parts, Call& call) {
  auto parsed = aws::parse_relay_assertion(call.http.headers);
  if (!parsed) return {};
  BERTH_ASSIGN(const aws::RelayAssertion assertion, std::move(*parsed));
  BERTH_ASSIGN(
      const services::Credential credential,
      parts.credentials.find(assertion.access_key_id, assertion.session_token.reveal(), call.now));
  const aws::sigv4::SignedRequest request{call.http.method, call.http.target, call.http.headers,
                                          call.http.body};
  BERTH_TRY(
      aws::verify_relay_assertion(assertion, request, credential.secret_access_key, call.now));
  BERTH_TRY(require_registrant(parts, assertion.facts.container_instance_arn,
                               credential.principal.unique_id));
  call.caller.source_address = assertion.facts.source_address;
  call.caller.secure_transport = true;  // a relay speaks nothing but TLS with tasks
  call.caller.container_instance_arn = assertion.facts.container_instance_arn;
  return {};
}

}  // namespace berth::gateway
