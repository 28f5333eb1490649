// The collectors against an endpoint that answers from memory, refuses, or talks nonsense.
#include "doctor/collect.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/diagnosis.h"
#include "net/testing.h"

namespace berth::doctor {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Canned {
  int status = 200;
  std::string body;
};

class CollectTest : public ::testing::Test {
 protected:
  CollectTest()
      : server_([this](net::HttpRequest request) { return answer(std::move(request)); }) {}

  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    const std::lock_guard lock(mutex_);
    const std::string target(request.header("X-Amz-Target").value_or(""));
    std::string operation = target.substr(target.find('.') + 1);
    if (target.empty()) {
      operation = request.body.substr(7, request.body.find('&') - 7);  // Action=
    }
    asked_.insert(operation);
    const auto found = answers_.find(operation);
    const Canned canned = found == answers_.end() ? otherwise_ : found->second;
    net::HttpResponse response;
    response.status = canned.status;
    response.body = canned.body;
    co_return response;
  }

  net::Task<void> run(Evidence& evidence) {
    client::AwsClientOptions options;
    options.url = server_.url();
    options.region = "us-west-2";
    const client::CredentialsSource keys = []() -> net::Task<Result<client::SessionKeys>> {
      client::SessionKeys session;
      session.keys.access_key_id = "AKIATEST";
      session.keys.secret_access_key = Secret("secret");
      co_return session;
    };
    auto client = client::AwsClient::make(client_runtime_.main_context(), options, keys, clock_);
    client::AwsClient* const made = client->get();
    const ClientOf client_of = [made](const std::string&) -> Result<client::AwsClient*> {
      return made;
    };
    const Asking asking{client_runtime_.main_context(), client_of, clock_};
    co_await collect(asking, evidence);
  }

  Evidence collected(Subject subject) {
    Evidence evidence;
    evidence.subject = subject;
    evidence.region = "us-west-2";
    evidence.cluster = "default";
    evidence.task = "t";
    evidence.definition_name = "web";
    net::run_blocking(client_runtime_.main_context(), [&] { return run(evidence); });
    return evidence;
  }

  ManualClock clock_{from_epoch_ms(1'760'000'000'000)};
  Canned otherwise_{400, R"({"__type":"AccessDeniedException","message":"not you"})"};
  std::map<std::string, Canned> answers_;
  std::mutex mutex_;
  std::set<std::string> asked_;
  net::Runtime client_runtime_{1};
  net::test_support::TestServer server_;
};

std::string xml(const std::string& operation, const std::string& result) {
  return "<" + operation + "Response><" + operation + "Result>" + result + "</" + operation +
         "Result></" + operation + "Response>";
}

TEST_F(CollectTest, FollowsATaskToItsRoleAndItsLog) {
  answers_["GetCallerIdentity"] = {200, xml("GetCallerIdentity", "<Account>1</Account>")};
  answers_["DescribeClusters"] = {200, R"({"clusters":[{"clusterName":"default"}]})"};
  answers_["DescribeTasks"] = {
      200,
      R"({"tasks":[{"taskArn":"arn:aws:ecs:us-west-2:1:task/default/t","containerInstanceArn":)"
      R"("i","taskDefinitionArn":"d:1","lastStatus":"STOPPED"}]})"};
  answers_["DescribeContainerInstances"] = {200, R"({"containerInstances":[{"status":"ACTIVE"}]})"};
  answers_["DescribeTaskDefinition"] = {
      200, R"({"taskDefinition":{"family":"d","taskRoleArn":"web","containerDefinitions":[{"name":)"
           R"("main","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g",)"
           R"("awslogs-stream-prefix":"p"}}}]}})"};
  answers_["GetRole"] = {200, xml("GetRole",
                                  "<Role><RoleName>web</RoleName><AssumeRolePolicyDocument>%7B%7D"
                                  "</AssumeRolePolicyDocument></Role>")};
  answers_["ListRolePolicies"] = {
      200, xml("ListRolePolicies", "<PolicyNames><member>own</member></PolicyNames>")};
  answers_["GetRolePolicy"] = {
      200, xml("GetRolePolicy", "<PolicyDocument>%7B%22a%22%3A1%7D</PolicyDocument>")};
  const std::string arn =
      "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
  answers_["ListAttachedRolePolicies"] = {
      200, xml("ListAttachedRolePolicies", "<AttachedPolicies><member><PolicyArn>" + arn +
                                               "</PolicyArn></member></AttachedPolicies>")};
  answers_["DescribeLogGroups"] = {200, R"({"logGroups":[{"logGroupName":"g"}]})"};
  answers_["GetLogEvents"] = {200, R"({"events":[{"timestamp":1,"message":"hello"}]})"};
  const Evidence evidence = collected(Subject::kTask);
  ASSERT_TRUE(evidence.task_role && evidence.task_role->role);
  EXPECT_EQ(evidence.task_role->role->assume_role_policy_document, "{}");
  std::map<std::string, std::string> documents;
  for (const PolicyText& text : evidence.task_role->policies.identity) {
    documents[text.question] = text.document;
  }
  EXPECT_EQ(documents["iam:GetRolePolicy web own"], R"({"a":1})");
  EXPECT_THAT(documents["Berth's own copy of " + arn], HasSubstr("ecs:Poll"));
  EXPECT_THAT(evidence.task_role->policies.unread, ElementsAre(HasSubstr("iam:GetPolicy " + arn)));
  EXPECT_EQ(evidence.instances->size(), 1u);
  ASSERT_EQ(evidence.logs.size(), 1u);
  EXPECT_EQ(evidence.logs[0].stream, "p/main/t");
  EXPECT_TRUE(*evidence.logs[0].group_exists.answer);
  EXPECT_EQ(evidence.logs[0].lines->front().message, "hello");
  EXPECT_FALSE(asked_.contains("ListUserPolicies"));
}

TEST_F(CollectTest, LooksForALostTaskInOtherClusters) {
  answers_["DescribeTasks"] = {200, R"({"tasks":[],"failures":[{"reason":"MISSING"}]})"};
  answers_["ListClusters"] = {200, R"({"clusterArns":["c/default","c/blue"]})"};
  const Evidence evidence = collected(Subject::kTask);
  EXPECT_TRUE(evidence.task_seen.was_refused_as("MISSING"));
  EXPECT_TRUE(evidence.task_elsewhere.empty());
  EXPECT_THAT(asked_, Contains("ListClusters"));
}

TEST_F(CollectTest, BearsRefusalsAndNonsense) {
  for (const char* body : {R"({"__type":"AccessDeniedException"})", "", "<html>", "[1]", "{",
                           R"({"clusters":7})", "<ErrorResponse/>"}) {
    for (const int status : {200, 400, 500}) {
      otherwise_ = {status, body};
      for (const Subject subject : {Subject::kCluster, Subject::kDefinition, Subject::kTask}) {
        const Diagnosis diagnosis = diagnose(collected(subject));
        EXPECT_TRUE(diagnosis.causes.empty()) << body;
        EXPECT_FALSE(to_text(diagnosis, {}).empty());
      }
    }
  }
  otherwise_ = {400, R"({"__type":"AccessDeniedException","message":"not you"})"};
  const Diagnosis diagnosis = diagnose(collected(Subject::kDefinition));
  EXPECT_EQ(diagnosis.verdict, Verdict::kUndecided);
  EXPECT_THAT(to_text(diagnosis, {}), HasSubstr("AccessDeniedException"));
}

TEST_F(CollectTest, AsksWhatAUsersPoliciesSay) {
  answers_["GetCallerIdentity"] = {
      200, xml("GetCallerIdentity", "<Arn>arn:aws:iam::123456789012:user/dev</Arn>")};
  answers_["ListUserPolicies"] = {
      200, xml("ListUserPolicies", "<PolicyNames><member>own</member></PolicyNames>")};
  answers_["GetUserPolicy"] = {200,
                               xml("GetUserPolicy", "<PolicyDocument>%7B%7D</PolicyDocument>")};
  answers_["ListGroupsForUser"] = {400,
                                   "<ErrorResponse><Error><Code>InvalidAction</Code></Error>"
                                   "</ErrorResponse>"};
  const Evidence evidence = collected(Subject::kCluster);
  ASSERT_TRUE(evidence.caller.policies);
  EXPECT_EQ(evidence.caller.policies->identity.front().document, "{}");
  // Groups that the endpoint does not know are not unread.
  EXPECT_THAT(evidence.caller.policies->unread,
              ::testing::UnorderedElementsAre(HasSubstr("ListAttachedUserPolicies"),
                                              HasSubstr("GetUser dev")));
}

}  // namespace
}  // namespace berth::doctor
