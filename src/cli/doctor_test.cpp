// `berth doctor`: its options, what needs no endpoint, and exit statuses.
#include "cli/doctor.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/testing.h"

namespace berth::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Said {
  int status;
  std::string out;
  std::string err;
};

Said said(const DoctorOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_doctor(options, out, err);
  return {status, out.str(), err.str()};
}

TEST(DoctorCommandLine, IsTakenApart) {
  CLI::App app;
  DoctorOptions options;
  add_doctor_options(app, options);
  app.parse("--task t --container c --cluster b --output markdown --redact --region eu-west-1");
  EXPECT_EQ(options.task, "t");
  EXPECT_EQ(options.container, "c");
  EXPECT_TRUE(options.redact);
  for (const char* wrong :
       {"--task t --task-definition d", "--container c", "--output yaml", "t", "--task t --keep",
        "--task-definition d --dry-run", "--preflight-only --keep", "--preflight-only --dry-run",
        "--timeout 0", "--image ''"}) {
    CLI::App other;
    DoctorOptions unused;
    add_doctor_options(other, unused);
    EXPECT_THROW(other.parse(wrong), CLI::ParseError) << wrong;
  }
  EXPECT_THAT(app.help(), HasSubstr("known-good"));
  CLI::App other;
  DoctorOptions procedure;
  add_doctor_options(other, procedure);
  other.parse("--image i --role r --keep --timeout 60");
  EXPECT_EQ(procedure.image, "i");
  EXPECT_EQ(procedure.role, "r");
  EXPECT_TRUE(procedure.keep);
  EXPECT_EQ(procedure.timeout_s, 60);
}

TEST(Doctor, ExplainsWithoutAnEndpoint) {
  DoctorOptions options;
  options.list = true;
  EXPECT_THAT(said(options).out, HasSubstr("\n  trust-wrong-principal "));
  options.output = "json";
  EXPECT_THAT(said(options).out, StartsWith(R"({"causes":[{"id":")"));
  options.output = "markdown";
  EXPECT_THAT(said(options).out, StartsWith("# The causes\n"));
  options.list = false;
  options.explain = "no-task-role";
  EXPECT_THAT(said(options).out, StartsWith("# no-task-role\n"));
  options.output = "json";
  EXPECT_THAT(said(options).out, StartsWith(R"({"id":"no-task-role","group":"definition")"));
  options.output = "text";
  EXPECT_THAT(said(options).out, StartsWith("# no-task-role\n"));
  options.explain = "no\nsuch";
  EXPECT_EQ(said(options).status, 2);
  EXPECT_EQ(said(options).err,
            "berth doctor: there is no cause 'no\\x0asuch' (see 'berth doctor --list')\n");
}

TEST(Doctor, CallsAnEndpointThatIsNoneWrongUsage) {
  test_support::StateDir state;
  DoctorOptions options;
  options.common.state_dir = state.path();
  options.endpoint = "garbage";
  EXPECT_EQ(said(options).status, 2);
  EXPECT_THAT(said(options).err, StartsWith("berth doctor: --endpoint: 'garbage' is none of"));
}

TEST(Doctor, IsUndecidedWhereNobodyCanBeAsked) {
  test_support::StateDir state;
  DoctorOptions options;
  options.common.state_dir = state.path();
  EXPECT_EQ(said(options).status, kUndecided);
  EXPECT_THAT(said(options).err, StartsWith("berth doctor: "));
  ASSERT_TRUE(state.fill("http://127.0.0.1:1"));
  const Said nobody = said(options);
  EXPECT_EQ(nobody.status, kUndecided);
  EXPECT_THAT(nobody.out, HasSubstr("ConnectionRefused"));
  EXPECT_THAT(nobody.out, HasSubstr("not run: what the pre-flight found comes first"));
}

}  // namespace
}  // namespace berth::cli
