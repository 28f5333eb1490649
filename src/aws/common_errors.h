// The errors that every AWS service has, which no model lists: each protocol spells them its own
// way.
#pragma once

#include <string_view>

#include "aws/operation.h"

namespace berth::aws {

/// How one protocol says it. `message` is empty where the fault's own is used.
struct ErrorSpelling {
  std::string_view code;
  int http_status;
  std::string_view message;
};

/// The spelling of `code`, itself a name in either protocol, or null where it is no such error.
const ErrorSpelling* find_common_error(std::string_view code, Protocol protocol);

}  // namespace berth::aws
