// The endpoint's answers in the container agent's own words, recorded from v1.83.0.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "net/http.h"

namespace berth::agent::answers {

/// 200, application/json.
net::HttpResponse json(std::string body);
/// The status and a JSON string of `text`: the form of metadata's errors.
net::HttpResponse metadata_error(int status, std::string_view text);

/// The errors of /v1/credentials and /v2/credentials: code, message and status as JSON.
net::HttpResponse no_id(int version);
net::HttpResponse unknown_id(int version);
/// Known, and not delivered yet after a restart: 503.
net::HttpResponse uninitialized(int version);
/// Ours: the credentials are another task's, 403.
net::HttpResponse invalid_caller(int version);

/// Go's http.NotFound.
net::HttpResponse not_found();
/// gorilla/mux' redirect to a clean path: 301, no body.
net::HttpResponse moved(std::string location);
/// 429, with Retry-After, which the container agent has not.
net::HttpResponse throttled(std::chrono::seconds retry_after);

/// Adds the X-Rate-Limit-* fields that every answer has. `steady` is requests a second, `peer`
/// "172.28.0.2:33980", `forwarded_for` the request's X-Forwarded-For or empty.
void add_rate_limit(net::HttpResponse& response, int steady, std::string peer,
                    std::string_view forwarded_for);

/// A JSON string as Go writes it: '<', '>' and '&' escaped, bytes that are no UTF-8 replaced.
std::string go_json_string(std::string_view text);

}  // namespace berth::agent::answers
