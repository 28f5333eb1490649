// The lines that come in and go out, and the exit status.
#include "cli/policy_evaluate.h"

#include <cstdio>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace berth::cli {
namespace {

using testing::HasSubstr;

constexpr const char* kAllowed =
    R"({"id":"a","identityPolicies":[{"$managed":"AdministratorAccess"}],"request":{"principal":)"
    R"("arn:aws:iam::123456789012:user/alice","action":"ecs:RunTask","resource":"*",)"
    R"("resourceAccount":"123456789012","context":{}}})";

struct Evaluated {
  int status;
  std::string out;
  std::string err;
};

Evaluated evaluate(const std::string& lines, const PolicyEvaluateOptions& options = {}) {
  std::istringstream in(lines);
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_policy_evaluate(options, in, out, err);
  return {status, out.str(), err.str()};
}

/// A file of this process, removed with it.
class TestFile {
 public:
  explicit TestFile(const std::string& text)
      : path_(testing::TempDir() + "policy-evaluate-" + std::to_string(getpid())) {
    std::ofstream(path_) << text;
  }
  ~TestFile() { std::remove(path_.c_str()); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(PolicyEvaluate, PrintsADecisionALine) {
  const auto outcome = evaluate(std::string(kAllowed) + "\n\n" + kAllowed);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out,
            "{\"id\":\"a\",\"decision\":\"Allowed\"}\n{\"id\":\"a\",\"decision\":\"Allowed\"}\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(PolicyEvaluate, NamesTheLineThatIsNoCaseAndGoesOn) {
  const auto outcome = evaluate(std::string("{\"id\":\n") + kAllowed);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "{\"id\":\"a\",\"decision\":\"Allowed\"}\n");
  EXPECT_EQ(outcome.err, "berth policy evaluate: line 1: the line is not a JSON object\n");
}

TEST(PolicyEvaluate, SaysWhichPolicyIsMissing) {
  std::string line = kAllowed;
  line.replace(line.find("AdministratorAccess"), 19, "NoSuchPolicy");
  const auto outcome = evaluate(line);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("line 1: there is no managed policy NoSuchPolicy"));
}

TEST(PolicyEvaluate, PoliciesOfTheFileGoBeforeTheEmbeddedOnes) {
  const TestFile file(
      R"({"AdministratorAccess":{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}})");
  PolicyEvaluateOptions options;
  options.managed_policies = file.path();
  EXPECT_EQ(evaluate(kAllowed, options).out, "{\"id\":\"a\",\"decision\":\"ExplicitlyDenied\"}\n");
}

TEST(PolicyEvaluate, ReadsCasesFromAFile) {
  const TestFile file(kAllowed);
  PolicyEvaluateOptions options;
  options.files = {file.path()};
  EXPECT_EQ(evaluate("", options).out, "{\"id\":\"a\",\"decision\":\"Allowed\"}\n");
}

TEST(PolicyEvaluate, SeveralFilesComeOneAfterTheOther) {
  const TestFile file(std::string(kAllowed) + "\n{");
  PolicyEvaluateOptions options;
  options.files = {file.path(), "-", "/no/such/file"};
  const auto outcome = evaluate(kAllowed, options);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out,
            "{\"id\":\"a\",\"decision\":\"Allowed\"}\n{\"id\":\"a\",\"decision\":\"Allowed\"}\n");
  EXPECT_THAT(outcome.err, HasSubstr(file.path() + ", line 2: the line is not a JSON object"));
  EXPECT_THAT(outcome.err, HasSubstr("cannot read /no/such/file"));
}

TEST(PolicyEvaluate, ManyThreadsKeepTheOrder) {
  std::string lines;
  std::string expected;
  for (int i = 0; i < 5000; ++i) {
    std::string line = kAllowed;
    line.replace(line.find("\"a\"") + 1, 1, std::to_string(i));
    lines += line + '\n';
    expected += "{\"id\":\"" + std::to_string(i) + "\",\"decision\":\"Allowed\"}\n";
  }
  lines += "no case";
  PolicyEvaluateOptions options;
  options.jobs = 4;
  const auto outcome = evaluate(lines, options);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, expected);
  EXPECT_THAT(outcome.err, HasSubstr("line 5001: "));
}

TEST(PolicyEvaluate, TellsHowFarItIsWhereThatIsWanted) {
  PolicyEvaluateOptions options;
  options.progress = true;
  const auto outcome = evaluate(kAllowed, options);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err, HasSubstr("1 cases, "));
}

TEST(PolicyEvaluate, AFileThatCannotBeReadIsWrongUsage) {
  PolicyEvaluateOptions options;
  options.files = {"/no/such/file"};
  EXPECT_EQ(evaluate("", options).status, 2);
  options.files = {"-"};
  options.managed_policies = "/no/such/file";
  EXPECT_EQ(evaluate("", options).status, 2);
}

}  // namespace
}  // namespace berth::cli
