// HTTP/1.1 on the wire: heads of messages as text.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace berth::net {

/// "OK" for 200; empty for a status that has no common name.
std::string_view reason_phrase(int status);

/// What the server adds to an answer of its own accord.
struct ResponseExtras {
  bool keep_alive = true;
  bool http_1_0 = false;           ///< the client speaks HTTP/1.0
  std::string_view server_header;  ///< empty: none
  bool streamed = false;           ///< the body is chunked; for HTTP/1.0 it ends the connection
};

/// Appends status line and fields to `out`, with Date (unless given), Content-Length (unless the
/// status has no body, or this is streamed) and Connection where it is needed. Line breaks inside
/// fields become spaces.
void append_response_head(std::string& out, const HttpResponse& response,
                          const ResponseExtras& extras);

/// Appends request line and fields, with Host and Content-Length where they are absent and needed.
void append_request_head(std::string& out, const HttpRequest& request, std::string_view authority);

/// False for statuses that never have a body (1xx, 204, 304).
bool status_has_body(int status);

}  // namespace berth::net
