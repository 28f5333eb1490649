// A fault as its protocol's clients expect it: which code and status, then which body.
#include "aws/error_body.h"

#include <span>

#include "aws/common_errors.h"
#include "aws/json_tree.h"
#include "aws/json_writer.h"
#include "aws/utf8.h"
#include "aws/xml_codec.h"

namespace berth::aws {
namespace {

/// A fault in its protocol's words.
struct Spelt {
  std::string code;
  std::string message;
  int http_status;
};

const ErrorRow* find_row(std::span<const ErrorRow> rows, std::string_view code) {
  for (const ErrorRow& row : rows) {
    if (row.shape_name == code || row.code == code) return &row;
  }
  return nullptr;
}

const ErrorRow* find_row(const ServiceModel* service, const OperationRow* operation,
                         std::string_view code) {
  const ErrorRow* row = operation != nullptr ? find_row(operation->errors, code) : nullptr;
  return row == nullptr && service != nullptr ? find_row(service->errors, code) : row;
}

/// What went wrong inside is nobody's business but the log's.
Spelt internal_failure(const ServiceModel* service) {
  const bool has_own = find_row(service, nullptr, "ServerException") != nullptr;
  return {has_own ? "ServerException" : "InternalFailure", "An internal error occurred.", 500};
}

Spelt spell(const ServiceModel* service, const OperationRow* operation, Protocol protocol,
            const Fault& fault) {
  if (const ErrorRow* row = find_row(service, operation, fault.code)) {
    return {std::string(row->code), fault.message, row->http_status};
  }
  if (const ErrorSpelling* common = find_common_error(fault.code, protocol)) {
    return {std::string(common->code),
            common->message.empty() ? fault.message : std::string(common->message),
            common->http_status};
  }
  if (fault.http_status >= 500) return internal_failure(service);
  return {fault.code, fault.message, fault.http_status};
}

/// The fault's further members; none where its text is not an object.
struct Details {
  std::string_view text;
  std::vector<JsonValue::Member> members;
};

Details details_of(const Fault& fault, int http_status) {
  Details details;
  if (fault.details_json.empty() || http_status >= 500) return details;
  if (auto tree = parse_json(fault.details_json)) {
    details.text = fault.details_json;
    details.members = std::move(tree->members);
  }
  return details;
}

std::string json_body(const Spelt& spelt, const Details& details) {
  // Of what is said before a service's own code runs, AWS spells these two with a capital M.
  const bool capital =
      spelt.code == "AccessDeniedException" || spelt.code == "SerializationException";
  JsonWriter out;
  out.begin_object();
  out.key("__type");
  out.string(to_utf8(spelt.code));
  out.key(capital ? "Message" : "message");
  out.string(to_utf8(spelt.message));
  for (const auto& [name, value] : details.members) {
    out.key(name);
    out.raw(details.text.substr(value.begin, value.end - value.begin));
  }
  out.end_object();
  return out.take();
}

void write_members(const std::vector<JsonValue::Member>& members, XmlWriter& out);

void write_tree(const JsonValue& value, XmlWriter& out) {
  out.text(value.text());
  for (const JsonValue& element : value.elements) {
    out.begin("member");
    write_tree(element, out);
    out.end("member");
  }
  write_members(value.members, out);
}

void write_members(const std::vector<JsonValue::Member>& members, XmlWriter& out) {
  for (const auto& [name, member] : members) {
    out.begin(name);
    write_tree(member, out);
    out.end(name);
  }
}

std::string xml_body(const ServiceModel* service, const Spelt& spelt, const Details& details,
                     std::string_view request_id) {
  XmlWriter out;
  out.begin("ErrorResponse", service != nullptr ? service->xml_namespace : std::string_view());
  out.begin("Error");
  out.element("Type", spelt.http_status < 500 ? "Sender" : "Receiver");
  out.element("Code", spelt.code);
  out.element("Message", spelt.message);
  write_members(details.members, out);
  out.end("Error");
  out.element("RequestId", request_id);
  out.end("ErrorResponse");
  return out.take();
}

}  // namespace

std::string_view content_type_of(Protocol protocol) {
  return protocol == Protocol::kQuery ? kXmlContentType : "application/x-amz-json-1.1";
}

ErrorAnswer error_answer(const ServiceModel* service, const OperationRow* operation,
                         Protocol protocol, const Fault& fault, std::string_view request_id) {
  const Spelt spelt = spell(service, operation, protocol, fault);
  const Details details = details_of(fault, spelt.http_status);
  return ErrorAnswer{spelt.http_status,
                     spelt.code,
                     std::string(content_type_of(protocol)),
                     protocol == Protocol::kQuery ? xml_body(service, spelt, details, request_id)
                                                  : json_body(spelt, details),
                     {{"x-amzn-RequestId", std::string(request_id)}}};
}

}  // namespace berth::aws
