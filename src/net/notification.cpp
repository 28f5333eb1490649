// Coroutines that wait for one another: a task's containers, the engine's events, the order to
// stop.
#include "net/notification.h"

#include <algorithm>
#include <vector>

#include <boost/asio/redirect_error.hpp>

#include "net/deadline.h"

namespace berth::net {

struct Notification::Impl {
  explicit Impl(asio::io_context& owner) : context(owner) {}
  asio::io_context& context;
  std::uint64_t version = 0;
  std::vector<Timer*> waiting;
};

Notification::Notification(asio::io_context& context) : impl_(std::make_shared<Impl>(context)) {}

Notification::~Notification() = default;

std::uint64_t Notification::version() const {
  return impl_->version;
}

void Notification::notify() {
  ++impl_->version;
  for (auto* timer : impl_->waiting) timer->cancel();
}

Task<bool> Notification::wait(std::uint64_t seen, std::chrono::milliseconds timeout) {
  // The notification itself may be gone when the wait ends.
  auto impl = impl_;
  const auto deadline = moment_after(timeout);
  while (impl->version == seen && std::chrono::steady_clock::now() < deadline) {
    Timer timer(impl->context.get_executor());
    timer.expires_at(deadline);
    impl->waiting.push_back(&timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(kAwait, ignored));
    auto& waiting = impl->waiting;
    waiting.erase(std::remove(waiting.begin(), waiting.end(), &timer), waiting.end());
  }
  co_return impl->version != seen;
}

}  // namespace berth::net
