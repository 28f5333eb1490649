// HTTP/1.1 on the wire: heads of messages as text.
#include "net/http_text.h"

#include <charconv>
#include <chrono>

#include "base/time_format.h"

namespace berth::net {
namespace {

struct Reason {
  int status;
  std::string_view phrase;
};

constexpr Reason kReasons[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Request Entity Too Large"},
    {414, "Request-URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Requested Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Entity"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

void append_number(std::string& out, std::size_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  out.append(digits, end);
}

// A line break in a field would let its writer add fields or a second answer.
void append_field_text(std::string& out, std::string_view text) {
  const auto start = out.size();
  out += text;
  for (auto i = start; i < out.size(); ++i) {
    if (out[i] == '\r' || out[i] == '\n' || out[i] == '\0') out[i] = ' ';
  }
}

void append_fields(std::string& out, const Headers& headers) {
  for (const auto& [name, value] : headers) {
    append_field_text(out, name);
    out += ": ";
    append_field_text(out, value);
    out += "\r\n";
  }
}

const std::string& date_now() {
  // One text a thread and second: formatting it costs more than the rest of a head.
  thread_local std::int64_t cached_second = -1;
  thread_local std::string text;
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto second = to_epoch_ms(now) / 1000;
  if (second != cached_second) {
    text = format_http_date(now);
    cached_second = second;
  }
  return text;
}

bool method_has_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace

std::string_view reason_phrase(int status) {
  for (const auto& reason : kReasons) {
    if (reason.status == status) return reason.phrase;
  }
  return {};
}

bool status_has_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

void append_response_head(std::string& out, const HttpResponse& response,
                          const ResponseExtras& extras) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  append_fields(out, response.headers);
  if (!response.header("Date")) {
    out += "Date: ";
    out += date_now();
    out += "\r\n";
  }
  if (!extras.server_header.empty()) {
    out += "Server: ";
    append_field_text(out, extras.server_header);
    out += "\r\n";
  }
  if (extras.streamed) {
    if (!extras.http_1_0) out += "Transfer-Encoding: chunked\r\n";
  } else if (status_has_body(response.status)) {
    out += "Content-Length: ";
    append_number(out, response.body.size());
    out += "\r\n";
  }
  if (!extras.keep_alive) {
    out += "Connection: close\r\n";
  } else if (extras.http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

void append_request_head(std::string& out, const HttpRequest& request, std::string_view authority) {
  append_field_text(out, request.method);
  out += ' ';
  append_field_text(out, request.target);
  out += " HTTP/1.1\r\n";
  if (!request.header("Host")) {
    out += "Host: ";
    append_field_text(out, authority);
    out += "\r\n";
  }
  append_fields(out, request.headers);
  const bool chunked = request.header("Transfer-Encoding").has_value();
  if (!chunked && !request.header("Content-Length") &&
      (!request.body.empty() || method_has_body(request.method))) {
    out += "Content-Length: ";
    append_number(out, request.body.size());
    out += "\r\n";
  }
  out += "\r\n";
}

}  // namespace berth::net
