// Words for a shell: what is plain stays, all else is quoted.
#include "base/shell_word.h"

#include <gtest/gtest.h>

namespace berth {
namespace {

TEST(ShellWord, QuotesWhatAShellWouldTakeApart) {
  EXPECT_EQ(shell_word("arn:aws:iam::1:role/a"), "arn:aws:iam::1:role/a");
  EXPECT_EQ(shell_word("web:3"), "web:3");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word("$(x)'y"), "'$(x)'\\''y'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_quoted("plain"), "'plain'");
}

}  // namespace
}  // namespace berth
