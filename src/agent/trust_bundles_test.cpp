// Bundles: this machine's roots and Berth's authority, one file an image, there before Docker
// looks.
#include "agent/trust_bundles.h"

#include <filesystem>

#include <stdlib.h>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"

namespace berth::agent {
namespace {

class TrustBundlesTest : public testing::Test {
 protected:
  TrustBundlesTest() {
    std::string name = (std::filesystem::temp_directory_path() / "berth-agent-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~TrustBundlesTest() override { std::filesystem::remove_all(folder_); }
  std::string folder_;
};

TEST_F(TrustBundlesTest, AreThereOnceTheyArePrepared) {
  TrustBundles bundles(folder_ + "/bundles", "AUTHORITY\n");
  const auto path = bundles.prepare("sha256:abc");
  ASSERT_TRUE(path) << path.error().message;
  EXPECT_EQ(*path, folder_ + "/bundles/abc.pem");
  EXPECT_THAT(read_file(*path).value(), testing::EndsWith("AUTHORITY\n"));
  struct stat found {};
  ASSERT_EQ(::stat(path->c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0644u);
  EXPECT_NE(bundles.prepare("sha256:def").value(), *path);
}

TEST_F(TrustBundlesTest, OfAnEarlierAuthorityAreWrittenAnew) {
  TrustBundles earlier(folder_, "OLD\n");
  const auto path = earlier.prepare("sha256:abc");
  TrustBundles bundles(folder_, "NEW\n");
  ASSERT_TRUE(bundles.prepare("sha256:abc"));
  const auto text = read_file(path.value()).value();
  EXPECT_THAT(text, testing::HasSubstr("NEW\n"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("OLD\n")));
}

TEST_F(TrustBundlesTest, SayWhereTheyCannotBeWritten) {
  TrustBundles bundles("/proc/none", "A\n");
  EXPECT_FALSE(bundles.prepare("sha256:abc"));
}

TEST(JoinRoots, KeepsLinesApart) {
  EXPECT_EQ(join_roots("A", "B\n"), "A\nB\n");
  EXPECT_EQ(join_roots("A\n", "B\n"), "A\nB\n");
  EXPECT_EQ(join_roots("", "B\n"), "B\n");
}

}  // namespace
}  // namespace berth::agent
