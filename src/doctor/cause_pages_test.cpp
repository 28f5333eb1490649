// docs/causes is what the catalogue says: the test that keeps it so, and, with BERTH_WRITE_DOCS=1
// in the environment, the one that writes it.
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "doctor/cause.h"

namespace berth::doctor {
namespace {

const std::string kFolder = BERTH_DOCS "/causes/";

bool is_to_be_written() {
  const char* const write = std::getenv("BERTH_WRITE_DOCS");
  return write != nullptr && *write == '1';
}

void expect_written(const std::string& name, const std::string& page) {
  const std::string path = kFolder + name;
  if (is_to_be_written()) {
    std::filesystem::create_directories(kFolder);
    ASSERT_TRUE(write_file_atomically(path, page, 0644));
  }
  const auto written = read_file(path);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_TRUE(*written == page) << path
                                << " is stale. Make it anew: BERTH_WRITE_DOCS=1 doctor_test "
                                << "--gtest_filter='CausePages*'";
}

TEST(CausePages, AreWhatTheCatalogueSays) {
  std::set<std::string> names = {"README.md"};
  expect_written("README.md", index_page());
  for (const Group group : all_groups()) {
    for (const Cause& cause : causes_of(group)) {
      const std::string name = std::string(cause.id) + ".md";
      names.insert(name);
      expect_written(name, page_of(cause));
    }
  }
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    EXPECT_TRUE(names.contains(entry.path().filename())) << entry.path() << " is of no cause";
  }
}

TEST(Catalogue, HasEachCauseOnceWithAllItsTexts) {
  std::set<std::string_view> ids;
  for (const Group group : all_groups()) {
    EXPECT_FALSE(causes_of(group).empty()) << name_of(group);
    for (const Cause& cause : causes_of(group)) {
      EXPECT_TRUE(ids.insert(cause.id).second) << cause.id;
      EXPECT_EQ(find_cause(cause.id), &cause);
      for (const auto text : {cause.title, cause.looks, cause.why, cause.see, cause.fix}) {
        EXPECT_FALSE(text.empty()) << cause.id;
      }
      EXPECT_EQ(cause.source.empty(), cause.shown != Shown::kWritten) << cause.id;
      // What is skipped is not claimed to be shown.
      EXPECT_EQ(why_skipped(cause.seen).empty(), cause.shown != Shown::kNot) << cause.id;
    }
  }
  EXPECT_EQ(ids.size(), 76u);
  EXPECT_EQ(find_cause("nonsense"), nullptr);
}

}  // namespace
}  // namespace berth::doctor
