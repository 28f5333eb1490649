// Tests of which path asks for what.
#include "agent/credentials/route.h"

#include <gtest/gtest.h>

namespace berth::agent {

void PrintTo(const Route& route, std::ostream* out) {
  *out << "what " << static_cast<int>(route.what) << " of v" << route.version << ", id \""
       << route.id << '"';
}

namespace {

using What = Route::What;

TEST(Route, Credentials) {
  EXPECT_EQ(parse_route("/v2/credentials/an-id"), (Route{What::kCredentials, 2, "an-id"}));
  EXPECT_EQ(parse_route("/v2/credentials/a%2Did?x=y"), (Route{What::kCredentials, 2, "a-id"}));
  EXPECT_EQ(parse_route("/v2/credentials/a/b"), (Route{What::kCredentials, 2, "a/b"}));
  EXPECT_EQ(parse_route("/v2/credentials/"), (Route{What::kCredentials, 2, ""}));
  EXPECT_EQ(parse_route("http://169.254.170.2/v2/credentials/x"),
            (Route{What::kCredentials, 2, "x"}));
  EXPECT_EQ(parse_route("/v1/credentials?id=an-id"), (Route{What::kCredentials, 1, "an-id"}));
  EXPECT_EQ(parse_route("/v1/credentials?a=b&id=x%79+z&id=2"),
            (Route{What::kCredentials, 1, "xy z"}));
  for (const char* target : {"/v1/credentials", "/v1/credentials?id", "/v1/credentials?idx=1"}) {
    EXPECT_EQ(parse_route(target), (Route{What::kCredentials, 1, ""})) << target;
  }
}

TEST(Route, Metadata) {
  EXPECT_EQ(parse_route("/v3/x"), (Route{What::kContainer, 3, "x"}));
  EXPECT_EQ(parse_route("/v4/"), (Route{What::kContainer, 4, ""}));
  EXPECT_EQ(parse_route("/v4/x/task"), (Route{What::kTask, 4, "x"}));
  EXPECT_EQ(parse_route("/v3/x/taskWithTags"), (Route{What::kTask, 3, "x"}));
  EXPECT_EQ(parse_route("/v3/x/stats"), (Route{What::kContainerStats, 3, "x"}));
  EXPECT_EQ(parse_route("/v4/x/task/stats"), (Route{What::kTaskStats, 4, "x"}));
  EXPECT_EQ(parse_route("/v2/metadata"), (Route{What::kTask, 2, ""}));
  EXPECT_EQ(parse_route("/v2/metadata/"), (Route{What::kTask, 2, ""}));
  EXPECT_EQ(parse_route("/v2/metadataWithTags"), (Route{What::kTask, 2, ""}));
  EXPECT_EQ(parse_route("/v2/metadata/ab"), (Route{What::kContainer, 2, "ab"}));
  EXPECT_EQ(parse_route("/v2/stats"), (Route{What::kTaskStats, 2, ""}));
  EXPECT_EQ(parse_route("/v2/stats/ab"), (Route{What::kContainerStats, 2, "ab"}));
}

TEST(Route, Nothing) {
  for (const char* target : {"/", "/nope", "/v2/credentials", "/v1/credentials/", "/v3", "/v3/x/",
                             "/v3/x/y", "/v5/x", "/v2/metadatax", "/v2/statsx", "/V2/credentials/x",
                             "/v2/credentials/%zz", "/v2/credentials/%4", "/v2"}) {
    EXPECT_EQ(parse_route(target), Route{}) << target;
  }
}

TEST(Route, PathsThatAreNotCleanAreMoved) {
  const auto moved_to = [](std::string_view target) {
    const auto route = parse_route(target);
    return route.what == What::kMoved ? route.id : "not moved";
  };
  EXPECT_EQ(moved_to("//v2/credentials/x"), "/v2/credentials/x");
  EXPECT_EQ(moved_to("/v2//credentials/x/"), "/v2/credentials/x/");
  EXPECT_EQ(moved_to("/v2/./credentials/../credentials/x?a=b%20c"), "/v2/credentials/x?a=b%20c");
  EXPECT_EQ(moved_to("/v2/%2e%2e/a%20b"), "/a%20b");
  EXPECT_EQ(moved_to("/../.."), "/");
  EXPECT_EQ(moved_to("//evil.example/"), "/evil.example/");
  EXPECT_EQ(moved_to("/.%0d%0ax"), "not moved");
  EXPECT_EQ(moved_to("//%0d%0ax"), "/%0D%0Ax");
  EXPECT_EQ(moved_to("*"), "/%2A");
  EXPECT_EQ(moved_to(""), "/");
}

TEST(Route, LogsHoldNoIds) {
  EXPECT_EQ(path_for_logs(parse_route("/v2/credentials/secret")), "/v2/credentials");
  EXPECT_EQ(path_for_logs(parse_route("/v1/credentials?id=secret")), "/v1/credentials");
  EXPECT_EQ(path_for_logs(parse_route("/v4/secret/task")), "/v4");
  EXPECT_EQ(path_for_logs(parse_route("/v3/secret")), "/v3");
  EXPECT_EQ(path_for_logs(parse_route("/v2/stats/secret")), "/v2/stats");
  EXPECT_EQ(path_for_logs(parse_route("/v2/metadata")), "/v2/metadata");
  EXPECT_EQ(path_for_logs(parse_route("/secret")), "/");
}

}  // namespace
}  // namespace berth::agent
