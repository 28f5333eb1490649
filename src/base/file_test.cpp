// Files that hold state are replaced whole, and with the mode that was asked for.
#include "base/file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace berth {
namespace {

TEST(File, ReplacesWholeWithMode) {
  const std::string dir = ::testing::TempDir() + "berth-file-" + std::to_string(getpid());
  ASSERT_TRUE(make_directory(dir + "/a/b", 0700));
  const std::string path = dir + "/a/b/secret";
  ASSERT_TRUE(write_file_atomically(path, "one", 0600));
  ASSERT_TRUE(write_file_atomically(path, "two", 0600));
  EXPECT_EQ(read_file(path).value(), "two");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(read_file(dir + "/none").error().code, "NotFound");
  EXPECT_FALSE(write_file_atomically(dir + "/none/x", "y", 0600));
}

}  // namespace
}  // namespace berth
