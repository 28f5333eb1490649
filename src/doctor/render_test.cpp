// How a diagnosis is told: terminals, programs, tickets, and what others wrote in it.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_tree.h"
#include "base/shell_word.h"
#include "doctor/cause.h"
#include "doctor/names.h"
#include "doctor/testing.h"
#include "doctor/text.h"

namespace berth::doctor {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Diagnosis hostile() {
  Evidence evidence = test_support::failed_task("Unable to locate credentials \x1b[2J\n\r\xff" +
                                                std::string(100'000, 'x'));
  evidence.task_role.reset();
  evidence.definition.answer->task_role_arn.reset();
  evidence.newest.answer->task_role_arn.reset();
  evidence.definition.answer->container_definitions->front().image = "a\nb\x1b]0;t\x07 | `c`";
  return diagnose(evidence);
}

TEST(RenderText, IsNoWiderThanATerminalAndObeysNobody) {
  const std::string text = to_text(hostile(), {});
  EXPECT_THAT(text, HasSubstr("The cause: no-task-role"));
  EXPECT_THAT(text, HasSubstr("\\x1b[2J\\x0a\\x0d\\xff"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_EQ(line.find_first_of(std::string("\x1b\r\x07", 3)), std::string::npos) << line;
    const bool is_pasted = line.starts_with("    aws ") || line.starts_with("  JSON: ");
    std::size_t width = 0;
    for (const char c : line) width += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
    EXPECT_TRUE(is_pasted || width <= 100) << line;
  }
  EXPECT_THAT(to_text(hostile(), {true, false}), HasSubstr("\x1b[1;31mThe cause"));
  EXPECT_THAT(to_text(diagnose(test_support::good_task()), {}),
              HasSubstr("Nothing wrong was found."));
  EXPECT_THAT(to_text(diagnose(test_support::good_task()), {false, true}),
              HasSubstr("ruled out no-task-role: the task's role is"));
}

TEST(RenderJson, HasWhatTheSchemaSays) {
  const auto json = aws::parse_json(to_json(hostile()));
  ASSERT_TRUE(json);
  EXPECT_EQ(json->find("verdict")->text(), "failed");
  const auto& cause = json->find("causes")->elements.at(0);
  EXPECT_EQ(cause.find("id")->text(), "no-task-role");
  EXPECT_EQ(cause.find("title")->text(), find_cause("no-task-role")->title);
  EXPECT_EQ(cause.find("docs")->text(), "docs/causes/no-task-role.md");
  EXPECT_EQ(cause.find("evidence")->elements.size(), 2u);
  for (const char* name : {"what", "where", "when"}) {
    EXPECT_TRUE(cause.find("evidence")->elements[0].find(name)) << name;
  }
  EXPECT_THAT(cause.find("fix")->find("command")->text(), HasSubstr("register-task-definition"));
  EXPECT_TRUE(aws::parse_json(cause.find("fix")->find("patch")->text()));
  for (const char* name : {"possible", "unexplained", "ruledOut", "skipped", "steps"}) {
    ASSERT_TRUE(json->find(name)) << name;
    EXPECT_TRUE(json->find(name)->is_array()) << name;
  }
  for (const auto& step : json->find("steps")->elements) {
    EXPECT_THAT(step.find("status")->text(), ::testing::AnyOf("ok", "failed", "skipped", "note"));
  }
}

TEST(RenderMarkdown, IsNotWrittenByOthers) {
  const std::string text = to_markdown(hostile());
  EXPECT_THAT(text, HasSubstr("### Cause: no-task-role"));
  EXPECT_THAT(text, HasSubstr("a\\\\x0ab\\\\x1b\\]0;t\\\\x07 \\| \\`c\\`"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Redact, MasksAccountsKeysAndSecrets) {
  EXPECT_EQ(redacted("arn:aws:iam::123456789012:role/web"), "arn:aws:iam::************:role/web");
  EXPECT_EQ(redacted("1234567890123 12345678901"), "1234567890123 12345678901");
  EXPECT_EQ(redacted("key AKIAIOSFODNN7EXAMPLE."), "key AKIA****************.");
  EXPECT_EQ(redacted("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "***");
  const std::string public_policy =
      "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess, arn:aws:iam::aws:policy/"
      "service-role/AmazonEC2ContainerServiceforEC2Role";
  EXPECT_EQ(redacted(public_policy), public_policy);
  const std::string task = "task/default/0123456789abcdef0123456789abcdef";
  EXPECT_EQ(redacted(task), task);
  const Diagnosis diagnosis = redacted(diagnose(test_support::good_task()));
  for (const std::string& text :
       {to_text(diagnosis, {}), to_json(diagnosis), to_markdown(diagnosis)}) {
    EXPECT_THAT(text, Not(HasSubstr(test_support::kAccount)));
  }
}

TEST(Text, ShowsControlsAndBreaksLines) {
  EXPECT_EQ(with_controls_shown("a\x1b\n\xc2\x9b\xe2\x80\xae\xffä"),
            "a\\x1b\\x0a\\u009b\\u202e\\xffä");
  EXPECT_EQ(wrapped("one two three", 14, 2), "one two\n  three");
  EXPECT_EQ(wrapped(std::string(25, 'x'), 12, 2),
            std::string(10, 'x') + "\n  " + std::string(10, 'x') + "\n  xxxxx");
  EXPECT_EQ(wrapped("", 10, 0), "");
}

TEST(Names, GoIntoCommandsAsOneWord) {
  EXPECT_EQ(shell_word("web:3"), "web:3");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("$(x)'y"), "'$(x)'\\''y'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(percent_decoded("%7B%22a%22%3A1%7D%"), "{\"a\":1}%");
  EXPECT_EQ(split_arn("arn:aws:iam::1:role/a:b").resource, "role/a:b");
  EXPECT_EQ(split_arn("nonsense").service, "");
}

}  // namespace
}  // namespace berth::doctor
