// The rules of session tags, source identity and session policies.
#include "services/sts/session_facts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "services/session_policies.h"
#include "store/iam/tags.h"

namespace berth::services::sts {
namespace {

constexpr std::size_t kPackedCharactersMax = 2048;
constexpr std::size_t kTagsMax = 50;

bool is_transitive(const SessionFacts& facts, std::string_view key) {
  const std::string folded = store::name_key(key);
  return std::any_of(facts.transitive_tag_keys.begin(), facts.transitive_tag_keys.end(),
                     [&folded](const auto& each) { return store::name_key(each) == folded; });
}

/// Own tags first, then those that the caller's session hands on.
Result<void> add_tags(const Context& context, const aws::sts::AssumeRoleRequest& request,
                      SessionFacts& facts) {
  const auto invalid = [](std::string message) {
    return fail(client_fault("InvalidParameterValue", std::move(message)));
  };
  std::set<std::string> keys;
  for (const aws::sts::Tag& tag : request.tags.value_or(std::vector<aws::sts::Tag>())) {
    const std::string key = store::name_key(*tag.key);
    if (key.substr(0, 4) == "aws:") {
      return invalid("Tag keys that begin with aws: are reserved for system use.");
    }
    if (!keys.insert(key).second) {
      return invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    facts.tags.emplace_back(*tag.key, tag.value.value_or(""));
  }
  for (const std::string& key : request.transitive_tag_keys.value_or(std::vector<std::string>())) {
    if (!keys.contains(store::name_key(key))) {
      return invalid("The specified transitive tag key must be included in the requested tags.");
    }
    facts.transitive_tag_keys.push_back(key);
  }
  if (!context.caller.session) return {};
  for (const auto& [key, value] : context.caller.session->tags) {
    if (!is_transitive(*context.caller.session, key)) continue;
    if (keys.contains(store::name_key(key))) {
      return invalid(
          "One of the specified transitive tag keys can't be set because it conflicts with a "
          "transitive tag key from the calling session.");
    }
    facts.tags.emplace_back(key, value);
    facts.transitive_tag_keys.push_back(key);
  }
  if (facts.tags.size() > kTagsMax) return invalid("A session has at most 50 tags.");
  return {};
}

Result<void> add_source_identity(const Context& context, const aws::sts::AssumeRoleRequest& request,
                                 SessionFacts& facts) {
  facts.source_identity = request.source_identity.value_or("");
  if (!context.caller.session || context.caller.session->source_identity.empty()) return {};
  const std::string& handed_on = context.caller.session->source_identity;
  if (!facts.source_identity.empty() && facts.source_identity != handed_on) {
    return fail(Fault{"AccessDenied",
                      "The source identity of a session cannot be changed once it is set.",
                      403,
                      {}});
  }
  facts.source_identity = handed_on;
  return {};
}

Result<void> add_policies(Context& context, const aws::sts::AssumeRoleRequest& request,
                          SessionFacts& facts) {
  if (request.policy) facts.policies.push_back(*request.policy);
  for (const auto& each :
       request.policy_arns.value_or(std::vector<aws::sts::PolicyDescriptorType>())) {
    if (each.arn) facts.policies.push_back(*each.arn);
  }
  return check_session_policies(context.tx, facts.policies);
}

}  // namespace

Result<SessionFacts> requested_facts(Context& context, const aws::sts::AssumeRoleRequest& request) {
  SessionFacts facts;
  BERTH_TRY(add_tags(context, request, facts));
  BERTH_TRY(add_source_identity(context, request, facts));
  BERTH_TRY(add_policies(context, request, facts));
  const std::int32_t percent = packed_size_percent(facts);
  if (percent > 100) {
    return fail(client_fault("PackedPolicyTooLarge",
                             fmt::format("Packed policy consumes {}% of allotted space, please use "
                                         "smaller policy.",
                                         percent)));
  }
  return facts;
}

std::int32_t packed_size_percent(const SessionFacts& facts) {
  std::size_t characters = 0;
  for (const std::string& policy : facts.policies) characters += policy.size();
  for (const auto& [key, value] : facts.tags) characters += key.size() + value.size();
  return static_cast<std::int32_t>((characters * 100 + kPackedCharactersMax - 1) /
                                   kPackedCharactersMax);
}

}  // namespace berth::services::sts
