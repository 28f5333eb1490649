// How several questions are asked at once.
#include "doctor/asking.h"

#include <chrono>
#include <memory>

#include "net/notification.h"
#include "net/runtime.h"

namespace berth::doctor {
namespace {

struct Together {
  Together(net::asio::io_context& context, std::size_t count) : ended(context), left(count) {}
  net::Notification ended;
  std::size_t left;
};

net::Task<void> one_of(net::Task<void> task, std::shared_ptr<Together> together) {
  co_await std::move(task);
  --together->left;
  together->ended.notify();
}

}  // namespace

net::Task<void> side_by_side(net::asio::io_context& context, std::vector<net::Task<void>> tasks) {
  auto together = std::make_shared<Together>(context, tasks.size());
  for (auto& task : tasks) net::spawn(context, one_of(std::move(task), together));
  while (together->left > 0) {
    // Each call has a deadline of its own: this only keeps the wait from being without end.
    co_await together->ended.wait(together->ended.version(), std::chrono::minutes(1));
  }
}

}  // namespace berth::doctor
