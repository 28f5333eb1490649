// Last of the checks of a document: the form of each resource and each action.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "iam/parse_checks.h"
#include "iam/text.h"

namespace berth::iam::parse {
namespace {

/// Where a resource of IAM may begin; AWS's text names them in this order.
constexpr std::array<std::string_view, 13> kIamPaths = {"user/",
                                                        "federated-user/",
                                                        "role/",
                                                        "group/",
                                                        "instance-profile/",
                                                        "mfa/",
                                                        "server-certificate/",
                                                        "policy/",
                                                        "sms-mfa/",
                                                        "saml-provider/",
                                                        "oidc-provider/",
                                                        "report/",
                                                        "access-report/"};

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

bool is_partition(std::string_view text, Rigour rigour) {
  if (text == "aws" || text == "*") return true;
  // A partition knows only itself; documents made elsewhere can be decided all the same.
  return rigour == Rigour::kDecidable && (text == "aws-cn" || text == "aws-us-gov");
}

std::string region_complaint(std::string_view service, std::string_view resource) {
  if (service == "iam") {
    return fmt::format("IAM resource {} cannot contain region information.", resource);
  }
  return fmt::format("Resource {} can not contain region information.", resource);
}

/// What services refuse of ARNs that are well formed.
std::string service_complaint(const std::vector<std::string_view>& fields,
                              std::string_view resource, Rigour rigour) {
  const std::string_view service = fields[2];
  const std::string_view region = fields[3];
  if (rigour == Rigour::kDecidable) {
    const bool regional = service == "iam" && !region.empty() && !has_wildcard(region);
    return regional ? region_complaint(service, resource) : std::string();
  }
  if (has_wildcard(service)) {
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  }
  if ((service == "iam" || service == "s3") && !region.empty()) {
    return region_complaint(service, resource);
  }
  const bool known = std::any_of(kIamPaths.begin(), kIamPaths.end(), [&](std::string_view path) {
    return fields[5].substr(0, path.size()) == path;
  });
  if (service != "iam" || known || fields[5] == "*") return "";
  return fmt::format("IAM resource path must either be \"*\" or start with {}.",
                     fmt::join(kIamPaths, ", "));
}

bool is_vendor(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.';
  });
}

Result<void> check_action(std::string_view action) {
  if (action == "*") return {};
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos || colon == 0) {
    return fail(
        malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."));
  }
  if (action.find(':', colon + 1) != std::string_view::npos) {
    return fail(malformed("Actions/Condition can contain only one colon."));
  }
  const std::string_view vendor = action.substr(0, colon);
  if (vendor != "*" && !is_vendor(vendor)) {
    return fail(malformed(fmt::format("Vendor {} is not valid", vendor)));
  }
  return {};
}

/// All that a role's trust can let anyone do is assume it.
Result<void> check_trust_action(std::string_view action) {
  if (action == "*" || equal_ignoring_case(action.substr(0, 4), "sts:")) return {};
  return fail(malformed("AssumeRole policy may only specify STS AssumeRole actions."));
}

}  // namespace

std::string resource_complaint(std::string_view resource, Rigour rigour) {
  if (resource == "*") return "";
  const auto not_an_arn = [resource] {
    return fmt::format("Resource {} must be in ARN format or \"*\".", resource);
  };
  if (resource.find(':') == std::string_view::npos) return not_an_arn();
  const auto fields = ArnPattern::split(resource, true);
  if (!is_partition(fields[1], rigour)) {
    return fmt::format("Partition \"{}\" is not valid for resource \"arn:{}\".", fields[1],
                       fmt::join(fields.begin() + 1, fields.end(), ":"));
  }
  if (fields[0] != "arn") return not_an_arn();
  const bool has_vendor = resource.find(':', resource.find(':') + 1) != std::string_view::npos;
  if (!has_vendor || (fields[2].empty() && rigour == Rigour::kDecidable)) {
    return "Resource vendor must be fully qualified and cannot contain regexes.";
  }
  return service_complaint(fields, resource, rigour);
}

Result<void> check_formats(const Statements& statements, PolicyKind kind, Rigour rigour) {
  for (const aws::JsonValue* const each : statements) {
    const aws::JsonValue* const resources = either(*each, "Resource", "NotResource");
    if (resources == nullptr) continue;
    for (const std::string& resource : texts_of(*resources)) {
      std::string complaint = resource_complaint(resource, rigour);
      if (!complaint.empty()) return fail(malformed(std::move(complaint)));
    }
  }
  for (const aws::JsonValue* const each : statements) {
    for (const std::string& action : texts_of(*either(*each, "Action", "NotAction"))) {
      BERTH_TRY(check_action(action));
      if (kind == PolicyKind::kTrust) BERTH_TRY(check_trust_action(action));
    }
  }
  return {};
}

}  // namespace berth::iam::parse
