// Tests of the audit log's lines and of its file.
#include "agent/credentials/audit_log.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

namespace berth::agent {
namespace {

AuditEntry granted() {
  AuditEntry entry;
  entry.time = from_epoch_ms(1795488251000);
  entry.status = 200;
  entry.peer = "172.28.0.2:33980";
  entry.path = "/v2/credentials";
  entry.user_agent = "Wget";
  entry.task_arn = "arn:aws:ecs:us-west-2:123456789012:task/default/one";
  entry.cluster = "default";
  entry.container_instance_arn = "arn:aws:ecs:us-west-2:123456789012:container-instance/default/i";
  return entry;
}

TEST(AuditLine, OfCredentialsGivenOut) {
  EXPECT_EQ(format_audit_line(granted()),
            "2026-11-24T02:44:11Z 200 172.28.0.2:33980 \"/v2/credentials\" \"Wget\" "
            "arn:aws:ecs:us-west-2:123456789012:task/default/one GetCredentials 2 default "
            "arn:aws:ecs:us-west-2:123456789012:container-instance/default/i\n");
  auto entry = granted();
  entry.of = CredentialsOf::kExecution;
  entry.container_instance_arn.clear();
  EXPECT_NE(format_audit_line(entry).find(" GetCredentialsExecutionRole 2 default -\n"),
            std::string::npos);
}

TEST(AuditLine, OfARefusal) {
  auto entry = granted();
  entry.status = 400;
  entry.user_agent = "curl/7.88.1";
  entry.task_arn.clear();
  EXPECT_EQ(format_audit_line(entry),
            "2026-11-24T02:44:11Z 400 172.28.0.2:33980 \"/v2/credentials\" \"curl/7.88.1\" - \n");
}

TEST(AuditLine, AUserAgentCannotForgeALine) {
  auto entry = granted();
  entry.user_agent = "a\" arn GetCredentials\r\n2026 \\ \x01\xc3\xa9";
  const auto line = format_audit_line(entry);
  EXPECT_NE(line.find(R"("a\" arn GetCredentials\x0d\x0a2026 \\ \x01\xc3\xa9" )"),
            std::string::npos);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  entry.user_agent = std::string(100000, 'x');
  EXPECT_LT(format_audit_line(entry).size(), 600u);
}

class AuditLogFile : public ::testing::Test {
 protected:
  AuditLogFile() : path_(::testing::TempDir() + "audit." + std::to_string(::getpid())) {
    ::unlink(path_.c_str());
  }
  ~AuditLogFile() override { ::unlink(path_.c_str()); }

  const std::string path_;
};

TEST_F(AuditLogFile, IsPrivateAndAppendedTo) {
  for (int run = 0; run < 2; ++run) {
    auto log = AuditLog::open(path_);
    ASSERT_TRUE(log);
    EXPECT_TRUE(log->enabled());
    log->write(granted());
  }
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
  const auto line = format_audit_line(granted());
  EXPECT_EQ(read_file(path_).value_or(""), line + line);
}

TEST_F(AuditLogFile, LinesOfManyThreadsStayWhole) {
  auto log = AuditLog::open(path_);
  ASSERT_TRUE(log);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) log->write(granted());
    });
  }
  for (auto& thread : threads) thread.join();
  std::string expected;
  for (int n = 0; n < 800; ++n) expected += format_audit_line(granted());
  EXPECT_EQ(read_file(path_).value_or(""), expected);
}

TEST_F(AuditLogFile, NoPathIsNoLog) {
  auto log = AuditLog::open("");
  ASSERT_TRUE(log);
  EXPECT_FALSE(log->enabled());
  log->write(granted());
  const auto missing = AuditLog::open("/nowhere/audit.log");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("/nowhere/audit.log"), std::string::npos);
}

}  // namespace
}  // namespace berth::agent
