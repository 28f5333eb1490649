// What the tests of the policy engine write down often.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "iam/evaluate.h"
#include "iam/policy_case.h"

namespace berth::iam::test_support {

inline constexpr const char* kAccount = "123456789012";
inline constexpr const char* kAlice = "arn:aws:iam::123456789012:user/alice";
inline constexpr const char* kSession = "arn:aws:sts::123456789012:assumed-role/app/s1";
inline constexpr const char* kRole = "arn:aws:iam::123456789012:role/app";
/// The members of a statement that allows everything.
inline constexpr std::string_view kAllowAll = R"("Effect":"Allow","Action":"*","Resource":"*")";
inline constexpr const char* kTask = "arn:aws:ecs:us-west-2:123456789012:task/prod/1";

/// A document around the members of its statements: `"Effect":"Allow",…`.
inline std::string document(std::initializer_list<std::string_view> statements) {
  std::string text = R"({"Version":"2012-10-17","Statement":[)";
  std::string_view comma;
  for (const std::string_view statement : statements) {
    text.append(comma).append("{").append(statement).append("}");
    comma = ",";
  }
  return text + "]}";
}

/// Throws where the document is none.
inline AttachedPolicy attached(std::initializer_list<std::string_view> statements,
                               PolicyKind kind = PolicyKind::kIdentity) {
  return AttachedPolicy{parse_policy(document(statements), kind).value(), "inline", false};
}

inline Request request(std::string_view principal, std::string action = "ecs:StopTask",
                       std::string resource = kTask) {
  return Request{principal_of(principal), std::move(action), std::move(resource), kAccount, {}};
}

}  // namespace berth::iam::test_support
