// Which keys are known: the administrator's, users', sessions' — and when each is known no more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/credential_finder.h"
#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services {
namespace {

class CredentialFinderTest : public ServiceTest {
 protected:
  void SetUp() override {
    aws::iam::CreateUserRequest user;
    user.user_name = "ann";
    ASSERT_TRUE(call(iam::create_user, user));
    aws::iam::CreateAccessKeyRequest request;
    request.user_name = "ann";
    key_ = *call(iam::create_access_key, request)->access_key;
    make_role();
  }
  void make_role() {
    aws::iam::CreateRoleRequest role;
    role.role_name = "task";
    role.assume_role_policy_document =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
        R"({"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
    ASSERT_TRUE(call(iam::create_role, role));
  }
  Result<Credential> find(const std::string& id, const std::string& token = "") {
    return finder_->find(id, token, clock_.now());
  }
  std::string code(const std::string& id, const std::string& token = "") {
    const auto found = find(id, token);
    return found ? "known" : found.error().code + " " + std::to_string(found.error().http_status);
  }
  /// A session of the role that lasts an hour.
  SessionCredentials session() {
    SessionCredentials made;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      const auto role = store::find_role(context.tx, "task");
      SessionFacts facts;
      facts.role_unique_id = role->id;
      facts.issued_at = clock_.now();
      facts.expires_at = clock_.now() + std::chrono::hours(1);
      made = tokens_.issue(role_session_principal(account_, *role, "s"), facts, random_);
      return {};
    }));
    return made;
  }

  aws::iam::AccessKey key_;
  std::unique_ptr<CredentialFinder> finder_ =
      make_credential_finder(*store_, tokens_, account_,
                             RootKey{AccessKeyId("AKIAROOT000000000000"), Secret("root-secret")});
};

TEST_F(CredentialFinderTest, KnowsTheAdministrator) {
  const auto root = find("AKIAROOT000000000000");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->secret_access_key.reveal(), "root-secret");
  EXPECT_EQ(root->principal.arn, "arn:aws:iam::123456789012:root");
  EXPECT_EQ(code("AKIAROOT000000000000", "token"), "InvalidClientTokenId 403");
}

TEST_F(CredentialFinderTest, KnowsUsersKeysWhileTheyAreActive) {
  const auto found = find(*key_.access_key_id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->secret_access_key.reveal(), *key_.secret_access_key);
  EXPECT_EQ(found->principal.arn, "arn:aws:iam::123456789012:user/ann");
  EXPECT_FALSE(found->session);
  EXPECT_EQ(code("AKIA0000000000000000"), "InvalidClientTokenId 403");
  aws::iam::UpdateAccessKeyRequest update;
  update.user_name = "ann";
  update.access_key_id = key_.access_key_id;
  update.status = "Inactive";
  ASSERT_TRUE(call(iam::update_access_key, update));
  EXPECT_EQ(code(*key_.access_key_id), "InvalidClientTokenId 403");
  update.status = "Active";
  ASSERT_TRUE(call(iam::update_access_key, update));
  EXPECT_EQ(code(*key_.access_key_id), "known");
  aws::iam::DeleteAccessKeyRequest remove;
  remove.user_name = "ann";
  remove.access_key_id = key_.access_key_id;
  ASSERT_TRUE(call(iam::delete_access_key, remove));
  EXPECT_EQ(code(*key_.access_key_id), "InvalidClientTokenId 403");
}

TEST_F(CredentialFinderTest, KnowsSessionsUntilTheirEnd) {
  const SessionCredentials made = session();
  const std::string id = made.access_key_id.str();
  const std::string token(made.session_token.reveal());
  const auto found = find(id, token);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->secret_access_key.reveal(), made.secret_access_key.reveal());
  EXPECT_EQ(found->principal.arn, "arn:aws:sts::123456789012:assumed-role/task/s");
  EXPECT_TRUE(found->session);
  EXPECT_EQ(code(id), "InvalidClientTokenId 403");
  EXPECT_EQ(code(id, token.substr(1)), "InvalidClientTokenId 403");
  EXPECT_EQ(code(*key_.access_key_id, token), "InvalidClientTokenId 403");
  clock_.advance(std::chrono::minutes(60) - std::chrono::milliseconds(1));
  EXPECT_EQ(code(id, token), "known");
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(code(id, token), "ExpiredToken 403");
}

TEST_F(CredentialFinderTest, KnowsNoSessionOfARoleThatIsGone) {
  const SessionCredentials made = session();
  const std::string token(made.session_token.reveal());
  ASSERT_EQ(code(made.access_key_id.str(), token), "known");
  aws::iam::DeleteRoleRequest gone;
  gone.role_name = "task";
  ASSERT_TRUE(call(iam::delete_role, gone));
  EXPECT_EQ(code(made.access_key_id.str(), token), "InvalidClientTokenId 403");
  make_role();
  EXPECT_EQ(code(made.access_key_id.str(), token), "InvalidClientTokenId 403");
}

TEST_F(CredentialFinderTest, NotesTheUseOfAKeyOnceAMinute) {
  const auto last_used = [this] {
    // The note is queued on the writer; a write of our own is behind it.
    EXPECT_TRUE(in_context([](Context&) -> Result<void> { return {}; }));
    aws::iam::GetAccessKeyLastUsedRequest request;
    request.access_key_id = key_.access_key_id;
    return *call(iam::get_access_key_last_used, request)->access_key_last_used;
  };
  const auto found = find(*key_.access_key_id);
  finder_->note_use(*found, *key_.access_key_id, "us-west-2", "ecs", clock_.now());
  const TimePoint first = clock_.now();
  EXPECT_EQ(last_used().service_name, "ecs");
  clock_.advance(std::chrono::seconds(30));
  finder_->note_use(*found, *key_.access_key_id, "us-west-2", "sts", clock_.now());
  EXPECT_EQ(last_used().service_name, "ecs");
  clock_.advance(std::chrono::seconds(30));
  finder_->note_use(*found, *key_.access_key_id, "us-west-2", "sts", clock_.now());
  EXPECT_EQ(last_used().service_name, "sts");
  EXPECT_GE(*last_used().last_used_date, first + std::chrono::seconds(60));
}

}  // namespace
}  // namespace berth::services
