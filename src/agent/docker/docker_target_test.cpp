// How calls to Docker Engine are spelt.
#include "agent/docker/docker_target.h"

#include <gtest/gtest.h>

#include "agent/docker/docker_client.h"
#include "agent/docker/image_reference.h"
#include "agent/docker/json_lines.h"

namespace berth::agent {
namespace {

TEST(DockerTarget, EncodesQueriesAndPaths) {
  EXPECT_EQ(query({}), "");
  EXPECT_EQ(query({{"a", "x y&z"}, {"b", "ü/:"}}), "?a=x%20y%26z&b=%C3%BC%2F%3A");
  EXPECT_EQ(encode_path("localhost:5000/team/app@sha256:ab"), "localhost:5000/team/app@sha256:ab");
  EXPECT_EQ(encode_path("a?b#c d%"), "a%3Fb%23c%20d%25");
}

TEST(DockerTarget, WritesFilters) {
  EXPECT_EQ(json_filter("label", {}), R"({"label":[]})");
  EXPECT_EQ(json_filter("label", {"a=b", "q\"\\"}), R"({"label":["a=b","q\"\\"]})");
}

TEST(DockerTarget, ComparesVersionsByNumber) {
  EXPECT_TRUE(docker_api_less("1.9", "1.41"));
  EXPECT_FALSE(docker_api_less("1.41", "1.9"));
  EXPECT_FALSE(docker_api_less("1.41", "1.41"));
  EXPECT_TRUE(docker_api_less("1.99", "2.0"));
  EXPECT_TRUE(docker_api_less("", "1.0"));
}

TEST(ImageReference, IsTakenApart) {
  const auto parts = [](const char* text) {
    const auto reference = ImageReference::parse(text);
    return reference.name + " " + reference.tag;
  };
  EXPECT_EQ(parts("busybox"), "busybox latest");
  EXPECT_EQ(parts("busybox:1.36"), "busybox 1.36");
  EXPECT_EQ(parts("registry:5000/team/app"), "registry:5000/team/app latest");
  EXPECT_EQ(parts("registry:5000/team/app:2"), "registry:5000/team/app 2");
  EXPECT_EQ(parts("app@sha256:ab"), "app sha256:ab");
}

std::vector<std::string> lines_of(const std::vector<std::string>& pieces, JsonLines& lines) {
  std::vector<std::string> found;
  for (const auto& piece : pieces) {
    lines.feed(piece, [&](std::string_view line) { found.emplace_back(line); });
  }
  return found;
}

TEST(JsonLines, CutsPiecesIntoLines) {
  JsonLines lines;
  const std::vector<std::string> found = lines_of({"{1", "}\r", "\n\n{2}\n{3", "}"}, lines);
  EXPECT_EQ(found, (std::vector<std::string>{"{1}", "{2}"}));
  EXPECT_EQ(lines.last(), "{3}");
  EXPECT_EQ(lines_of({"\n"}, lines), std::vector<std::string>{"{3}"});
  EXPECT_EQ(lines.last(), "{3}");
}

TEST(JsonLines, DropsALineWithoutEnd) {
  JsonLines lines;
  const std::string megabyte(1024 * 1024, 'x');
  EXPECT_TRUE(lines_of({megabyte, "y", "tail\n"}, lines).front() == "tail");
}

}  // namespace
}  // namespace berth::agent
