// `berth why` and `berth policy suggest` against a service `berth` that answers from memory.
#include "cli/why.h"

#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"
#include "aws/models/berth.h"
#include "cli/policy_suggest.h"
#include "cli/pretty_json.h"
#include "cli/testing.h"

namespace berth::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Printed {
  int status;
  std::string out;
  std::string err;
};

class WhyTest : public ::testing::Test {
 protected:
  WhyTest() : server_([this](net::HttpRequest request) { return answer(std::move(request)); }) {
    EXPECT_TRUE(state_.fill(server_.url()));
    why_.common.state_dir = state_.path();
    suggest_.common.state_dir = state_.path();
  }

  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    const std::string target(request.header("X-Amz-Target").value_or(""));
    asked_ = target + " " + request.body;
    net::HttpResponse response;
    response.status = status_;
    response.body = body_;
    co_return response;
  }
  Printed why() {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_why(why_, out, err);
    return {status, out.str(), err.str()};
  }
  Printed suggest() {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_policy_suggest(suggest_, out, err);
    return {status, out.str(), err.str()};
  }

  test_support::StateDir state_;
  std::string asked_;
  int status_ = 200;
  std::string body_;
  WhyOptions why_;
  PolicySuggestOptions suggest_;
  net::test_support::TestServer server_;
};

constexpr const char* kDenied = R"({"decisions":[{"requestId":"r1","decidedAt":1760000000,
  "region":"us-west-2","service":"ecs","action":"ecs:ListTasks","resource":"*",
  "outcome":"IMPLICITLY_DENIED","mode":"ENFORCED","sourceIp":"10.0.0.7","taskArn":"arn:task",
  "caller":{"arn":"arn:aws:sts::1:assumed-role/web/s"},
  "decidedBy":{"policyType":"IDENTITY"},
  "explanation":{"message":"m","policies":[
     {"policyType":"IDENTITY","policyName":"p\u001b[2J","verdict":"SILENT"},
     {"policyType":"BOUNDARY","policyName":"b","verdict":"ALLOWS","statement":{"index":1,"sid":"S",
      "startPosition":{"line":3,"column":5}}}],
   "nearestMiss":{"policyType":"IDENTITY","policyName":"p","statement":{"index":0},"failures":[
     {"element":"Condition","operator":"StringEquals","key":"ecs:cluster","wanted":["a","b"],
      "wantedCount":3}]},
   "changes":[{"policyType":"IDENTITY","reason":"It has to.","commands":["aws iam x"]}]}}]})";

TEST_F(WhyTest, TellsADenialToPeople) {
  body_ = kDenied;
  const Printed printed = why();
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_EQ(printed.err, "");
  EXPECT_EQ(printed.out,
            "Denied: ecs:ListTasks\n"
            "  caller     arn:aws:sts::1:assumed-role/web/s\n"
            "  resource   *\n"
            "  decision   denied: no identity-based policy allows it\n"
            "  request    r1 at 2025-10-09T08:53:20Z, us-west-2, from 10.0.0.7\n"
            "  task       arn:task\n"
            "\n"
            "Policies considered\n"
            "  says nothing identity-based policy p\\x1b[2J\n"
            "  allows       permissions boundary b, statement 2 \"S\" (line 3, column 5)\n"
            "\n"
            "Nearest to allowing it\n"
            "  identity-based policy p, statement 1\n"
            "    Condition StringEquals ecs:cluster\n"
            "      wanted  a, b, and 1 more\n"
            "      got     nothing: the call has no such key\n"
            "\n"
            "To change: the identity-based policy\n"
            "  It has to.\n"
            "  aws iam x\n");
}

TEST_F(WhyTest, AsksForWhatIsWanted) {
  body_ = kDenied;
  why();
  EXPECT_EQ(asked_, R"(Berth_20261124.ExplainDecision {"last":true,"maxResults":10})");
  why_.request_id = "r1";
  why();
  EXPECT_THAT(asked_, HasSubstr(R"("requestId":"r1")"));
  EXPECT_THAT(asked_, Not(HasSubstr("last")));
  why_.request_id.clear();
  why_.task = "arn:t";
  why();
  EXPECT_THAT(asked_, HasSubstr(R"("taskArn":"arn:t")"));
  why_.task.clear();
  why_.role = "web";
  why_.count = 3;
  why();
  EXPECT_THAT(asked_, HasSubstr(R"("roleName":"web","maxResults":3)"));
}

TEST_F(WhyTest, IsTheAnswerAsJson) {
  body_ = kDenied;
  why_.output = "json";
  EXPECT_THAT(why().out, StartsWith(R"({"decisions":[{"requestId":"r1",)"));
}

TEST_F(WhyTest, AllowedAndAuditedCallsAreTold) {
  body_ = R"({"decisions":[{"action":"a:B","outcome":"ALLOWED","decidedBy":
    {"policyType":"IDENTITY","policyName":"p","statementIndex":1}},
    {"action":"a:C","outcome":"EXPLICITLY_DENIED","mode":"AUDITED","decidedBy":
    {"policyType":"BOUNDARY"}}]})";
  const std::string out = why().out;
  EXPECT_THAT(out, StartsWith("Allowed: a:B\n"));
  EXPECT_THAT(out, HasSubstr("allowed by identity-based policy p, statement 2\n"));
  EXPECT_THAT(out, HasSubstr("\n\nWould be denied: a:C\n"));
  EXPECT_THAT(out, HasSubstr("denied by a statement of a permissions boundary (in audit mode: the "
                             "call went through)"));
}

TEST_F(WhyTest, SaysWhyThereIsNoAnswer) {
  status_ = 400;
  body_ = R"({"__type":"ResourceNotFoundException","message":"No decision of request r."})";
  Printed printed = why();
  EXPECT_EQ(printed.status, 1);
  EXPECT_EQ(printed.err, "berth why: No decision of request r.\n");
  body_ = R"({"__type":"InvalidParameterException","message":"no"})";
  EXPECT_EQ(why().status, 2);
  body_ = R"({"__type":"AccessDeniedException","message":"not you"})";
  printed = suggest();
  EXPECT_EQ(printed.status, 1);
  EXPECT_EQ(printed.err, "berth policy suggest: not you (AccessDeniedException)\n");
}

constexpr const char* kSuggestion = R"({"roleArn":"arn:aws:iam::1:role/web",
  "policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ecs:ListTasks\",\"Resource\":\"*\"}]}",
  "policySize":90,"policySizeMax":6144,"callsSeen":4,"since":1760000000,
  "newlyAllowed":[{"action":"ecs:ListTasks","resource":"*","count":2}],
  "rules":[{"rule":"tasks-of-cluster","resource":"arn:t/*","count":3}],
  "check":{"calls":4,"denied":[]},
  "unused":[{"policyName":"p","usedActions":["a:B"],"unusedActions":[],"unknownActions":["s3:*"]}]})";

TEST_F(WhyTest, SuggestsAPolicy) {
  body_ = kSuggestion;
  suggest_.role = "web";
  suggest_.resources = "by-type";
  suggest_.check = true;
  const Printed printed = suggest();
  EXPECT_EQ(printed.status, 0);
  EXPECT_EQ(asked_, R"(Berth_20261124.SuggestPolicy {"roleName":"web","resources":"BY_TYPE",)"
                    R"("check":true,"diff":false})");
  EXPECT_EQ(printed.out,
            "{\n"
            "  \"Version\": \"2012-10-17\",\n"
            "  \"Statement\": [\n"
            "    {\n"
            "      \"Effect\": \"Allow\",\n"
            "      \"Action\": \"ecs:ListTasks\",\n"
            "      \"Resource\": \"*\"\n"
            "    }\n"
            "  ]\n"
            "}\n"
            "\n"
            "From 4 decisions on calls of arn:aws:iam::1:role/web since 2025-10-09T08:53:20Z.\n"
            "\n"
            "Generalised\n"
            "  tasks-of-cluster: arn:t/*, from 3\n"
            "\n"
            "Denied so far, and allowed by this policy: is it meant to be?\n"
            "  ecs:ListTasks on *, 2 times\n"
            "\n"
            "Checked: 4 recorded calls under this policy, 0 kinds of them denied.\n"
            "\n"
            "Policy p\n"
            "  used    a:B\n"
            "  unused  none\n"
            "  of services that Berth does not serve  s3:*\n"
            "\n"
            "To use it\n"
            "  aws iam put-role-policy --role-name web --policy-name as-seen --policy-document "
            "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
            "\"ecs:ListTasks\",\"Resource\":\"*\"}]}'\n");
}

TEST_F(WhyTest, TheSuggestedPolicyIsAnObjectInJson) {
  body_ = kSuggestion;
  suggest_.task = "arn:t";
  suggest_.output = "json";
  EXPECT_THAT(suggest().out, HasSubstr(R"("policyDocument":{"Version":"2012-10-17",)"));
  EXPECT_THAT(asked_, HasSubstr(R"("taskArn":"arn:t")"));
}

TEST_F(WhyTest, ACheckThatFindsADenialFails) {
  body_ = R"({"policyDocument":"{}","policySize":7000,"policySizeMax":6144,
    "check":{"calls":1,"denied":[{"action":"a:B","resource":"*","count":1}]}})";
  const Printed printed = suggest();
  EXPECT_EQ(printed.status, 1);
  EXPECT_THAT(printed.out, HasSubstr("  a:B on *, 1 times\n"));
  EXPECT_THAT(printed.out, HasSubstr("try --resources by-type"));
}

TEST(PrettyJson, KeepsTextsAndEmptyThings) {
  EXPECT_EQ(
      pretty_json(R"({"a\"b":[],"c":[1,{"d":"e: \"f\""}]})"),
      "{\n  \"a\\\"b\": [],\n  \"c\": [\n    1,\n    {\n      \"d\": \"e: \\\"f\\\"\"\n    }\n"
      "  ]\n}");
  EXPECT_EQ(pretty_json("no json"), "no json");
}

}  // namespace
}  // namespace berth::cli
