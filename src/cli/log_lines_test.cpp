// What a terminal, a file and a program get of a log line.
#include "cli/log_lines.h"

#include <sstream>

#include <gtest/gtest.h>

namespace berth::cli {
namespace {

std::string printed(const std::string& message, const LogFormat& format) {
  std::ostringstream out;
  LogPrinter(format, out).print({1'760'000'000'045, "web", message, ""});
  return out.str();
}

TEST(LogLines, ReachAFileAsTheyAre) {
  EXPECT_EQ(printed("a\x1b[31mb\r", {}), "a\x1b[31mb\r\n");
  EXPECT_EQ(printed("", {}), "\n");
}

TEST(LogLines, DoNothingToATerminal) {
  LogFormat format;
  format.escape_controls = true;
  EXPECT_EQ(printed("a\x1b]0;title\x07z", format), "a\\x1b]0;title\\x07z\n");
  EXPECT_EQ(printed("a\tb \xc3\xa4\r", format), "a\tb \xc3\xa4\n");
  EXPECT_EQ(printed("50%\r100%", format), "50%\\x0d100%\n");
  EXPECT_EQ(printed("\xc2\x9b[2J\x7f", format), "\\u009b[2J\\x7f\n");
  EXPECT_EQ(printed("\xc2\xa0\xc2", format), "\xc2\xa0\xc2\n");
}

TEST(LogLines, HaveNameAndTimeInFrontOfEachLine) {
  LogFormat format;
  format.name_width = 5;
  EXPECT_EQ(printed("a\nb\n", format), "web   | a\nweb   | b\n");
  format.timestamps = true;
  EXPECT_EQ(printed("a", format), "web   | 2025-10-09T08:53:20.045Z a\n");
}

TEST(LogLines, AreObjectsForPrograms) {
  LogFormat format;
  format.json = true;
  format.name_width = 5;
  format.timestamps = true;
  format.escape_controls = true;
  EXPECT_EQ(printed("a\n\x1b", format),
            "{\"timestamp\":1760000000045,\"container\":\"web\",\"message\":\"a\\n\\u001b\"}\n");
}

TEST(LogLines, OfAGroupCarryTheirStreams) {
  std::ostringstream out;
  LogFormat format;
  format.name_width = 1;
  LogPrinter(format, out).print({1, "", "a", "p/main/1"});
  format.json = true;
  LogPrinter(format, out).print({1, "", "a", "p/main/1"});
  EXPECT_EQ(out.str(),
            "p/main/1 | a\n{\"timestamp\":1,\"stream\":\"p/main/1\",\"message\":\"a\"}\n");
}

TEST(LogLines, HaveAColourForEachName) {
  std::ostringstream out;
  LogFormat format;
  format.name_width = 3;
  format.colour = true;
  format.escape_controls = true;
  LogPrinter printer(format, out);
  for (const char* name : {"web", "db", "web"}) printer.print({1, name, "\x1b[31mred", ""});
  EXPECT_EQ(out.str(),
            "\x1b[36mweb | \x1b[0m\\x1b[31mred\n\x1b[33mdb  | \x1b[0m\\x1b[31mred\n"
            "\x1b[36mweb | \x1b[0m\\x1b[31mred\n");
}

}  // namespace
}  // namespace berth::cli
