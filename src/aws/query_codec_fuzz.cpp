// Query of any bytes against the shapes: what is read must be written and read again as the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/sts.h"
#include "aws/query_codec.h"
#include "aws/validate.h"
#include "aws/xml_codec.h"

namespace {

using namespace berth::aws;

template <class Op>
void round_trip(const QueryParams& params) {
  using Input = typename Op::Input;
  const auto value = decode_query<Input>(params);
  if (!value) return;
  (void)validate(shape_of<Input>(), &*value, Protocol::kQuery);
  XmlWriter xml;
  encode_xml(shape_of<Input>(), &*value, xml);
  // What was read once is fewer parameters than were sent, but for two: Action and Version.
  const auto again = parse_query(encode_query(Op::row(), "v", &*value));
  if (!again) std::abort();
  const auto same = decode_query<Input>(*again);
  if (!same || !(*same == *value)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto params = parse_query({reinterpret_cast<const char*>(data), size});
  if (!params) return 0;
  round_trip<iam::ops::CreateRole>(*params);
  round_trip<iam::ops::SimulateCustomPolicy>(*params);
  round_trip<sts::ops::AssumeRole>(*params);
  round_trip<ecs::ops::RegisterTaskDefinition>(*params);
  return 0;
}
