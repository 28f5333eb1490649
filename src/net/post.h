// From any thread onto an io_context: how what a commit changed reaches who waits for it.
#pragma once

#include <functional>

#include "net/asio.h"

namespace berth::net {

/// Runs `work` on one of the context's threads, after this returns.
void post(asio::io_context& context, std::function<void()> work);

}  // namespace berth::net
