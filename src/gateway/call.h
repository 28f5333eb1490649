// One request on its way through the gateway: what each stage found, for the stages after it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/operation.h"
#include "aws/query_codec.h"
#include "aws/service_model.h"
#include "aws/sigv4/parse.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/strong.h"
#include "net/http.h"
#include "services/caller.h"
#include "services/context.h"
#include "services/operation.h"

namespace berth::gateway {

/// Filled from top to bottom, one group a stage.
struct Call {
  const net::HttpRequest& http;
  std::string request_id;
  TimePoint now;

  // identify
  aws::Protocol protocol = aws::Protocol::kJson11;
  std::string operation_name;
  /// The service that target or Version names; the signature's scope must agree.
  const aws::ServiceModel* named_model = nullptr;
  /// A Query request's parameters, or why it has none.
  Result<aws::QueryParams> params;

  // authenticate
  std::optional<aws::sigv4::ParsedSignature> signature;
  const aws::ServiceModel* model = nullptr;
  Region region;
  services::Caller caller;

  // resolve
  const services::Operation* operation = nullptr;

  // decode, validate
  std::shared_ptr<void> input;

  // perform
  std::shared_ptr<void> output;
  services::Effects effects;
};

}  // namespace berth::gateway
