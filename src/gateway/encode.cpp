// The last stage: an answer or a fault in the spelling of the request's protocol.
#include "aws/json_codec.h"
#include "aws/xml_codec.h"
#include "gateway/stages.h"

namespace berth::gateway {
namespace {

net::HttpResponse encode_fault(const Call& call, const Fault& fault) {
  const aws::OperationRow* const row = call.operation ? &call.operation->row() : nullptr;
  const aws::ServiceModel* const model = call.model ? call.model : call.named_model;
  return http_response(aws::error_answer(model, row, call.protocol, fault, call.request_id));
}

}  // namespace

net::HttpResponse http_response(aws::ErrorAnswer answer) {
  net::HttpResponse response;
  response.status = answer.http_status;
  response.headers.emplace_back("Content-Type", std::move(answer.content_type));
  for (auto& header : answer.headers) response.headers.push_back(std::move(header));
  response.body = std::move(answer.body);
  return response;
}

net::HttpResponse encode(const Call& call, const Result<void>& outcome) {
  if (!outcome) return encode_fault(call, outcome.error());
  const aws::OperationRow& row = call.operation->row();
  net::HttpResponse response;
  response.headers.emplace_back("x-amzn-RequestId", call.request_id);
  response.headers.emplace_back("Content-Type", std::string(aws::content_type_of(call.protocol)));
  if (call.protocol == aws::Protocol::kQuery) {
    response.body = aws::encode_xml_answer(*call.model, row, call.output.get(), call.request_id);
    return response;
  }
  aws::JsonWriter out;
  aws::encode_json(*row.output, call.output.get(), out);
  response.body = out.take();
  return response;
}

}  // namespace berth::gateway
