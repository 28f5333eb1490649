// See post.h.
#include "net/post.h"

#include <boost/asio/post.hpp>

namespace berth::net {

void post(asio::io_context& context, std::function<void()> work) {
  asio::post(context, std::move(work));
}

}  // namespace berth::net
