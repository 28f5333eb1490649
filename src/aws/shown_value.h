// Values as AWS's messages quote them: part of the validator.
#pragma once

#include <string>

#include "aws/shape.h"

namespace berth::aws {

/// Text and numbers as they are, "[a, b]" for lists, "{key=value}" for maps and structures; "***"
/// for what the model marks as sensitive, and for blobs.
std::string shown_value(const TypeShape& type, const void* value);

}  // namespace berth::aws
