// What is taken for a task, and what for a log group.
#include "cli/log_target.h"

#include <gtest/gtest.h>

namespace berth::cli {
namespace {

std::string taken(const std::string& text) {
  const auto target = parse_log_target(text);
  if (!target) return target.error().code;
  return target->task + "|" + target->group + "|" + target->stream + "|" + target->region;
}

TEST(LogTarget, IsATask) {
  EXPECT_EQ(taken(""), "|||");
  EXPECT_EQ(taken("0123456789abcdef0123456789abcdef"), "0123456789abcdef0123456789abcdef|||");
  EXPECT_EQ(taken("01234567-89ab-cdef-0123-456789abcdef"),
            "01234567-89ab-cdef-0123-456789abcdef|||");
  EXPECT_EQ(taken("arn:aws:ecs:r:1:task/c/t"), "arn:aws:ecs:r:1:task/c/t|||");
}

TEST(LogTarget, IsAGroupAndPerhapsOneOfItsStreams) {
  EXPECT_EQ(taken("ecs-tasks"), "|ecs-tasks||");
  EXPECT_EQ(taken("/ecs/web:p/main/1"), "|/ecs/web|p/main/1|");
  EXPECT_EQ(taken("0123456789abcdef0123456789abcdef:"), "|0123456789abcdef0123456789abcdef||");
  EXPECT_EQ(taken("export:"), "|export||");
  EXPECT_EQ(taken("arn:aws:logs:eu-west-1:1:log-group:g"), "|g||eu-west-1");
  EXPECT_EQ(taken("arn:aws:logs:eu-west-1:1:log-group:g:*"), "|g||eu-west-1");
  EXPECT_EQ(taken("arn:aws:logs:eu-west-1:1:log-group:g:log-stream:a/b"), "|g|a/b|eu-west-1");
  EXPECT_EQ(taken("arn:aws:logs:eu-west-1:1:log-group:g:log-stream:*"), "|g||eu-west-1");
}

TEST(LogTarget, IsNeither) {
  for (const char* wrong : {":", ":s", "arn:", "arn:aws:logs:r:1", "arn:aws:logs:r:1:destination:d",
                            "arn:aws:logs:r:1:log-group:", "arn:aws:logs:r:1:log-group:g:x",
                            "arn:aws:logs:r:1:log-group:g:stream:s"}) {
    EXPECT_EQ(taken(wrong), "InvalidOption") << wrong;
  }
  EXPECT_FALSE(parse_group_target("arn:aws:ecs:r:1:task/c/t"));
  EXPECT_FALSE(parse_group_target(""));
  EXPECT_EQ(parse_group_target("g:s")->stream, "s");
}

}  // namespace
}  // namespace berth::cli
