// A fault as its protocol's clients expect it: the last stage of a request that did not succeed.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/operation.h"
#include "aws/service_model.h"
#include "base/fault.h"

namespace berth::aws {

/// An error's HTTP answer. `code` is what the body says, for logs and metrics.
struct ErrorAnswer {
  int http_status = 500;
  std::string code;
  std::string content_type;
  std::string body;
  /// Header fields besides Content-Type: x-amzn-RequestId.
  std::vector<std::pair<std::string, std::string>> headers;
};

/// The answer for `fault`. `service` and `operation` may be null, where the request did not get
/// that far.
///
/// Code and status, in this order: an exception of the operation's or the service's model, named by
/// its structure or its wire code (NoSuchEntityException is NoSuchEntity, 404, in IAM); an error
/// that all services have, in either protocol's spelling (InvalidClientTokenId, 403, is
/// UnrecognizedClientException, 400, where JSON is spoken); else the fault's own. Faults of HTTP
/// 500 that no model knows are answered without their message, as ServerException or
/// InternalFailure. `fault.details_json`'s members are put into the body of either protocol.
ErrorAnswer error_answer(const ServiceModel* service, const OperationRow* operation,
                         Protocol protocol, const Fault& fault, std::string_view request_id);

/// "application/x-amz-json-1.1" or "text/xml": of successful answers too.
std::string_view content_type_of(Protocol protocol);

}  // namespace berth::aws
