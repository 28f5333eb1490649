// How a process is told to end: signals as something a coroutine waits for.
#include "net/signals.h"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>

namespace berth::net {

Task<int> wait_for_signal(std::vector<int> signals) {
  const auto executor = co_await asio::this_coro::executor;
  asio::basic_signal_set<Executor> set(executor);
  for (const int signal : signals) set.add(signal);
  co_return co_await set.async_wait(kAwait);
}

}  // namespace berth::net
