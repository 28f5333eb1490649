// Archives as Docker Engine hands files out, whole and broken; and files read through the client.
#include "agent/docker/tar_reader.h"

#include <cstdio>
#include <map>

#include <gtest/gtest.h>

#include "agent/docker/docker_client.h"
#include "net/testing.h"

namespace berth::agent {
namespace {

/// One entry: a header of POSIX.1-1988 with its checksum, and the content padded to 512 bytes.
std::string entry(const std::string& name, char type, const std::string& content,
                  const std::string& link = "") {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  char size[12];
  std::snprintf(size, sizeof(size), "%011zo", content.size());
  header.replace(124, 11, size);
  header[156] = type;
  header.replace(157, link.size(), link);
  header.replace(148, 8, "        ");
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char digits[8];
  std::snprintf(digits, sizeof(digits), "%06o", sum);
  header.replace(148, 7, std::string(digits, 7));
  return header + content + std::string((512 - content.size() % 512) % 512, '\0');
}

const std::string kEnd(1024, '\0');

TEST(TarReader, ReadsAFile) {
  const std::string archive = entry("ca.crt", '0', "roots") + kEnd;
  const auto found = first_tar_entry(archive);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->kind, TarEntry::Kind::kFile);
  EXPECT_EQ(found->name, "ca.crt");
  EXPECT_EQ(found->content, "roots");
}

TEST(TarReader, ReadsLinksAndOthers) {
  const auto link = first_tar_entry(entry("a", '2', "", "../b") + kEnd);
  EXPECT_EQ(link->kind, TarEntry::Kind::kLink);
  EXPECT_EQ(link->link_target, "../b");
  EXPECT_EQ(first_tar_entry(entry("dir", '5', "") + kEnd)->kind, TarEntry::Kind::kOther);
}

TEST(TarReader, HonoursLongNames) {
  const std::string path(150, 'p');
  const std::string target(150, 't');
  const auto gnu = first_tar_entry(entry("././@LongLink", 'L', path + '\0') +
                                   entry("././@LongLink", 'K', target + '\0') +
                                   entry("short", '2', "", "short") + kEnd);
  ASSERT_TRUE(gnu) << gnu.error().message;
  EXPECT_EQ(gnu->name, path);
  EXPECT_EQ(gnu->link_target, target);
  const std::string records = "160 path=" + path + "\n" + "22 linkpath=elsewhere\n";
  const auto pax = first_tar_entry(entry("g", 'g', "11 a=bcdef\n") + entry("x", 'x', records) +
                                   entry("short", '2', "", "short") + kEnd);
  ASSERT_TRUE(pax) << pax.error().message;
  EXPECT_EQ(pax->name, path);
  EXPECT_EQ(pax->link_target, "elsewhere");
}

TEST(TarReader, RefusesWhatIsNoArchive) {
  const std::string whole = entry("a", '0', std::string(600, 'x'));
  std::string changed = whole;
  changed[0] = 'b';
  for (const std::string& broken : {std::string(), std::string("text"), kEnd, changed,
                                    whole.substr(0, 700), std::string(512, 'x')}) {
    const auto refused = first_tar_entry(broken);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "InvalidArchive");
  }
}

/// An engine that hands these archives out by path.
Result<std::string> read_from(std::map<std::string, std::string> archives, std::string path) {
  net::test_support::TestServer engine([&](net::HttpRequest request) -> net::Task<net::HttpAnswer> {
    const auto found = archives.find(request.target.substr(request.target.find('=') + 1));
    if (found == archives.end()) co_return net::HttpResponse{404, {}, R"({"message":"none"})"};
    co_return net::HttpResponse{200, {}, found->second};
  });
  net::Runtime runtime(1);
  DockerClient docker(runtime.main_context(), net::Origin::parse(engine.url()).value());
  auto read = net::test_support::run<Result<std::string>>(
      runtime, [&] { return docker.read_container_file("id", path); });
  runtime.stop();
  return read;
}

TEST(ReadContainerFile, FollowsLinksInsideTheContainer) {
  const std::map<std::string, std::string> archives{
      {"%2Fetc%2Fssl%2Fcert.pem", entry("cert.pem", '2', "", "certs/all.pem") + kEnd},
      {"%2Fetc%2Fssl%2Fcerts%2Fall.pem", entry("all.pem", '2', "", "/roots") + kEnd},
      {"%2Froots", entry("roots", '0', "PEM") + kEnd},
      {"%2Fdir", entry("dir", '5', "") + kEnd},
      {"%2Floop", entry("loop", '2', "", "/loop") + kEnd}};
  EXPECT_EQ(read_from(archives, "/etc/ssl/cert.pem").value_or("fault"), "PEM");
  for (const char* none : {"/dir", "/loop", "/missing"}) {
    const auto refused = read_from(archives, none);
    ASSERT_FALSE(refused) << none;
    EXPECT_EQ(refused.error().code, "NotFound") << none;
  }
}

}  // namespace
}  // namespace berth::agent
