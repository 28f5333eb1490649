// STS: what sessions are given out, to whom, for how long, and what goes on with them.
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/sts/operations.h"
#include "services/sts/targets.h"
#include "services/testing.h"

namespace berth::services::sts {
namespace {

using testing::ElementsAre;

constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
    R"({"AWS":"123456789012"},"Action":"sts:AssumeRole"}]})";
constexpr const char* kPolicy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}})";

template <class T>
std::string fault_of(const Result<T>& result) {
  return result ? "no fault" : result.error().code + ": " + result.error().message;
}

class StsTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateRoleRequest request;
    request.role_name = "task";
    request.path = "/team/";
    request.max_session_duration = 7200;
    request.assume_role_policy_document = kTrust;
    const auto made = call(iam::create_role, request);
    ASSERT_TRUE(made) << made.error().message;
    role_id_ = *made->role->role_id;
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(iam::create_user, user));
  }

  static aws::sts::AssumeRoleRequest request(const std::string& session = "s1") {
    aws::sts::AssumeRoleRequest request;
    request.role_arn = "arn:aws:iam::123456789012:role/team/task";
    request.role_session_name = session;
    return request;
  }
  static std::vector<aws::sts::Tag> tags_of(
      std::initializer_list<std::pair<const char*, const char*>> pairs) {
    std::vector<aws::sts::Tag> tags;
    for (const auto& [key, value] : pairs) tags.push_back(aws::sts::Tag{key, value});
    return tags;
  }
  /// The session that the answer's credentials open.
  OpenedSession opened(const std::optional<aws::sts::Credentials>& credentials) {
    auto session = tokens_.open(*credentials->session_token, *credentials->access_key_id);
    EXPECT_TRUE(session) << session.error().message;
    return std::move(*session);
  }
  void as_session(const OpenedSession& session) {
    caller_.principal = session.principal;
    caller_.session = session.facts;
  }
  void as_user() {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      caller_.principal = user_principal(account_, *store::find_user(context.tx, "ann"));
      return {};
    }));
  }
  Targets targets(const aws::sts::AssumeRoleRequest& asked) {
    Targets found;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(found, on_role_to_assume(context, asked));
      return {};
    }));
    return found;
  }

  std::string role_id_;
};

TEST_F(StsTest, AssumeRoleGivesASessionOfTheRole) {
  const auto made = call(assume_role, request());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->assumed_role_user->arn, "arn:aws:sts::123456789012:assumed-role/task/s1");
  EXPECT_EQ(made->assumed_role_user->assumed_role_id, role_id_ + ":s1");
  EXPECT_THAT(*made->credentials->access_key_id, testing::MatchesRegex("ASIA[A-Z2-7]{16}"));
  EXPECT_EQ(made->credentials->expiration, clock_.now() + std::chrono::hours(1));
  EXPECT_FALSE(made->packed_policy_size);
  EXPECT_FALSE(made->source_identity);
  const OpenedSession session = opened(made->credentials);
  EXPECT_EQ(session.secret_access_key.reveal(), *made->credentials->secret_access_key);
  EXPECT_EQ(session.principal.identity_arn, "arn:aws:iam::123456789012:role/team/task");
  EXPECT_EQ(session.principal.unique_id, role_id_);
  EXPECT_EQ(session.facts.role_unique_id, role_id_);
  EXPECT_EQ(session.facts.issued_at, clock_.now());
  EXPECT_FALSE(session.facts.chained);
}

TEST_F(StsTest, AssumeRoleLastsAsLongAsTheRoleAllows) {
  auto asked = request();
  asked.duration_seconds = 7200;
  EXPECT_EQ(call(assume_role, asked)->credentials->expiration,
            clock_.now() + std::chrono::hours(2));
  asked.duration_seconds = 7201;
  EXPECT_EQ(fault_of(call(assume_role, asked)),
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for "
            "this role.");
  // A session of a role gets an hour at most.
  as_session(opened(call(assume_role, request())->credentials));
  asked.duration_seconds = 3601;
  EXPECT_EQ(fault_of(call(assume_role, asked)),
            "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for "
            "roles assumed by role chaining");
  asked.duration_seconds = 3600;
  const auto chained = call(assume_role, asked);
  ASSERT_TRUE(chained) << chained.error().message;
  EXPECT_TRUE(opened(chained->credentials).facts.chained);
}

TEST_F(StsTest, AssumeRoleNeedsARoleWithThatPath) {
  for (const char* arn : {"arn:aws:iam::123456789012:role/task",
                          "arn:aws:iam::123456789012:role/team/none", "nonsense"}) {
    auto asked = request();
    asked.role_arn = arn;
    EXPECT_EQ(fault_of(call(assume_role, asked)),
              std::string("AccessDenied: User: arn:aws:iam::123456789012:root is not authorized to "
                          "perform: sts:AssumeRole on resource: ") +
                  arn);
  }
}

TEST_F(StsTest, AssumeRoleCarriesSessionPolicies) {
  auto asked = request();
  asked.policy = kPolicy;
  asked.policy_arns.emplace().push_back({"arn:aws:iam::aws:policy/AmazonECS_FullAccess"});
  const auto made = call(assume_role, asked);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_THAT(opened(made->credentials).facts.policies,
              ElementsAre(kPolicy, "arn:aws:iam::aws:policy/AmazonECS_FullAccess"));
  EXPECT_GT(made->packed_policy_size.value_or(0), 0);
  asked.policy = "{";
  EXPECT_EQ(call(assume_role, asked).error().code, "MalformedPolicyDocument");
  asked.policy.reset();
  asked.policy_arns.emplace().push_back({"arn:aws:iam::123456789012:policy/none"});
  EXPECT_EQ(call(assume_role, asked).error().code, "MalformedPolicyDocument");
}

TEST_F(StsTest, ADocumentIsNoArnAndAnArnIsNoDocument) {
  auto asked = request();
  asked.policy = "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
  EXPECT_EQ(call(assume_role, asked).error().code, "MalformedPolicyDocument");
  asked.policy.reset();
  asked.policy_arns.emplace().push_back({kPolicy});
  EXPECT_EQ(call(assume_role, asked).error().code, "MalformedPolicyDocument");
}

TEST_F(StsTest, PoliciesAndTagsHaveLimitsOfTheirOwn) {
  auto asked = request();
  asked.policy = std::string(kPolicy).insert(1, std::string(2048 - std::strlen(kPolicy), ' '));
  std::vector<aws::sts::Tag> tags;
  for (int i = 0; i < 50; ++i) tags.push_back({"key" + std::to_string(i), "a value of a tag"});
  asked.tags = tags;
  const auto made = call(assume_role, asked);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->packed_policy_size, 30) << "what is blank does not count";
  asked.tags->push_back({"one", "more"});
  EXPECT_EQ(fault_of(call(assume_role, asked)),
            "InvalidParameterValue: A session has at most 50 tags.");
  asked.tags.reset();
  asked.policy->insert(1, " ");
  EXPECT_EQ(call(assume_role, asked).error().code, "ValidationError");
  asked.policy = std::string(kPolicy).insert(1, std::string(2000 - std::strlen(kPolicy), ' '));
  asked.policy_arns.emplace().push_back({"arn:aws:iam::aws:policy/AmazonECS_FullAccess"});
  EXPECT_TRUE(call(assume_role, asked));
  asked.policy_arns->push_back({"arn:aws:iam::aws:policy/AmazonECS_FullAccess"});
  EXPECT_EQ(fault_of(call(assume_role, asked)),
            "ValidationError: The inline session policy and the ARNs of managed session policies "
            "have 2088 characters together; they may have 2048 at most.");
}

TEST_F(StsTest, PoliciesAndTagsHaveToFitTogether) {
  auto asked = request();
  std::vector<aws::sts::Tag> tags;
  for (int i = 0; i < 50; ++i) tags.push_back({"key" + std::to_string(i), std::string(80, 'v')});
  asked.tags = tags;
  EXPECT_EQ(fault_of(call(assume_role, asked)),
            "PackedPolicyTooLarge: Packed size of session tags consumes 106% of allotted space.");
  asked.policy = kPolicy;
  EXPECT_EQ(fault_of(call(assume_role, asked)),
            "PackedPolicyTooLarge: Packed policy consumes 109% of allotted space, please use "
            "smaller policy.");
  aws::sts::GetFederationTokenRequest federation;
  federation.name = "carl";
  federation.tags = tags;
  EXPECT_EQ(call(get_federation_token, federation).error().code, "PackedPolicyTooLarge");
  federation.tags->resize(40);
  EXPECT_EQ(call(get_federation_token, federation)->packed_policy_size, 85);
}

TEST_F(StsTest, AssumeRoleHandsTagsAndSourceIdentityOn) {
  auto asked = request();
  asked.source_identity = "ann";
  asked.tags = tags_of({{"Team", "a"}, {"own", "b"}});
  asked.transitive_tag_keys = std::vector<std::string>{"Team"};
  const auto first = call(assume_role, asked);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->source_identity, "ann");

  as_session(opened(first->credentials));
  const auto second = call(assume_role, request("s2"));
  ASSERT_TRUE(second) << second.error().message;
  const SessionFacts facts = opened(second->credentials).facts;
  EXPECT_EQ(facts.source_identity, "ann");
  EXPECT_THAT(facts.tags, ElementsAre(std::pair<std::string, std::string>("Team", "a")));
  EXPECT_THAT(facts.transitive_tag_keys, ElementsAre("Team"));

  auto conflicting = request();
  conflicting.tags = tags_of({{"team", "other"}});
  EXPECT_EQ(call(assume_role, conflicting).error().code, "InvalidParameterValue");
  auto renamed = request();
  renamed.source_identity = "bob";
  EXPECT_EQ(call(assume_role, renamed).error().code, "AccessDenied");
}

TEST_F(StsTest, AssumeRoleRefusesOddTags) {
  auto asked = request();
  asked.tags = tags_of({{"a", "1"}, {"A", "2"}});
  EXPECT_EQ(call(assume_role, asked).error().code, "InvalidParameterValue");
  asked.tags = tags_of({{"aws:x", "1"}});
  EXPECT_EQ(call(assume_role, asked).error().code, "InvalidParameterValue");
  asked.tags = tags_of({{"a", "1"}});
  asked.transitive_tag_keys = std::vector<std::string>{"b"};
  EXPECT_EQ(call(assume_role, asked).error().code, "InvalidParameterValue");
}

TEST_F(StsTest, AssumeRoleAsksForEachActionThatItIs) {
  auto asked = request();
  asked.external_id = "id-1";
  const Targets plain = targets(asked);
  ASSERT_EQ(plain.size(), 1u);
  EXPECT_EQ(plain[0].resource, "arn:aws:iam::123456789012:role/team/task");
  EXPECT_THAT(plain[0].context.find("sts:ExternalId")->values, ElementsAre("id-1"));
  EXPECT_THAT(plain[0].context.find("sts:RoleSessionName")->values, ElementsAre("s1"));
  asked.tags = tags_of({{"Team", "a"}});
  asked.transitive_tag_keys = std::vector<std::string>{"Team"};
  asked.source_identity = "ann";
  const Targets all = targets(asked);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].action, "sts:TagSession");
  EXPECT_EQ(all[2].action, "sts:SetSourceIdentity");
  EXPECT_THAT(all[1].context.find("aws:RequestTag/Team")->values, ElementsAre("a"));
  EXPECT_THAT(all[1].context.find("sts:TransitiveTagKeys")->values, ElementsAre("Team"));
  EXPECT_THAT(all[2].context.find("sts:SourceIdentity")->values, ElementsAre("ann"));
}

TEST_F(StsTest, GetCallerIdentityNamesEveryKindOfCaller) {
  const auto who = [this] {
    const auto answer = call(get_caller_identity, aws::sts::GetCallerIdentityRequest());
    return *answer->arn + " " + *answer->user_id + " " + *answer->account;
  };
  EXPECT_EQ(who(), "arn:aws:iam::123456789012:root 123456789012 123456789012");
  const OpenedSession session = opened(call(assume_role, request())->credentials);
  as_user();
  EXPECT_THAT(who(), testing::MatchesRegex("arn:aws:iam::123456789012:user/ann AIDA[A-Z2-7]{17} "
                                           "123456789012"));
  as_session(session);
  EXPECT_EQ(who(),
            "arn:aws:sts::123456789012:assumed-role/task/s1 " + role_id_ + ":s1 123456789012");
}

TEST_F(StsTest, GetSessionTokenIsForUsersThemselves) {
  as_user();
  const auto made = call(get_session_token, aws::sts::GetSessionTokenRequest());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->credentials->expiration, clock_.now() + std::chrono::hours(12));
  const OpenedSession session = opened(made->credentials);
  EXPECT_EQ(session.principal, caller_.principal);
  EXPECT_EQ(session.facts.role_unique_id, caller_.principal.unique_id);
  aws::sts::GetSessionTokenRequest asked;
  asked.duration_seconds = 900;
  EXPECT_EQ(call(get_session_token, asked)->credentials->expiration,
            clock_.now() + std::chrono::seconds(900));
  // Not for sessions; for the root user an hour.
  as_session(session);
  EXPECT_EQ(fault_of(call(get_session_token, aws::sts::GetSessionTokenRequest())),
            "AccessDenied: Cannot call GetSessionToken with session credentials");
  caller_.session.reset();
  caller_.principal = root_principal(account_);
  EXPECT_EQ(call(get_session_token, aws::sts::GetSessionTokenRequest())->credentials->expiration,
            clock_.now() + std::chrono::hours(1));
}

TEST_F(StsTest, GetAccessKeyInfoKnowsTheAccountsKeys) {
  aws::sts::GetAccessKeyInfoRequest asked;
  asked.access_key_id = "AKIAROOT000000000000";
  EXPECT_EQ(call(get_access_key_info, asked)->account, "123456789012");
  // A session's, which nothing is stored for, and another account's.
  asked.access_key_id = call(get_session_token, {})->credentials->access_key_id;
  EXPECT_EQ(call(get_access_key_info, asked)->account, "123456789012");
  asked.access_key_id = "ASIAQNZGKIQY56JQ7WML";
  EXPECT_EQ(call(get_access_key_info, asked)->account, "029608264753");
  asked.access_key_id = "AKIA0000000000000000";
  EXPECT_EQ(call(get_access_key_info, asked).error().code, "ValidationError");
}

}  // namespace
}  // namespace berth::services::sts
