// The stage in which an operation runs: reads on this thread in a snapshot, writes on the store's
// writer, answered after the commit.
#include "gateway/stages.h"
#include "net/await_callback.h"
#include "store/iam/revision.h"

namespace berth::gateway {
namespace {

Result<void> run(Call& call, services::Context& context) {
  BERTH_ASSIGN(call.output, call.operation->run(context, call.input.get()));
  return {};
}

}  // namespace

services::Context make_context(GatewayParts& parts, Call& call, store::Transaction& tx) {
  return services::Context{call.caller,
                           parts.account,
                           call.region,
                           tx,
                           call.now,
                           parts.random,
                           call.request_id,
                           parts.authorizer,
                           parts.session_tokens,
                           parts.settings,
                           call.effects};
}

net::Task<Result<void>> perform(GatewayParts& parts, Call& call) {
  const bool reads = call.operation->access == services::Access::kRead;
  std::int64_t decided_at = 0;
  auto allowed = parts.store.read([&](store::Transaction& tx) -> Result<void> {
    decided_at = store::iam_revision(tx);
    services::Context context = make_context(parts, call, tx);
    BERTH_TRY(authorise(parts, call, context));
    return reads ? run(call, context) : Result<void>();
  });
  if (reads || !allowed) co_return allowed;
  const store::Store::Job job = [&parts, &call,
                                 decided_at](store::Transaction& tx) -> Result<void> {
    services::Context context = make_context(parts, call, tx);
    // What was decided is decided of one state of IAM: writes before this one may have changed it.
    if (store::iam_revision(tx) != decided_at) BERTH_TRY(authorise(parts, call, context));
    return run(call, context);
  };
  Result<void> outcome = co_await net::await_callback<Result<void>>(
      [&parts, &job](std::function<void(Result<void>)> done) {
        parts.store.write(job, std::move(done));
      });
  if (outcome && parts.committed) parts.committed(call.effects);
  co_return outcome;
}

}  // namespace berth::gateway
