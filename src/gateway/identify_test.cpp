// What is asked, told from target, content type and form — before anything of it counts.
#include <gtest/gtest.h>

#include "gateway/stages.h"
#include "gateway/testing.h"

namespace berth::gateway {
namespace {

class IdentifyTest : public GatewayTest {
 protected:
  /// "protocol service operation"
  std::string identified(const net::HttpRequest& request) {
    Call call = make_call(request);
    EXPECT_TRUE(identify(parts_, call));
    return std::string(call.protocol == aws::Protocol::kQuery ? "query " : "json ") +
           (call.named_model ? std::string(call.named_model->name) : "-") + " " +
           call.operation_name;
  }
};

TEST_F(IdentifyTest, JsonNamesItsOperationInTheTarget) {
  EXPECT_EQ(identified(json(std::string(kEcs) + "RunTask", "{}")), "json ecs RunTask");
  EXPECT_EQ(identified(json(std::string(kLogs) + "PutLogEvents", "{}")), "json logs PutLogEvents");
  EXPECT_EQ(identified(json("Unknown_1.Do", "{}")), "json - Do");
  EXPECT_EQ(identified(json("nonsense", "{}")), "json - ");
}

TEST_F(IdentifyTest, QueryNamesItInActionAndVersion) {
  EXPECT_EQ(identified(form("Action=GetCallerIdentity&Version=2011-06-15")),
            "query sts GetCallerIdentity");
  EXPECT_EQ(identified(form("Version=2010-05-08&Action=ListRoles")), "query iam ListRoles");
  EXPECT_EQ(identified(form("Action=ListRoles")), "query - ListRoles");
  net::HttpRequest get;
  get.target = "/?Action=GetCallerIdentity&Version=2011-06-15";
  EXPECT_EQ(identified(get), "query sts GetCallerIdentity");
}

TEST_F(IdentifyTest, AFormForAJsonServicesHostIsAnsweredInJson) {
  net::HttpRequest request = form("{}");
  for (auto& [name, value] : request.headers) {
    if (name == "Host") value = "ecs.us-west-2.amazonaws.com";
  }
  EXPECT_EQ(identified(request), "json - ");
}

TEST_F(IdentifyTest, WhateverElseComesIsNamedNothing) {
  net::HttpRequest request;
  request.method = "PUT";
  request.target = "/bucket/key";
  EXPECT_EQ(identified(request), "json - ");
}

}  // namespace
}  // namespace berth::gateway
