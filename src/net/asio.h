// The one spelling of Asio's types in Berth: everything that waits is written with these.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace berth::net {

namespace asio = boost::asio;

/// The concrete executor: the type-erased default costs a third of a request (measured).
using Executor = asio::io_context::executor_type;

/// A coroutine of Berth's. It runs on the io_context that it was spawned on.
template <class T>
using Task = asio::awaitable<T, Executor>;

/// The completion token for Asio's operations inside a Task: `co_await op(kAwait)`.
inline constexpr asio::use_awaitable_t<Executor> kAwait{};

/// A timer on the concrete executor.
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace berth::net
