// `berth logs export` against a CloudWatch Logs that answers from memory.
#include "cli/logs_export.h"

#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/file.h"
#include "cli/testing.h"

namespace berth::cli {
namespace {

struct Exported {
  int status;
  std::string out;
  std::string err;
};

class LogsExportTest : public testing::Test {
 protected:
  LogsExportTest() {
    options_.common.state_dir = state_.path();
    options_.target = "/ecs/web";
    options_.to = folder_.path() + "/f.jsonl";
    EXPECT_TRUE(state_.fill(aws_.url()));
    aws_.streams["us-west-2//ecs/web/a"] = {{1, "one"}, {3, "three\n"}};
    aws_.streams["us-west-2//ecs/web/b"] = {{2, "two"}};
  }

  Exported run() {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_logs_export(options_, out, err);
    return {status, out.str(), err.str()};
  }

  test_support::StateDir state_;
  test_support::StateDir folder_;
  test_support::FakeAws aws_;
  LogsExportOptions options_;
};

TEST_F(LogsExportTest, IsALineAnEventInOrderOfTime) {
  const auto done = run();
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_EQ(done.err, "");
  EXPECT_EQ(done.out, "3 events of /ecs/web written to " + options_.to + "\n");
  EXPECT_EQ(*read_file(options_.to),
            R"({"logStreamName":"a","timestamp":1,"message":"one","ingestionTime":1,)"
            R"("eventId":"aone1"})"
            "\n"
            R"({"logStreamName":"b","timestamp":2,"message":"two","ingestionTime":2,)"
            R"("eventId":"btwo2"})"
            "\n"
            R"({"logStreamName":"a","timestamp":3,"message":"three\n","ingestionTime":3,)"
            R"("eventId":"athree\n3"})"
            "\n");
}

TEST_F(LogsExportTest, IsNamedByTheGroupInAFolder) {
  options_.to = folder_.path();
  options_.target = "/ecs/web:a";
  options_.window = {"1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.003Z"};
  options_.output = "json";
  options_.progress = true;
  const auto done = run();
  EXPECT_EQ(done.status, 0) << done.err;
  const std::string path = folder_.path() + "/ecs.web.a.jsonl";
  EXPECT_EQ(done.out, "{\"file\":\"" + path + "\",\"events\":1,\"bytes\":" +
                          std::to_string(read_file(path)->size()) + "}\n");
  EXPECT_THAT(done.err, testing::HasSubstr("1 events, up to 1970-01-01T00:00:00.001Z"));
  EXPECT_THAT(done.err, testing::EndsWith("\r\x1b[K"));
}

TEST_F(LogsExportTest, ReplacesAFileOnlyByForce) {
  ASSERT_TRUE(write_file_atomically(options_.to, "kept", 0600));
  const auto refused = run();
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.err,
            "berth logs export: " + options_.to + " is there already: --force replaces it\n");
  EXPECT_EQ(*read_file(options_.to), "kept");
  options_.force = true;
  EXPECT_EQ(run().status, 0);
  EXPECT_NE(*read_file(options_.to), "kept");
}

TEST_F(LogsExportTest, LeavesNothingWhereItFails) {
  options_.target = "none";
  auto failed = run();
  EXPECT_EQ(failed.status, 1);
  EXPECT_EQ(failed.err, "berth logs export: no such group\n");
  options_.target = "/ecs/web";
  aws_.before = [this](const std::string&, int before) {
    if (before == 2) aws_.refused = "FilterLogEvents";
  };
  failed = run();
  EXPECT_EQ(failed.err, "berth logs export: not you (AccessDeniedException)\n");
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST(LogsExportCommandLine, IsRefusedWhereItIsWrong) {
  CLI::App app;
  LogsExportOptions options;
  add_logs_export_options(app, options);
  for (const char* wrong :
       {"g", "--to f", "g --to f.jsonl.gz", ":s --to f", "g --to f --since x"}) {
    EXPECT_THROW(app.parse(wrong), CLI::ParseError) << wrong;
  }
  app.parse("g:s --to f --force --since 1d --until 1h --filter x");
  EXPECT_TRUE(options.force);
  EXPECT_EQ(options.target, "g:s");
}

}  // namespace
}  // namespace berth::cli
