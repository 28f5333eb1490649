// A file that is there whole or not at all.
#include "cli/export_file.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "cli/testing.h"

namespace berth::cli {
namespace {

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename());
  }
  return names;
}

class ExportFileTest : public testing::Test {
 protected:
  test_support::StateDir folder_;
  std::string path_ = folder_.path() + "/f";
};

TEST_F(ExportFileTest, GetsItsNameWhenItIsComplete) {
  auto file = ExportFile::create(path_, false);
  ASSERT_TRUE(file);
  const std::string large(300'000, 'x');
  ASSERT_TRUE(file->write("a"));
  ASSERT_TRUE(file->write(large));
  EXPECT_FALSE(std::filesystem::exists(path_));
  ASSERT_TRUE(file->finish());
  EXPECT_EQ(*read_file(path_), "a" + large);
  EXPECT_THAT(names_in(folder_.path()), testing::ElementsAre("f"));
}

TEST_F(ExportFileTest, LeavesNothingBehindWithoutThat) {
  {
    auto file = ExportFile::create(path_, false);
    ASSERT_TRUE(file && file->write("a"));
  }
  EXPECT_THAT(names_in(folder_.path()), testing::IsEmpty());
}

TEST_F(ExportFileTest, ReplacesNothingUnlessItMay) {
  ASSERT_TRUE(write_file_atomically(path_, "old", 0600));
  const auto refused = ExportFile::create(path_, false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, path_ + " is there already: --force replaces it");
  auto file = ExportFile::create(path_, true);
  ASSERT_TRUE(file && file->write("new") && file->finish());
  EXPECT_EQ(*read_file(path_), "new");
}

TEST_F(ExportFileTest, LeavesWhatHasComeMeanwhile) {
  auto file = ExportFile::create(path_, false);
  ASSERT_TRUE(file && file->write("ours"));
  ASSERT_TRUE(write_file_atomically(path_, "theirs", 0600));
  const auto done = file->finish();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "FileExists");
  EXPECT_EQ(*read_file(path_), "theirs");
}

TEST_F(ExportFileTest, NeedsAFolder) {
  const auto refused = ExportFile::create(folder_.path() + "/none/f", false);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::EndsWith("No such file or directory"));
}

}  // namespace
}  // namespace berth::cli
