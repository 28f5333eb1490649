// The rules of session tags, source identity and session policies.
#include "services/sts/session_facts.h"

#include <algorithm>
#include <set>

#include "aws/validate.h"
#include "services/session_policies.h"
#include "services/sts/packed_size.h"
#include "store/iam/tags.h"

namespace berth::services::sts {
namespace {

constexpr std::size_t kSessionTagsMax = 50;
constexpr std::size_t kPolicyArnsMax = 10;

bool is_transitive(const SessionFacts& facts, std::string_view key) {
  const std::string folded = store::name_key(key);
  return std::any_of(facts.transitive_tag_keys.begin(), facts.transitive_tag_keys.end(),
                     [&folded](const auto& each) { return store::name_key(each) == folded; });
}

/// Own tags first, then those that the caller's session hands on.
Result<void> add_tags(const Context& context, const SessionWishes& wishes, SessionFacts& facts) {
  const auto invalid = [](std::string message) {
    return fail(client_fault("InvalidParameterValue", std::move(message)));
  };
  std::set<std::string> keys;
  for (const aws::sts::Tag& tag : wishes.tags) {
    const std::string key = store::name_key(*tag.key);
    if (key.substr(0, 4) == "aws:") {
      return invalid("Tag keys that begin with aws: are reserved for system use.");
    }
    if (!keys.insert(key).second) {
      return invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    facts.tags.emplace_back(*tag.key, tag.value.value_or(""));
  }
  for (const std::string& key : wishes.transitive_tag_keys) {
    if (!keys.contains(store::name_key(key))) {
      return invalid("The specified transitive tag key must be included in the requested tags.");
    }
    facts.transitive_tag_keys.push_back(key);
  }
  const SessionFacts before = context.caller.session.value_or(SessionFacts());
  for (const auto& [key, value] : before.tags) {
    if (!is_transitive(before, key)) continue;
    if (keys.contains(store::name_key(key))) {
      return invalid(
          "One of the specified transitive tag keys can't be set because it conflicts with a "
          "transitive tag key from the calling session.");
    }
    facts.tags.emplace_back(key, value);
    facts.transitive_tag_keys.push_back(key);
  }
  if (facts.tags.size() > kSessionTagsMax) return invalid("A session has at most 50 tags.");
  return {};
}

Result<void> add_source_identity(const Context& context, const SessionWishes& wishes,
                                 SessionFacts& facts) {
  facts.source_identity = wishes.source_identity;
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

Result<void> add_policies(Context& context, const SessionWishes& wishes, SessionFacts& facts) {
  if (wishes.policy_arns.size() > kPolicyArnsMax) {
    return fail(client_fault("ValidationError",
                             "1 validation error detected: Value at 'policyArns' failed to satisfy "
                             "constraint: Member must have length less than or equal to 10"));
  }
  if (wishes.policy) {
    BERTH_TRY(check_session_document(*wishes.policy));
    facts.policies.push_back(*wishes.policy);
  }
  for (const auto& each : wishes.policy_arns) {
    if (!each.arn) continue;
    BERTH_TRY(check_session_policy_arn(context.tx, *each.arn));
    facts.policies.push_back(*each.arn);
  }
  return check_policy_characters(facts);
}

/// A web identity's tags and source identity are its token's to say.
void add_claims(const WebIdentity& identity, SessionWishes& wishes) {
  for (const auto& [key, value] : identity.tags) wishes.tags.push_back(aws::sts::Tag{key, value});
  wishes.transitive_tag_keys = identity.transitive_tag_keys;
  wishes.source_identity = identity.source_identity;
}

/// Claims have passed no model: they obey the one of AssumeRole's parameters, whose other members
/// do not matter here.
Result<void> check_claims(const SessionWishes& wishes) {
  aws::sts::AssumeRoleRequest request;
  request.role_arn = "arn:aws:iam::123456789012:role/any";
  request.role_session_name = "any";
  request.tags = wishes.tags;
  request.transitive_tag_keys = wishes.transitive_tag_keys;
  if (!wishes.source_identity.empty()) request.source_identity = wishes.source_identity;
  return aws::validate(*aws::sts::ops::AssumeRole::row().input, &request, aws::Protocol::kQuery);
}

}  // namespace

Result<SessionFacts> requested_facts(Context& context, SessionWishes wishes) {
  SessionFacts facts;
  if (context.caller.web_identity) {
    add_claims(*context.caller.web_identity, wishes);
    BERTH_TRY(check_claims(wishes));
  }
  BERTH_TRY(add_tags(context, wishes, facts));
  BERTH_TRY(add_source_identity(context, wishes, facts));
  BERTH_TRY(add_policies(context, wishes, facts));
  BERTH_TRY(check_packed_size(facts));
  return facts;
}

}  // namespace berth::services::sts
