// Signs what it sends and reads errors as AWS's clients do.
#include "client/aws_client.h"

#include "aws/json_codec.h"
#include "aws/json_tree.h"
#include "aws/query_codec.h"
#include "aws/service_model.h"
#include "aws/sigv4/sign.h"
#include "aws/xml_decoder.h"

namespace berth::client {
namespace {

constexpr std::chrono::seconds kUpgradeDeadline{15};

net::HttpClientOptions http_options(const AwsClientOptions& options) {
  net::HttpClientOptions http;
  http.ca_bundle_path = options.ca_bundle_path;
  return http;
}

/// "#" parts a namespace from the code, ":" the code from an address.
std::string short_code(std::string code) {
  const auto hash = code.find('#');
  if (hash != std::string::npos) code.erase(0, hash + 1);
  return code.substr(0, code.find(':'));
}

const std::string* text_member(const aws::JsonValue& object, const char* name) {
  const aws::JsonValue* value = object.find(name);
  return value != nullptr && value->is_string() ? &value->text() : nullptr;
}

struct SplitUrl {
  std::string origin;
  std::string target;
};

SplitUrl split(const std::string& url) {
  const auto scheme = url.find("://");
  const auto slash = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  if (slash == std::string::npos) return {url, "/"};
  return {url.substr(0, slash), url.substr(slash)};
}

/// `<ErrorResponse><Error><Code>` and `<Message>`.
void read_xml_error(const std::string& body, Fault& fault) {
  const auto root = aws::parse_xml(body);
  const aws::XmlElement* const error = root ? root->find("Error") : nullptr;
  if (error == nullptr) return;
  if (const auto* code = error->find("Code")) fault.code = code->text;
  if (const auto* message = error->find("Message")) fault.message = message->text;
}

/// What parts one protocol's requests from the other's, beside the body.
void add_protocol_headers(const aws::OperationRow& operation,
                          std::vector<std::pair<std::string, std::string>>& headers) {
  if (operation.protocol == aws::Protocol::kQuery) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    return;
  }
  const aws::ServiceModel* const service = aws::find_service_model(operation.service);
  headers.emplace_back("Content-Type", "application/x-amz-json-1.1");
  headers.emplace_back("X-Amz-Target",
                       std::string(service->target_prefix) + "." + std::string(operation.name));
}

}  // namespace

std::string encode_input(const aws::OperationRow& operation, const void* input) {
  if (operation.protocol == aws::Protocol::kQuery) {
    const aws::ServiceModel* const service = aws::find_service_model(operation.service);
    return aws::encode_query(operation, service->api_version, input);
  }
  aws::JsonWriter json;
  aws::encode_json(*operation.input, input, json);
  return json.take();
}

Result<void> decode_output(const aws::OperationRow& operation, const std::string& body,
                           void* output) {
  if (operation.protocol == aws::Protocol::kQuery) {
    return aws::decode_xml_answer(operation, body, output);
  }
  return aws::decode_json(*operation.output, body, output);
}

Fault fault_of(int http_status, const std::string& body) {
  Fault fault{
      "UnknownError", "the answer has status " + std::to_string(http_status), http_status, {}};
  if (body.starts_with("<")) {
    read_xml_error(body, fault);
    return fault;
  }
  const auto json = aws::parse_json(body);
  if (!json || !json->is_object()) return fault;
  if (const auto* code = text_member(*json, "__type")) fault.code = short_code(*code);
  for (const char* name : {"message", "Message"}) {
    if (const auto* message = text_member(*json, name)) fault.message = *message;
  }
  return fault;
}

AwsClient::AwsClient(net::asio::io_context& context, AwsClientOptions options, net::Origin origin,
                     CredentialsSource credentials, const Clock& clock)
    : context_(context),
      options_(std::move(options)),
      origin_(std::move(origin)),
      http_(context, origin_, http_options(options_)),
      credentials_(std::move(credentials)),
      clock_(clock) {}

Result<std::unique_ptr<AwsClient>> AwsClient::make(net::asio::io_context& context,
                                                   AwsClientOptions options,
                                                   CredentialsSource credentials,
                                                   const Clock& clock) {
  BERTH_ASSIGN(net::Origin origin, net::Origin::parse(options.url));
  return std::unique_ptr<AwsClient>(
      new AwsClient(context, std::move(options), std::move(origin), std::move(credentials), clock));
}

net::Task<Result<std::string>> AwsClient::send(const aws::OperationRow& operation,
                                               std::string body) {
  auto session = co_await credentials_();
  if (!session) co_return fail(session.error());
  aws::sigv4::UnsignedRequest to_sign{"POST", "/", {}, body};
  to_sign.headers = {{"Host", origin_.authority()}, {"User-Agent", options_.user_agent}};
  add_protocol_headers(operation, to_sign.headers);
  aws::sigv4::sign(to_sign, session->keys, {options_.region, std::string(operation.service)},
                   clock_.now());
  net::HttpRequest request;
  request.method = "POST";
  request.headers = std::move(to_sign.headers);
  request.body = std::move(body);
  auto response = co_await http_.send(std::move(request), options_.deadline);
  if (!response) co_return fail(response.error());
  if (response->status != 200) co_return fail(fault_of(response->status, response->body));
  co_return std::move(response->body);
}

net::Task<Result<net::WebSocket>> AwsClient::open_web_socket(std::string url, std::string service) {
  const SplitUrl parts = split(url);
  BERTH_CO_ASSIGN(net::Origin origin, net::Origin::parse(parts.origin));
  auto session = co_await credentials_();
  if (!session) co_return fail(session.error());
  aws::sigv4::UnsignedRequest to_sign{"GET", parts.target, {{"Host", origin.authority()}}, ""};
  aws::sigv4::sign(to_sign, session->keys, {options_.region, std::move(service)}, clock_.now());
  net::HttpRequest request;
  request.target = parts.target;
  request.headers = std::move(to_sign.headers);
  request.headers.emplace_back("User-Agent", options_.user_agent);
  net::HttpClient http(context_, std::move(origin), http_options(options_));
  auto socket = co_await http.connect_web_socket(std::move(request), kUpgradeDeadline);
  if (socket) co_return std::move(*socket);
  Fault fault = socket.error();
  const auto brace = fault.message.find('{');
  if (fault.code == "UpgradeRefused" && brace != std::string::npos) {
    const Fault told = fault_of(400, fault.message.substr(brace));
    if (told.code != "UnknownError") fault = told;
  }
  co_return fail(std::move(fault));
}

}  // namespace berth::client
