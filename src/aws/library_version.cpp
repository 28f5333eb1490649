// Which simdjson the executable was compiled against.
#include "aws/library_version.h"

#include <simdjson.h>

namespace berth::aws {

std::string library_version() { return SIMDJSON_VERSION; }

}  // namespace berth::aws
