// Policies stand in a case as JSON values: each is looked up, or parsed, by its part of the text.
#include "iam/policy_case.h"

#include <fmt/format.h>

#include "iam/arn_pattern.h"
#include "iam/text.h"

namespace berth::iam {
namespace {

Fault invalid(std::string message) {
  return client_fault("InvalidPolicyCase", std::move(message));
}

Result<std::string> text_of(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  if (value == nullptr || !value->is_string()) {
    return fail(invalid(fmt::format("{} must be a string", name)));
  }
  return value->text();
}

std::string optional_text(const aws::JsonValue& object, std::string_view name) {
  const aws::JsonValue* const value = object.find(name);
  return value != nullptr && value->is_string() ? value->text() : std::string();
}

Result<void> add_key(const std::string& name, const aws::JsonValue& value, ContextKeys& context) {
  if (value.is_string()) {
    context.set(name, value.text());
    return {};
  }
  if (!value.is_array()) {
    return fail(invalid(fmt::format("context key {} must be a string or an array", name)));
  }
  std::vector<std::string> values;
  for (const aws::JsonValue& each : value.elements) {
    if (!each.is_string()) {
      return fail(invalid(fmt::format("context key {} must hold strings", name)));
    }
    values.push_back(each.text());
  }
  context.set(name, std::move(values));
  return {};
}

/// The part of a text that a value stands in.
std::string_view text_at(std::string_view text, const aws::JsonValue& value) {
  return text.substr(value.begin, value.end - value.begin);
}

Result<Request> read_request(std::string_view line, const aws::JsonValue& value) {
  const aws::JsonValue* const closed = value.find("request");
  if (closed == nullptr || !closed->is_object()) {
    return fail(invalid("request must be an object"));
  }
  const auto found = aws::parse_json(text_at(line, *closed));
  if (!found) return fail(invalid("the line is not a JSON object"));
  Request request;
  BERTH_ASSIGN(const std::string principal, text_of(*found, "principal"));
  request.principal = principal_of(principal);
  BERTH_ASSIGN(request.action, text_of(*found, "action"));
  BERTH_ASSIGN(request.resource, text_of(*found, "resource"));
  request.resource_account = optional_text(*found, "resourceAccount");
  const aws::JsonValue* const context = found->find("context");
  if (context == nullptr) return request;
  if (!context->is_object()) return fail(invalid("context must be an object"));
  for (const auto& [name, key] : context->members) {
    BERTH_TRY(add_key(name, key, request.context));
  }
  return request;
}

}  // namespace

Principal principal_of(std::string_view arn) {
  Principal principal;
  principal.arn = arn;
  principal.identity_arn = arn;
  const ArnFields fields = split_arn(arn);
  if (!fields.valid) {
    principal.kind = Principal::Kind::kService;
    return principal;
  }
  const auto& [prefix, partition, service, region, account, resource] = fields.fields;
  principal.account = account;
  constexpr std::string_view kSession = "assumed-role/";
  if (service == "iam" && resource == "root") {
    principal.kind = Principal::Kind::kRoot;
  } else if (service == "sts" && resource.substr(0, kSession.size()) == kSession) {
    principal.kind = Principal::Kind::kRoleSession;
    std::string_view role = resource.substr(kSession.size());
    role = role.substr(0, role.find('/'));
    principal.identity_arn = fmt::format("arn:{}:iam::{}:role/{}", partition, account, role);
  }
  return principal;
}

Result<AttachedPolicy> PolicyCaseReader::managed(const std::string& name) {
  auto& kept = managed_[name];
  if (kept == nullptr) {
    const std::string* const document = find_managed_(name);
    if (document == nullptr) {
      return fail(invalid(fmt::format("there is no managed policy {}", name)));
    }
    BERTH_ASSIGN(kept, parse_policy(*document, PolicyKind::kIdentity));
  }
  return AttachedPolicy{kept, name, true};
}

Result<AttachedPolicy> PolicyCaseReader::policy(std::string_view document, PolicyKind kind) {
  constexpr std::size_t kNamedMax = 256;  // a name is short
  constexpr std::string_view kManaged = "$managed";
  if (document.size() <= kNamedMax && document.find(kManaged) != std::string_view::npos) {
    const auto tree = aws::parse_json(document);
    const aws::JsonValue* const name = tree ? tree->find(kManaged) : nullptr;
    if (name != nullptr) return managed(name->text());
  }
  BERTH_ASSIGN(auto parsed, compiled_.parse(document, kind));
  return AttachedPolicy{std::move(parsed), "inline", false};
}

Result<void> PolicyCaseReader::read_policies(std::string_view line, const aws::JsonValue& value,
                                             PolicyCase& out) {
  if (const aws::JsonValue* const identity = value.find("identityPolicies")) {
    if (!identity->is_array()) return fail(invalid("identityPolicies must be an array"));
    const std::string_view text = text_at(line, *identity);
    const auto list = aws::parse_json_outline(text, 1);
    if (!list) return fail(invalid("the line is not a JSON object"));
    for (const aws::JsonValue& each : list->elements) {
      BERTH_ASSIGN(auto parsed, policy(text_at(text, each), PolicyKind::kIdentity));
      out.policies.identity.push_back(std::move(parsed));
    }
  }
  if (const aws::JsonValue* const boundary = value.find("permissionBoundary")) {
    BERTH_ASSIGN(out.policies.boundary, policy(text_at(line, *boundary), PolicyKind::kIdentity));
  }
  if (const aws::JsonValue* const session = value.find("sessionPolicy")) {
    BERTH_ASSIGN(auto parsed, policy(text_at(line, *session), PolicyKind::kIdentity));
    out.policies.session.push_back(std::move(parsed));
    out.policies.has_session = true;
  }
  if (const aws::JsonValue* const resource = value.find("resourcePolicy")) {
    out.policies.resource_is_trust =
        equal_ignoring_case(std::string_view(out.request.action).substr(0, 4), "sts:");
    const auto kind = out.policies.resource_is_trust ? PolicyKind::kTrust : PolicyKind::kResource;
    BERTH_ASSIGN(out.policies.resource, policy(text_at(line, *resource), kind));
  }
  return {};
}

Result<PolicyCase> PolicyCaseReader::read(std::string_view line) {
  // Policies stay text: most were compiled before.
  const auto tree = aws::parse_json_outline(line, 1);
  if (!tree || !tree->is_object()) return fail(invalid("the line is not a JSON object"));
  PolicyCase out;
  BERTH_ASSIGN(out.id, text_of(*tree, "id"));
  BERTH_ASSIGN(out.request, read_request(line, *tree));
  BERTH_TRY(read_policies(line, *tree, out));
  out.expected = optional_text(*tree, "expected");
  out.determining_reason = optional_text(*tree, "determiningReason");
  return out;
}

}  // namespace berth::iam
