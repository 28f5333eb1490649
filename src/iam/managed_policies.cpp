// The documents come out of model/managed_policies.json, which the assembler puts into the
// executable as it stands: path and name → document, one a line.
#include "iam/managed_policies.h"

#include <map>

#include "aws/json_tree.h"

asm(".pushsection .rodata\n"
    ".global berth_managed_policies_begin\n"
    "berth_managed_policies_begin:\n"
    ".incbin \"" BERTH_MANAGED_POLICIES
    "\"\n"
    ".global berth_managed_policies_end\n"
    "berth_managed_policies_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" {
extern const char berth_managed_policies_begin[];
extern const char berth_managed_policies_end[];
}

namespace berth::iam {
namespace {

constexpr std::string_view kPrefix = "arn:aws:iam::aws:policy/";

struct ManagedPolicies {
  std::map<std::string, std::string, std::less<>> documents;
  std::vector<std::string> arns;
};

ManagedPolicies read_embedded() {
  const std::string_view json(
      berth_managed_policies_begin,
      static_cast<std::size_t>(berth_managed_policies_end - berth_managed_policies_begin));
  ManagedPolicies policies;
  const auto tree = aws::parse_json(json);
  if (!tree) return policies;  // a test sees to it that it never is
  for (const auto& [name, value] : tree->members) {
    policies.documents.emplace(std::string(kPrefix) + name,
                               json.substr(value.begin, value.end - value.begin));
  }
  for (const auto& [arn, document] : policies.documents) policies.arns.push_back(arn);
  return policies;
}

/// Read at the first call: most commands never need it.
const ManagedPolicies& embedded() {
  static const ManagedPolicies policies = read_embedded();
  return policies;
}

}  // namespace

const std::string* managed_policy(std::string_view arn) {
  const auto found = embedded().documents.find(arn);
  return found == embedded().documents.end() ? nullptr : &found->second;
}

const std::vector<std::string>& managed_policy_arns() {
  return embedded().arns;
}

}  // namespace berth::iam
