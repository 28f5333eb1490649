// The XML answers of AWS Query services as their clients read them, over the shape tables.
#pragma once

#include <string_view>

#include "aws/operation.h"
#include "aws/xml_tree.h"
#include "base/result.h"

namespace berth::aws {

/// Fills the struct of `shape` at `object` from the element's children; unknown ones are passed
/// over. Fault "SerializationException" where a text is not of its member's type.
Result<void> decode_xml(const StructShape& shape, const XmlElement& element, void* object);

/// Reads a whole answer of `operation` into its output struct at `output`: the reverse of
/// encode_xml_answer(). An operation without a result leaves `output` as it is.
Result<void> decode_xml_answer(const OperationRow& operation, std::string_view xml, void* output);

}  // namespace berth::aws
