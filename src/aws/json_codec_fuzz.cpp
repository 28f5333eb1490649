// JSON of any bytes against the shapes: what is read must be written and read again as the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/json_codec.h"
#include "aws/json_tree.h"
#include "aws/models/ecs.h"
#include "aws/models/logs.h"
#include "aws/validate.h"

namespace {

template <class T>
void round_trip(std::string_view json) {
  using namespace berth::aws;
  const auto value = decode_json<T>(json);
  if (!value) return;
  (void)validate(shape_of<T>(), &*value, Protocol::kJson11);
  const auto again = decode_json<T>(encode_json(*value));
  if (!again || !(*again == *value)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  round_trip<berth::aws::ecs::RegisterTaskDefinitionRequest>(json);
  round_trip<berth::aws::ecs::SubmitTaskStateChangeRequest>(json);
  round_trip<berth::aws::logs::PutLogEventsRequest>(json);
  if (const auto tree = berth::aws::parse_json(json)) {
    if (tree->begin >= tree->end || tree->end > size) std::abort();
  }
  return 0;
}
