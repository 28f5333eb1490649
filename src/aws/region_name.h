// Names of AWS's regions, in signatures and options: a mistyped one is refused, not served empty.
#pragma once

#include <string_view>

namespace berth::aws {

/// True for names of the form that AWS gives its regions, of all partitions: "us-west-2",
/// "us-gov-east-1", "eusc-de-east-1". Whether AWS has a region of that name nobody is asked.
bool is_region_name(std::string_view name);

}  // namespace berth::aws
