// The stage between decoding and authorising: a request's input against what its model says.
#pragma once

#include "aws/operation.h"
#include "aws/shape.h"
#include "base/result.h"

namespace berth::aws {

/// Checks the struct of `shape` at `value`, and all that it holds, against the model: required
/// members, lengths (of text in code points, of blobs in bytes, of lists and maps in entries),
/// ranges, patterns (which must match the whole text) and enumerations.
///
/// Fault ValidationError (Query) or InvalidParameterException (JSON), HTTP 400, with one sentence
/// that names every violation, as AWS words it; at most `kViolationsMax` are counted and named.
/// Texts that the model marks as sensitive are not repeated. Safe to call from any thread.
Result<void> validate(const StructShape& shape, const void* value, Protocol protocol);

inline constexpr int kViolationsMax = 100;

}  // namespace berth::aws
