// Which simdjson the executable was compiled against.
#include "aws/library_version.h"

#include <fmt/format.h>
#include <simdjson.h>

namespace berth::aws {

std::string library_version() {
  // SIMDJSON_VERSION is not quoted in 3.0.
  return fmt::format("{}.{}.{}", static_cast<int>(simdjson::SIMDJSON_VERSION_MAJOR),
                     static_cast<int>(simdjson::SIMDJSON_VERSION_MINOR),
                     static_cast<int>(simdjson::SIMDJSON_VERSION_REVISION));
}

}  // namespace berth::aws
