// The endpoint's answers in the container agent's own words, recorded from v1.83.0.
#include "agent/credentials/answers.h"

#include <utility>

#include "aws/json_codec.h"
#include "aws/models/agent.h"
#include "aws/utf8.h"

namespace berth::agent::answers {
namespace {

net::HttpResponse credentials_error(int version, int status, const char* code,
                                    std::string_view message) {
  aws::agent::EndpointError error;
  error.code = code;
  error.message = "CredentialsV" + std::to_string(version) + "Request: " + std::string(message);
  error.http_error_code = status;
  auto response = json(aws::encode_json(error));
  response.status = status;
  return response;
}

}  // namespace

std::string go_json_string(std::string_view text) {
  aws::JsonWriter writer;
  writer.string(aws::to_utf8(text));
  std::string escaped;
  for (const char c : writer.text()) {
    if (c == '<') {
      escaped += "\\u003c";
    } else if (c == '>') {
      escaped += "\\u003e";
    } else if (c == '&') {
      escaped += "\\u0026";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

net::HttpResponse json(std::string body) {
  net::HttpResponse response;
  response.headers.reserve(5);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

net::HttpResponse metadata_error(int status, std::string_view text) {
  auto response = json(go_json_string(text));
  response.status = status;
  return response;
}

net::HttpResponse no_id(int version) {
  return credentials_error(version, 400, "NoIdInRequest", "No Credential ID in the request");
}

net::HttpResponse unknown_id(int version) {
  return credentials_error(version, 400, "InvalidIdInRequest", "Credentials not found");
}

net::HttpResponse uninitialized(int version) {
  return credentials_error(version, 503, "CredentialsUninitialized",
                           "Credentials uninitialized for ID");
}

net::HttpResponse invalid_caller(int version) {
  return credentials_error(version, 403, "InvalidCaller", "The credentials belong to another task");
}

net::HttpResponse not_found() {
  net::HttpResponse response;
  response.status = 404;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.body = "404 page not found\n";
  return response;
}

net::HttpResponse moved(std::string location) {
  net::HttpResponse response;
  response.status = 301;
  response.headers = {{"Location", std::move(location)}};
  return response;
}

net::HttpResponse throttled(std::chrono::seconds retry_after) {
  net::HttpResponse response;
  response.status = 429;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                      {"Retry-After", std::to_string(retry_after.count())}};
  response.body = "You have reached maximum request limit.";
  return response;
}

void add_rate_limit(net::HttpResponse& response, int steady, std::string peer,
                    std::string_view forwarded_for) {
  auto& headers = response.headers;
  headers.emplace_back("X-Rate-Limit-Duration", "1");
  headers.emplace_back("X-Rate-Limit-Limit", std::to_string(steady) + ".00");
  headers.emplace_back("X-Rate-Limit-Request-Forwarded-For", std::string(forwarded_for));
  headers.emplace_back("X-Rate-Limit-Request-Remote-Addr", std::move(peer));
}

}  // namespace berth::agent::answers
