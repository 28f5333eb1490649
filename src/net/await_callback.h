// From callbacks to coroutines: how a request waits for the store's commit without holding a
// thread.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include "net/asio.h"

namespace berth::net {

/// Calls `start` with a callback and waits until that is called, once, from any thread; resumes on
/// the waiting coroutine's own io_context.
template <class T>
Task<T> await_callback(std::function<void(std::function<void(T)>)> start) {
  return asio::async_initiate<const asio::use_awaitable_t<Executor>, void(T)>(
      [start = std::move(start)](auto handler) {
        using Handler = decltype(handler);
        auto shared = std::make_shared<Handler>(std::move(handler));
        start([shared](T value) {
          auto executor = asio::get_associated_executor(*shared);
          asio::post(executor,
                     [shared, value = std::move(value)]() mutable { (*shared)(std::move(value)); });
        });
      },
      kAwait);
}

}  // namespace berth::net
