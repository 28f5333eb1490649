// The stages that turn a body into the operation's input and check it against the model.
#include "aws/json_codec.h"
#include "aws/query_codec.h"
#include "aws/validate.h"
#include "gateway/stages.h"

namespace berth::gateway {

Result<void> decode(GatewayParts&, Call& call) {
  call.input = call.operation->make_input();
  const aws::StructShape& shape = *call.operation->row().input;
  if (call.protocol == aws::Protocol::kJson11) {
    return aws::decode_json(shape, call.http.body, call.input.get());
  }
  if (!call.params) return fail(call.params.error());
  return aws::decode_query(shape, *call.params, call.input.get());
}

Result<void> validate(GatewayParts&, Call& call) {
  return aws::validate(*call.operation->row().input, call.input.get(), call.protocol);
}

}  // namespace berth::gateway
