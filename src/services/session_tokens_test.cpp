// What a token says is what was sealed in it, and nothing opens that was not.
#include <gtest/gtest.h>

#include "services/principals.h"
#include "services/session_tokens_sealed.h"

namespace berth::services {
namespace {

const AccountId kAccount{"123456789012"};

Secret key_of(char c) {
  return Secret(std::string(32, c));
}

iam::Principal task_session() {
  store::RoleRecord role;
  role.id = "AROAAAAAAAAAAAAAAAAAA";
  role.name = "task";
  role.path = "/team/";
  return role_session_principal(kAccount, role, "0123456789abcdef0123456789abcdef");
}

SessionFacts facts() {
  SessionFacts facts;
  facts.issued_at = from_epoch_ms(1'760'000'000'123);
  facts.expires_at = facts.issued_at + std::chrono::hours(6);
  facts.role_unique_id = "AROAAAAAAAAAAAAAAAAAA";
  facts.policies = {"{\"Statement\":[]}", "arn:aws:iam::aws:policy/X"};
  facts.tags = {{"Team", "a"}, {"empty", ""}};
  facts.transitive_tag_keys = {"Team"};
  facts.source_identity = "ann";
  facts.chained = true;
  return facts;
}

TEST(SessionTokens, SayWhatWasSealedInThem) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  const auto credentials = tokens.issue(task_session(), facts(), random);
  EXPECT_EQ(credentials.access_key_id.str().size(), 20u);
  EXPECT_EQ(credentials.access_key_id.str().substr(0, 4), "ASIA");
  EXPECT_EQ(credentials.secret_access_key.reveal().size(), 40u);
  EXPECT_EQ(credentials.expires_at, facts().expires_at);

  // As after a restart: another object with the same key.
  const SealedSessionTokens later(key_of('k'), kAccount);
  const auto opened =
      later.open(credentials.session_token.reveal(), credentials.access_key_id.str());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->secret_access_key.reveal(), credentials.secret_access_key.reveal());
  EXPECT_EQ(opened->principal.arn,
            "arn:aws:sts::123456789012:assumed-role/task/0123456789abcdef0123456789abcdef");
  EXPECT_EQ(identity_arn_of(opened->principal), "arn:aws:iam::123456789012:role/team/task");
  EXPECT_EQ(opened->facts.issued_at, facts().issued_at);
  EXPECT_EQ(opened->facts.expires_at, facts().expires_at);
  EXPECT_EQ(opened->facts.role_unique_id, facts().role_unique_id);
  EXPECT_EQ(opened->facts.policies, facts().policies);
  EXPECT_EQ(opened->facts.tags, facts().tags);
  EXPECT_EQ(opened->facts.transitive_tag_keys, facts().transitive_tag_keys);
  EXPECT_EQ(opened->facts.source_identity, "ann");
  EXPECT_TRUE(opened->facts.chained);
}

TEST(SessionTokens, HoldASecondFactorAndWhatAWebIdentityBrings) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  SessionFacts more = facts();
  more.mfa_at = from_epoch_ms(1'760'000'000'000);
  more.federated_keys = {{"aws:FederatedProvider", "arn:p"}};
  const auto credentials = tokens.issue(task_session(), more, random);
  const auto opened =
      tokens.open(credentials.session_token.reveal(), credentials.access_key_id.str());
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->facts.mfa_at, more.mfa_at);
  EXPECT_EQ(opened->facts.federated_keys, more.federated_keys);
}

TEST(SessionTokens, OfFederatedUsersKnowWhoMadeThem) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  store::UserRecord user;
  user.id = "AIDAAAAAAAAAAAAAAAAAA";
  user.name = "ann";
  user.path = "/team/";
  for (const auto& maker : {user_principal(kAccount, user), root_principal(kAccount)}) {
    SessionFacts plain;
    plain.role_unique_id = maker.unique_id;
    const auto principal = federated_user_principal(kAccount, maker, "carl");
    const auto credentials = tokens.issue(principal, plain, random);
    const auto opened =
        tokens.open(credentials.session_token.reveal(), credentials.access_key_id.str());
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->principal, principal);
    EXPECT_EQ(opened->facts.role_unique_id, maker.unique_id);
  }
}

TEST(SessionTokens, AreShortForATask) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  SessionFacts plain = facts();
  plain.policies.clear();
  plain.tags.clear();
  plain.transitive_tag_keys.clear();
  EXPECT_LT(tokens.issue(task_session(), plain, random).session_token.reveal().size(), 200u);
}

TEST(SessionTokens, OfUsersAndTheRootUserOpenToo) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  store::UserRecord user;
  user.id = "AIDAAAAAAAAAAAAAAAAAA";
  user.name = "ann";
  SessionFacts plain;
  plain.role_unique_id = user.id;
  for (const auto& principal : {user_principal(kAccount, user), root_principal(kAccount)}) {
    const auto credentials = tokens.issue(principal, plain, random);
    const auto opened =
        tokens.open(credentials.session_token.reveal(), credentials.access_key_id.str());
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->principal.arn, principal.arn);
    EXPECT_EQ(is_root(opened->principal), is_root(principal));
  }
}

TEST(SessionTokens, OpenForNothingElse) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  const auto credentials = tokens.issue(task_session(), facts(), random);
  const std::string token(credentials.session_token.reveal());
  const std::string id = credentials.access_key_id.str();
  ASSERT_TRUE(tokens.open(token, id));
  EXPECT_EQ(tokens.open(token, "ASIAAAAAAAAAAAAAAAAA").error().code, "InvalidToken");
  EXPECT_FALSE(tokens.open("", id));
  EXPECT_FALSE(tokens.open("not base64!", id));
  EXPECT_FALSE(SealedSessionTokens(key_of('x'), kAccount).open(token, id));
  for (std::size_t size = 0; size < token.size(); size += 4) {
    EXPECT_FALSE(tokens.open(token.substr(0, size), id)) << size;
  }
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens.open(changed, id)) << i;
  }
}

TEST(SessionTokens, GiveEachSetItsOwnKeys) {
  const SealedSessionTokens tokens(key_of('k'), kAccount);
  SeededRandom random(1);
  const auto one = tokens.issue(task_session(), facts(), random);
  const auto two = tokens.issue(task_session(), facts(), random);
  EXPECT_NE(one.access_key_id, two.access_key_id);
  EXPECT_NE(one.secret_access_key.reveal(), two.secret_access_key.reveal());
  EXPECT_FALSE(tokens.open(two.session_token.reveal(), one.access_key_id.str()));
}

}  // namespace
}  // namespace berth::services
