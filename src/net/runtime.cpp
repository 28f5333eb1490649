// The threads that everything waits on: one io_context a core.
#include "net/runtime.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include "net/deadline.h"

namespace berth::net {
namespace {

[[noreturn]] void end_process(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    std::fprintf(stderr, "berth: bug: exception in a coroutine: %s\n", exception.what());
  } catch (...) {
    std::fprintf(stderr, "berth: bug: unknown exception in a coroutine\n");
  }
  std::abort();
}

}  // namespace

struct Runtime::Impl {
  using Guard = asio::executor_work_guard<Executor>;
  struct Context : asio::io_context {
    using asio::execution_context::shutdown;
    using asio::io_context::io_context;
  };

  // Coroutines that never end hold sockets and timers of other contexts: all of them go before the
  // first context does.
  ~Impl() {
    for (auto& context : contexts) context->shutdown();
  }

  std::vector<std::unique_ptr<Context>> contexts;
  std::vector<Guard> guards;
  std::vector<std::thread> threads;
};

Runtime::Runtime(std::size_t threads) : impl_(std::make_unique<Impl>()) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    auto context = std::make_unique<Impl::Context>(1);
    impl_->guards.emplace_back(context->get_executor());
    impl_->contexts.push_back(std::move(context));
  }
  for (auto& context : impl_->contexts) {
    impl_->threads.emplace_back([io = context.get()] { io->run(); });
  }
}

Runtime::~Runtime() {
  stop();
}

std::vector<asio::io_context*> Runtime::contexts() {
  std::vector<asio::io_context*> result;
  for (auto& context : impl_->contexts) result.push_back(context.get());
  return result;
}

asio::io_context& Runtime::main_context() {
  return *impl_->contexts.front();
}

void Runtime::stop() {
  for (auto& context : impl_->contexts) context->stop();
  for (auto& thread : impl_->threads) {
    if (thread.joinable()) thread.join();
  }
}

void spawn(asio::io_context& context, Task<void> task) {
  asio::co_spawn(context.get_executor(), std::move(task), [](const std::exception_ptr& error) {
    if (error) end_process(error);
  });
}

void run_blocking(asio::io_context& context, std::function<Task<void>()> task) {
  std::promise<void> done;
  asio::co_spawn(context.get_executor(), std::move(task), [&done](const std::exception_ptr& error) {
    if (error) end_process(error);
    done.set_value();
  });
  done.get_future().wait();
}

Task<void> sleep_for(std::chrono::milliseconds duration) {
  Timer timer(co_await asio::this_coro::executor);
  timer.expires_at(moment_after(duration));
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(kAwait, ignored));
}

}  // namespace berth::net
