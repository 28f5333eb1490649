// One signed call of a service: from an operation's input structure to its output.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "aws/operation.h"
#include "base/clock.h"
#include "base/result.h"
#include "client/credentials.h"
#include "net/http_client.h"

namespace berth::client {

struct AwsClientOptions {
  std::string url;     ///< "http://127.0.0.1:4566"
  std::string region;  ///< of the credential scope
  std::string user_agent = "berth";
  std::string ca_bundle_path;  ///< for https; empty: the system's roots
  std::chrono::milliseconds deadline{std::chrono::seconds(60)};
};

/// The body that asks for `operation` with the input struct at `input`.
std::string encode_input(const aws::OperationRow& operation, const void* input);
/// Reads an answer's body into the output struct at `output`. Fault "SerializationException".
Result<void> decode_output(const aws::OperationRow& operation, const std::string& body,
                           void* output);

/// A client of one endpoint for every service that it serves. `clock` outlives it. Use from one
/// io_context.
class AwsClient {
 public:
  /// Fault "InvalidOption" where the URL is none.
  static Result<std::unique_ptr<AwsClient>> make(net::asio::io_context& context,
                                                 AwsClientOptions options,
                                                 CredentialsSource credentials, const Clock& clock);

  /// The operation's answer, in its service's protocol (AWS JSON 1.1 or AWS Query), or the
  /// service's fault under its own code.
  template <class Op>
  net::Task<Result<typename Op::Output>> call(typename Op::Input input) {
    auto answer = co_await send(Op::row(), encode_input(Op::row(), &input));
    if (!answer) co_return fail(answer.error());
    typename Op::Output output;
    auto decoded = decode_output(Op::row(), *answer, &output);
    if (!decoded) co_return fail(decoded.error());
    co_return std::move(output);
  }

  /// The same from and to the body's text: JSON, or a form and XML.
  net::Task<Result<std::string>> send(const aws::OperationRow& operation, std::string body);

  /// Opens a websocket at `url` (its path and query included), signed for `service`. Fault as the
  /// refusal's body has it, else the network's.
  net::Task<Result<net::WebSocket>> open_web_socket(std::string url, std::string service);

 private:
  AwsClient(net::asio::io_context& context, AwsClientOptions options, net::Origin origin,
            CredentialsSource credentials, const Clock& clock);

  net::asio::io_context& context_;
  AwsClientOptions options_;
  net::Origin origin_;
  net::HttpClient http_;
  CredentialsSource credentials_;
  const Clock& clock_;
};

/// The fault that an error's body stands for: JSON, or Query's XML.
Fault fault_of(int http_status, const std::string& body);

}  // namespace berth::client
