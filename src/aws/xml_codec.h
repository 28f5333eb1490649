// The XML answers of AWS Query services, over the shape tables.
#pragma once

#include <string>
#include <string_view>

#include "aws/operation.h"
#include "aws/service_model.h"
#include "aws/shape.h"
#include "aws/xml_writer.h"

namespace berth::aws {

/// Writes the members of the struct of `shape` at `object` as elements, absent ones left out. Lists
/// are `<Name><member>`, maps `<Name><entry><key>`, timestamps ISO 8601 in UTC, blobs base64.
void encode_xml(const StructShape& shape, const void* object, XmlWriter& out);

/// The whole answer of `operation` of `service`: `<CreateRoleResponse
/// xmlns="..."><CreateRoleResult>` and `<ResponseMetadata>`. Operations without an output have no
/// result element; `output` may be null then.
std::string encode_xml_answer(const ServiceModel& service, const OperationRow& operation,
                              const void* output, std::string_view request_id);

/// The content type of such an answer.
inline constexpr std::string_view kXmlContentType = "text/xml";

}  // namespace berth::aws
