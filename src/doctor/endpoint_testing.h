// For tests of what asks: an endpoint that answers each operation from memory, and a client of it.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "doctor/asking.h"
#include "net/runtime.h"
#include "net/testing.h"

namespace berth::doctor::test_support {

struct Canned {
  int status = 200;
  std::string body;
};

/// The answer of a service that speaks AWS Query.
inline std::string xml(const std::string& operation, const std::string& result) {
  return "<" + operation + "Response><" + operation + "Result>" + result + "</" + operation +
         "Result></" + operation + "Response>";
}

class CannedEndpoint {
 public:
  CannedEndpoint()
      : server_([this](net::HttpRequest request) { return answer(std::move(request)); }) {}

  /// Runs a coroutine that asks here, to its end.
  void ask(const std::function<net::Task<void>(const Asking&)>& coroutine) {
    net::run_blocking(runtime_.main_context(), [&] { return with_client(coroutine); });
  }
  net::asio::io_context& context() { return runtime_.main_context(); }

  ManualClock clock{from_epoch_ms(1'760'000'000'000)};
  Canned otherwise{400, R"({"__type":"AccessDeniedException","message":"not you"})"};
  std::map<std::string, Canned> answers;      ///< by operation
  std::vector<std::string> asked;             ///< operations, in order
  std::map<std::string, std::string> bodies;  ///< the last request's, by operation

  bool was_asked(const std::string& operation) const { return bodies.contains(operation); }

 private:
  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    const std::lock_guard lock(mutex_);
    const std::string target(request.header("X-Amz-Target").value_or(""));
    std::string operation = target.substr(target.find('.') + 1);
    if (target.empty()) {
      operation = request.body.substr(7, request.body.find('&') - 7);  // Action=
    }
    asked.push_back(operation);
    bodies[operation] = request.body;
    const auto found = answers.find(operation);
    const Canned canned = found == answers.end() ? otherwise : found->second;
    net::HttpResponse response;
    response.status = canned.status;
    response.body = canned.body;
    co_return response;
  }

  net::Task<void> with_client(const std::function<net::Task<void>(const Asking&)>& coroutine) {
    client::AwsClientOptions options;
    options.url = server_.url();
    options.region = "us-west-2";
    const client::CredentialsSource keys = []() -> net::Task<Result<client::SessionKeys>> {
      client::SessionKeys session;
      session.keys.access_key_id = "AKIATEST";
      session.keys.secret_access_key = Secret("secret");
      co_return session;
    };
    auto client = client::AwsClient::make(runtime_.main_context(), options, keys, clock);
    client::AwsClient* const made = client->get();
    const ClientOf client_of = [made](const std::string&) -> Result<client::AwsClient*> {
      return made;
    };
    const Asking asking{runtime_.main_context(), client_of, clock};
    co_await coroutine(asking);
  }

  std::mutex mutex_;
  net::Runtime runtime_{1};
  net::test_support::TestServer server_;
};

}  // namespace berth::doctor::test_support
