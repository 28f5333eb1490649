// The account's own policies are records; AWS's come with the policy engine.
#include "services/iam/managed.h"

#include <charconv>

#include <fmt/format.h>

#include "crypto/hash.h"
#include "iam/managed_policies.h"
#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/tags.h"

namespace berth::services::iam {
namespace {

constexpr std::string_view kAwsPrefix = "arn:aws:iam::aws:policy/";

/// AWS gives each of its policies an id; ours are made of the ARN, so that they never change.
std::string aws_policy_id(std::string_view arn) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const crypto::Digest digest = crypto::sha256(arn);
  std::string id = "ANPA";
  for (std::size_t i = 0; i < 17; ++i) id += kAlphabet[digest[i] % kAlphabet.size()];
  return id;
}

void count_usage(Context& context, std::string_view arn, aws::iam::Policy& policy) {
  policy.attachment_count = static_cast<std::int32_t>(store::count_attachments(context.tx, arn));
  policy.permissions_boundary_usage_count =
      static_cast<std::int32_t>(store::count_boundaries(context.tx, arn));
  policy.is_attachable = true;
}

Fault no_such_policy(std::string_view arn) {
  return no_such_entity(fmt::format("Policy {} was not found.", arn));
}

std::optional<std::int64_t> version_number(std::string_view version_id) {
  if (version_id.size() < 2 || version_id.front() != 'v') return std::nullopt;
  std::int64_t number = 0;
  const char* const end = version_id.data() + version_id.size();
  const auto [last, error] = std::from_chars(version_id.data() + 1, end, number);
  if (error != std::errc() || last != end) return std::nullopt;
  return number;
}

}  // namespace

bool is_aws_managed(std::string_view policy_arn) {
  return policy_arn.substr(0, kAwsPrefix.size()) == kAwsPrefix;
}

Result<void> require_attachable(Context& context, std::string_view policy_arn) {
  const bool found = is_aws_managed(policy_arn)
                         ? berth::iam::managed_policy(policy_arn) != nullptr
                         : store::find_policy(context.tx, policy_arn).has_value();
  if (found) return {};
  return fail(
      no_such_entity(fmt::format("Policy {} does not exist or is not attachable.", policy_arn)));
}

Result<store::PolicyRecord> require_own_policy(Context& context, std::string_view policy_arn) {
  if (is_aws_managed(policy_arn)) {
    return fail(Fault{"AccessDenied",
                      fmt::format("Policy {} is managed by AWS and cannot be changed.", policy_arn),
                      403,
                      {}});
  }
  auto policy = store::find_policy(context.tx, policy_arn);
  if (!policy) return fail(no_such_policy(policy_arn));
  return std::move(*policy);
}

Result<aws::iam::Policy> require_shown_policy(Context& context, std::string_view policy_arn) {
  if (!is_aws_managed(policy_arn)) {
    BERTH_ASSIGN(const store::PolicyRecord policy, require_own_policy(context, policy_arn));
    return shown_policy(context, policy);
  }
  if (berth::iam::managed_policy(policy_arn) == nullptr) return fail(no_such_policy(policy_arn));
  return shown_aws_policy(context, policy_arn);
}

aws::iam::Policy shown_policy(Context& context, const store::PolicyRecord& policy) {
  aws::iam::Policy shown;
  shown.policy_name = policy.name;
  shown.policy_id = policy.id;
  shown.arn = policy.arn;
  shown.path = policy.path;
  shown.default_version_id = fmt::format("v{}", policy.default_version);
  count_usage(context, policy.arn, shown);
  shown.description = policy.description;
  shown.create_date = from_epoch_ms(policy.created_at_ms);
  shown.update_date = from_epoch_ms(policy.updated_at_ms);
  shown.tags = shown_tags_or_none(context, policy.id);
  return shown;
}

aws::iam::Policy shown_aws_policy(Context& context, std::string_view policy_arn) {
  aws::iam::Policy shown;
  if (const auto name = parse_iam_arn(policy_arn)) {
    shown.policy_name = std::string(name->name);
    shown.path = std::string(name->path);
  }
  shown.policy_id = aws_policy_id(policy_arn);
  shown.arn = std::string(policy_arn);
  shown.default_version_id = "v1";
  count_usage(context, policy_arn, shown);
  shown.create_date = from_epoch_ms(0);
  shown.update_date = from_epoch_ms(0);
  return shown;
}

aws::iam::PolicyVersion shown_version(const store::PolicyRecord& policy,
                                      const store::PolicyVersionRecord& version,
                                      bool with_document) {
  aws::iam::PolicyVersion shown;
  if (with_document) shown.document = encoded_document(version.document);
  shown.version_id = fmt::format("v{}", version.number);
  shown.is_default_version = version.number == policy.default_version;
  shown.create_date = from_epoch_ms(version.created_at_ms);
  return shown;
}

aws::iam::PolicyVersion aws_version(std::string_view policy_arn, bool with_document) {
  aws::iam::PolicyVersion shown;
  if (with_document) {
    shown.document = encoded_document(*berth::iam::managed_policy(policy_arn));
  }
  shown.version_id = "v1";
  shown.is_default_version = true;
  shown.create_date = from_epoch_ms(0);
  return shown;
}

Result<store::PolicyRecord> require_policy_of_version(Context& context, std::string_view policy_arn,
                                                      std::string_view version_id) {
  auto policy = require_own_policy(context, policy_arn);
  if (!policy && policy.error().code == "NoSuchEntity") {
    return fail(no_such_version(policy_arn, version_id));
  }
  return policy;
}

Result<store::PolicyVersionRecord> require_version(Context& context,
                                                   const store::PolicyRecord& policy,
                                                   std::string_view version_id) {
  const auto number = version_number(version_id);
  auto version =
      number ? store::find_policy_version(context.tx, policy.arn, *number) : std::nullopt;
  if (!version) return fail(no_such_version(policy.arn, version_id));
  return std::move(*version);
}

Fault no_such_version(std::string_view policy_arn, std::string_view version_id) {
  return no_such_entity(fmt::format("Policy {} version {} does not exist or is not attachable.",
                                    policy_arn, version_id));
}

}  // namespace berth::services::iam
