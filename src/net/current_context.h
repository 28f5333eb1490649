// From inside a coroutine to the io_context that it runs on: for clients that it makes on its way.
#pragma once

#include <functional>

#include <boost/asio/this_coro.hpp>

#include "net/asio.h"

namespace berth::net {

/// `co_await current_context()` gives the io_context of the waiting coroutine.
inline Task<std::reference_wrapper<asio::io_context>> current_context() {
  const Executor executor = co_await asio::this_coro::executor;
  co_return std::ref(executor.context());
}

}  // namespace berth::net
