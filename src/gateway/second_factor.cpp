// The stage that proves a second factor: before the request is authorised, for policies ask for it,
// and in a write of its own, so that neither a used code nor a wrong guess is forgotten where the
// request fails later.
#include "gateway/stages.h"
#include "net/await_callback.h"
#include "services/mfa_codes.h"

namespace berth::gateway {

bool brings_second_factor(const Call& call) {
  const services::MfaProof proof = call.operation->mfa_proof(call.input.get());
  return proof.serial || proof.code;
}

net::Task<Result<void>> prove_second_factor(GatewayParts& parts, Call& call) {
  const services::MfaProof proof = call.operation->mfa_proof(call.input.get());
  Result<bool> proven = false;
  const store::Store::Job job = [&](store::Transaction& tx) -> Result<void> {
    proven = services::prove_mfa(tx, call.caller.principal, proof, call.now);
    return {};
  };
  auto written = co_await net::await_callback<Result<void>>(
      [&parts, &job](std::function<void(Result<void>)> done) {
        parts.store.write(job, std::move(done));
      });
  if (!written) co_return written;
  if (!proven) co_return fail(proven.error());
  call.caller.second_factor = *proven;
  co_return Result<void>();
}

}  // namespace berth::gateway
