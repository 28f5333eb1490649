// The answer to what is no request: it never reaches the stages.
#pragma once

#include "base/random.h"
#include "net/http.h"

namespace berth::gateway {

/// For net::HttpServerOptions::refusal: 400 for what is not HTTP, 413 and 431 for a body and a head
/// that are too large, 503 while Berth starts. Which service was meant nobody knows, so the body is
/// that of AWS JSON 1.1, as of an unknown operation.
net::HttpResponse refuse_request(int status, Random& random);

}  // namespace berth::gateway
