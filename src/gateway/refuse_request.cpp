// See refuse_request.h.
#include "gateway/refuse_request.h"

#include "gateway/stages.h"

namespace berth::gateway {
namespace {

Fault fault_of(int status) {
  switch (status) {
    case 413:
      return Fault{"RequestEntityTooLargeException",
                   "The body of the request is too large: at most 16 MiB are taken.",
                   status,
                   {}};
    case 431:
      return Fault{"RequestHeaderFieldsTooLargeException",
                   "The head of the request is too large: at most 64 KiB are taken.",
                   status,
                   {}};
    case 503:
      return Fault{"ServiceUnavailable", "Berth is starting. Try again.", status, {}};
    default:
      return Fault{"BadRequestException", "The request is not well-formed HTTP/1.1.", status, {}};
  }
}

}  // namespace

net::HttpResponse refuse_request(int status, Random& random) {
  return http_response(aws::error_answer(nullptr, nullptr, aws::Protocol::kJson11, fault_of(status),
                                         random_uuid(random)));
}

}  // namespace berth::gateway
