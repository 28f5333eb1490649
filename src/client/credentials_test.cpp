// Where a client's key comes from: the environment, then a profile of the shared credentials file.
#include "client/credentials.h"

#include <cstdio>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/file.h"

namespace berth::client {
namespace {

using testing::HasSubstr;

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest()
      : path_(testing::TempDir() + "client-credentials-" + std::to_string(::getpid())) {
    variables_["AWS_SHARED_CREDENTIALS_FILE"] = path_;
  }
  ~CredentialsTest() override { std::remove(path_.c_str()); }

  void write(const std::string& text) { ASSERT_TRUE(write_file_atomically(path_, text, 0600)); }

  Result<SessionKeys> find() {
    return find_keys([this](const char* name) {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::string() : found->second;
    });
  }

  std::string path_;
  std::map<std::string, std::string> variables_;
};

TEST_F(CredentialsTest, OfTheEnvironmentComeFirst) {
  write("[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = file\n");
  variables_["AWS_ACCESS_KEY_ID"] = "ASIAENV";
  variables_["AWS_SECRET_ACCESS_KEY"] = "env";
  variables_["AWS_SESSION_TOKEN"] = "token";
  const auto keys = find();
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_EQ(keys->keys.access_key_id, "ASIAENV");
  EXPECT_EQ(keys->keys.secret_access_key.reveal(), "env");
  EXPECT_EQ(keys->keys.session_token.reveal(), "token");
  EXPECT_EQ(keys->expires_at, std::nullopt);
}

TEST_F(CredentialsTest, OfTheFileAreAProfiles) {
  write(
      "[other]\n"
      "aws_access_key_id=AKIAOTHER\n"
      "aws_secret_access_key=a=b/c+d==\n"
      "aws_session_token = of other\n"
      "\n"
      "  [default]  \r\n"
      "# aws_access_key_id = AKIACOMMENT\n"
      "\taws_access_key_id = AKIAFILE \r\n"
      "aws_secret_access_key = file\r\n"
      "region = us-west-2\n");
  auto keys = find();
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_EQ(keys->keys.access_key_id, "AKIAFILE");
  EXPECT_EQ(keys->keys.secret_access_key.reveal(), "file");
  EXPECT_TRUE(keys->keys.session_token.empty());
  variables_["AWS_PROFILE"] = "other";
  keys = find();
  ASSERT_TRUE(keys) << keys.error().message;
  EXPECT_EQ(keys->keys.access_key_id, "AKIAOTHER");
  EXPECT_EQ(keys->keys.secret_access_key.reveal(), "a=b/c+d==");
  EXPECT_EQ(keys->keys.session_token.reveal(), "of other");
}

TEST_F(CredentialsTest, OfTheFileAreReadAgainEachTime) {
  write("[default]\naws_access_key_id = AKIAONE\naws_secret_access_key = one\n");
  EXPECT_EQ(find()->keys.access_key_id, "AKIAONE");
  write("[default]\naws_access_key_id = AKIATWO\naws_secret_access_key = two\n");
  EXPECT_EQ(find()->keys.access_key_id, "AKIATWO");
}

TEST_F(CredentialsTest, HalfAKeyOfTheEnvironmentIsNone) {
  variables_["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  EXPECT_EQ(find().error().code, "NoCredentials");
  write("[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = file\n");
  EXPECT_EQ(find()->keys.access_key_id, "AKIAFILE");
}

TEST_F(CredentialsTest, ThatAreNowhereSayWhereWasLooked) {
  auto keys = find();
  ASSERT_FALSE(keys);
  EXPECT_EQ(keys.error().code, "NoCredentials");
  EXPECT_THAT(keys.error().message, HasSubstr("Unable to locate credentials"));
  EXPECT_THAT(keys.error().message, HasSubstr(path_));
  write("[default]\naws_access_key_id = AKIAFILE\n");
  EXPECT_THAT(find().error().message, HasSubstr("the profile default has no key in " + path_));
  variables_["AWS_PROFILE"] = "mine";
  EXPECT_THAT(find().error().message, HasSubstr("the profile mine has no key"));
  variables_.erase("AWS_SHARED_CREDENTIALS_FILE");
  variables_["HOME"] = "/no/such/home";
  EXPECT_THAT(find().error().message, HasSubstr("/no/such/home/.aws/credentials"));
}

TEST_F(CredentialsTest, DoNotShowTheirSecrets) {
  const auto keys = parse_profile("[p]\naws_access_key_id=A\naws_secret_access_key=s3cret", "p");
  ASSERT_TRUE(keys);
  std::ostringstream shown;
  shown << keys->keys.secret_access_key;
  EXPECT_EQ(shown.str(), "***");
}

}  // namespace
}  // namespace berth::client
