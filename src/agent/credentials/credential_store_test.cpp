// Tests of what an id stands for, from its first mention to the end of its task.
#include "agent/credentials/credential_store.h"

#include <gtest/gtest.h>

#include "agent/credentials/testing.h"

namespace berth::agent {
namespace {

using test_support::make_credentials;

TEST(CredentialStore, TheBodyIsTheAgentsToTheByte) {
  CredentialStore store;
  store.put(make_credentials("id"), "task", CredentialsOf::kTask);
  const auto found = store.find("id");
  ASSERT_TRUE(found && found->body);
  EXPECT_EQ(
      found->body->reveal(),
      R"({"RoleArn":"arn:aws:iam::123456789012:role/app","AccessKeyId":"ASIAEXAMPLE",)"
      R"("SecretAccessKey":"secret/+","Token":"token==","Expiration":"2026-11-24T08:44:11Z"})");
  EXPECT_EQ(found->task_arn, "task");
  EXPECT_EQ(store.find("other"), nullptr);
}

TEST(CredentialStore, AnExpectedIdIsKnownAndWithoutCredentials) {
  CredentialStore store;
  store.expect("id", "task", CredentialsOf::kExecution);
  ASSERT_TRUE(store.find("id"));
  EXPECT_EQ(store.find("id")->body, nullptr);
  EXPECT_EQ(store.find("id")->of, CredentialsOf::kExecution);
  store.put(make_credentials("id"), "task", CredentialsOf::kExecution);
  store.expect("id", "task", CredentialsOf::kExecution);
  EXPECT_NE(store.find("id")->body, nullptr);
}

TEST(CredentialStore, ARotationReplacesAndLeavesWhatIsHeld) {
  CredentialStore store;
  store.put(make_credentials("id", "ASIAFIRST"), "task", CredentialsOf::kTask);
  const auto first = store.find("id");
  store.put(make_credentials("id", "ASIASECOND"), "task", CredentialsOf::kTask);
  EXPECT_NE(store.find("id")->body->reveal().find("ASIASECOND"), std::string_view::npos);
  EXPECT_NE(first->body->reveal().find("ASIAFIRST"), std::string_view::npos);
}

TEST(CredentialStore, ForgetsATaskAndNothingElse) {
  CredentialStore store;
  store.put(make_credentials("role"), "one", CredentialsOf::kTask);
  store.put(make_credentials("execution"), "one", CredentialsOf::kExecution);
  store.put(make_credentials("other"), "two", CredentialsOf::kTask);
  store.put(make_credentials("instance"), "", CredentialsOf::kInstance);
  store.forget_task("one");
  store.forget_task("");
  EXPECT_EQ(store.find("role"), nullptr);
  EXPECT_EQ(store.find("execution"), nullptr);
  EXPECT_NE(store.find("other"), nullptr);
  EXPECT_NE(store.find("instance"), nullptr);
}

TEST(CredentialStore, CredentialsWithoutAnIdAreNotStored) {
  CredentialStore store;
  auto credentials = make_credentials("");
  store.put(credentials, "task", CredentialsOf::kTask);
  credentials.credentials_id.reset();
  store.put(credentials, "task", CredentialsOf::kTask);
  store.expect("", "task", CredentialsOf::kTask);
  EXPECT_EQ(store.find(""), nullptr);
}

}  // namespace
}  // namespace berth::agent
