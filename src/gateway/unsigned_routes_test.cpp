// Which unsigned routes are open, and to whom.
#include "gateway/unsigned_routes.h"

#include <gtest/gtest.h>

namespace berth::gateway {
namespace {

net::HttpRequest request(const std::string& method, const std::string& target,
                         net::Headers headers = {{"Host", "127.0.0.1:4566"}},
                         const std::string& address = "127.0.0.1") {
  net::HttpRequest request;
  request.method = method;
  request.target = target;
  request.headers = std::move(headers);
  request.peer.address = address;
  return request;
}

TEST(UnsignedRoutes, AreFoundByMethodAndPath) {
  EXPECT_EQ(find_unsigned_route(request("GET", "/health"), false), UnsignedRoute::kHealth);
  EXPECT_EQ(find_unsigned_route(request("GET", "/health?x=1"), false), UnsignedRoute::kHealth);
  EXPECT_EQ(find_unsigned_route(request("GET", "/metrics"), false), UnsignedRoute::kMetrics);
  EXPECT_EQ(find_unsigned_route(request("POST", "/"), false), UnsignedRoute::kNone);
  EXPECT_EQ(find_unsigned_route(request("POST", "/_berth/reset"), false), UnsignedRoute::kNone);
  EXPECT_EQ(find_unsigned_route(request("POST", "/_berth/reset"), true), UnsignedRoute::kReset);
  EXPECT_EQ(find_unsigned_route(request("GET", "/_berth/reset"), true), UnsignedRoute::kNone);
}

TEST(UnsignedRoutes, AreClosedToReboundNamesAndOtherOrigins) {
  const auto route = [](net::Headers headers) {
    return find_unsigned_route(request("GET", "/health", std::move(headers)), false);
  };
  EXPECT_EQ(route({{"Host", "evil.example:4566"}}), UnsignedRoute::kForbidden);
  EXPECT_EQ(route({}), UnsignedRoute::kForbidden);
  EXPECT_EQ(route({{"Host", "localhost:4566"}, {"Origin", "http://evil.example"}}),
            UnsignedRoute::kForbidden);
  EXPECT_EQ(route({{"Host", "localhost:4566"}, {"Origin", "http://localhost:4566"}}),
            UnsignedRoute::kHealth);
  EXPECT_EQ(route({{"Host", "[::1]:4566"}}), UnsignedRoute::kHealth);
  EXPECT_EQ(route({{"Host", "127.0.0.1"}, {"X-Berth-Relay-Instance", "arn"}}),
            UnsignedRoute::kForbidden);
}

TEST(UnsignedRoutes, ResetIsForLoopbackWithoutOrigin) {
  EXPECT_EQ(find_unsigned_route(
                request("POST", "/_berth/reset", {{"Host", "10.0.0.1"}}, "10.0.0.9"), true),
            UnsignedRoute::kForbidden);
  EXPECT_EQ(
      find_unsigned_route(request("POST", "/_berth/reset",
                                  {{"Host", "127.0.0.1:1"}, {"Origin", "http://127.0.0.1:1"}}),
                          true),
      UnsignedRoute::kForbidden);
}

}  // namespace
}  // namespace berth::gateway
