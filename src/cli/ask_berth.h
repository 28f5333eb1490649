// One call of the service `berth`, as any client would make it.
#pragma once

#include <string>

#include "base/clock.h"
#include "cli/endpoint.h"
#include "client/credentials.h"
#include "net/runtime.h"

namespace berth::cli {

/// Calls `Op` where find_endpoint() says. `command` is what the user typed ("berth why"). Faults as
/// find_endpoint() and the service have them.
template <class Op>
Result<typename Op::Output> ask_berth(const std::string& state_dir, const std::string& command,
                                      const typename Op::Input& input) {
  BERTH_ASSIGN(Endpoint endpoint, find_endpoint(state_dir, client::process_environment(), command));
  net::Runtime runtime(1);
  Result<typename Op::Output> answer;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    const SystemClock clock;
    RegionalClients clients(runtime.main_context(), std::move(endpoint), clock);
    auto client = clients.in(clients.default_region());
    if (!client) {
      answer = fail(client.error());
      co_return;
    }
    auto answered = co_await (*client)->template call<Op>(input);
    answer = std::move(answered);
  });
  return answer;
}

}  // namespace berth::cli
