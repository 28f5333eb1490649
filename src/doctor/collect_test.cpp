// The collectors against an endpoint that answers from memory, refuses, or talks nonsense.
#include "doctor/collect.h"

#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "doctor/diagnosis.h"
#include "doctor/endpoint_testing.h"

namespace berth::doctor {
namespace {

using test_support::CannedEndpoint;
using test_support::xml;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CollectTest : public ::testing::Test, protected CannedEndpoint {
 protected:
  Evidence collected(Subject subject) {
    Evidence evidence;
    evidence.subject = subject;
    evidence.region = "us-west-2";
    evidence.cluster = "default";
    evidence.task = "t";
    evidence.definition_name = "web";
    const auto all = [&evidence](const Asking& asking) { return collect(asking, evidence); };
    ask(all);
    return evidence;
  }
};

TEST_F(CollectTest, FollowsATaskToItsRoleAndItsLog) {
  answers["GetCallerIdentity"] = {200, xml("GetCallerIdentity", "<Account>1</Account>")};
  answers["DescribeClusters"] = {200, R"({"clusters":[{"clusterName":"default"}]})"};
  answers["DescribeTasks"] = {
      200,
      R"({"tasks":[{"taskArn":"arn:aws:ecs:us-west-2:1:task/default/t","containerInstanceArn":)"
      R"("i","taskDefinitionArn":"d:1","lastStatus":"STOPPED"}]})"};
  answers["DescribeContainerInstances"] = {200, R"({"containerInstances":[{"status":"ACTIVE"}]})"};
  answers["DescribeTaskDefinition"] = {
      200, R"({"taskDefinition":{"family":"d","taskRoleArn":"web","containerDefinitions":[{"name":)"
           R"("main","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g",)"
           R"("awslogs-stream-prefix":"p"}}}]}})"};
  answers["GetRole"] = {200, xml("GetRole",
                                 "<Role><RoleName>web</RoleName><AssumeRolePolicyDocument>%7B%7D"
                                 "</AssumeRolePolicyDocument></Role>")};
  answers["ListRolePolicies"] = {
      200, xml("ListRolePolicies", "<PolicyNames><member>own</member></PolicyNames>")};
  answers["GetRolePolicy"] = {
      200, xml("GetRolePolicy", "<PolicyDocument>%7B%22a%22%3A1%7D</PolicyDocument>")};
  const std::string arn =
      "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
  answers["ListAttachedRolePolicies"] = {
      200, xml("ListAttachedRolePolicies", "<AttachedPolicies><member><PolicyArn>" + arn +
                                               "</PolicyArn></member></AttachedPolicies>")};
  answers["DescribeLogGroups"] = {200, R"({"logGroups":[{"logGroupName":"g"}]})"};
  answers["GetLogEvents"] = {200, R"({"events":[{"timestamp":1,"message":"hello"}]})"};
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
  EXPECT_FALSE(was_asked("ListUserPolicies"));
}

TEST_F(CollectTest, LooksForALostTaskInOtherClusters) {
  answers["DescribeTasks"] = {200, R"({"tasks":[],"failures":[{"reason":"MISSING"}]})"};
  answers["ListClusters"] = {200, R"({"clusterArns":["c/default","c/blue"]})"};
  const Evidence evidence = collected(Subject::kTask);
  EXPECT_TRUE(evidence.task_seen.was_refused_as("MISSING"));
  EXPECT_TRUE(evidence.task_elsewhere.empty());
  EXPECT_THAT(asked, Contains("ListClusters"));
}

TEST_F(CollectTest, LooksForDefinitionsOfLikeNames) {
  answers["DescribeTaskDefinition"] = {
      400, R"({"__type":"ClientException","message":"Unable to describe task definition."})"};
  answers["ListTaskDefinitions"] = {200, R"({"taskDefinitionArns":[]})"};
  answers["ListTaskDefinitionFamilies"] = {200, R"({"families":["wbe","batch","web-2"]})"};
  Evidence evidence = collected(Subject::kDefinition);
  ASSERT_TRUE(evidence.definitions_alike);
  EXPECT_THAT(*evidence.definitions_alike.answer, ElementsAre("web-2"));
  answers["ListTaskDefinitions"] = {200, R"({"taskDefinitionArns":["a:task-definition/web:3"]})"};
  evidence = collected(Subject::kDefinition);
  EXPECT_THAT(*evidence.definitions_alike.answer, ElementsAre("web:3"));
}

TEST_F(CollectTest, BearsRefusalsAndNonsense) {
  for (const char* body : {R"({"__type":"AccessDeniedException"})", "", "<html>", "[1]", "{",
                           R"({"clusters":7})", "<ErrorResponse/>"}) {
    for (const int status : {200, 400, 500}) {
      otherwise = {status, body};
      for (const Subject subject : {Subject::kCluster, Subject::kDefinition, Subject::kTask}) {
        const Diagnosis diagnosis = diagnose(collected(subject));
        EXPECT_TRUE(diagnosis.causes.empty()) << body;
        EXPECT_FALSE(to_text(diagnosis, {}).empty());
      }
    }
  }
  otherwise = {400, R"({"__type":"AccessDeniedException","message":"not you"})"};
  const Diagnosis diagnosis = diagnose(collected(Subject::kDefinition));
  EXPECT_EQ(diagnosis.verdict, Verdict::kUndecided);
  EXPECT_THAT(to_text(diagnosis, {}), HasSubstr("AccessDeniedException"));
}

TEST_F(CollectTest, AsksWhatAUsersPoliciesSay) {
  answers["GetCallerIdentity"] = {
      200, xml("GetCallerIdentity", "<Arn>arn:aws:iam::123456789012:user/dev</Arn>")};
  answers["ListUserPolicies"] = {
      200, xml("ListUserPolicies", "<PolicyNames><member>own</member></PolicyNames>")};
  answers["GetUserPolicy"] = {200, xml("GetUserPolicy", "<PolicyDocument>%7B%7D</PolicyDocument>")};
  answers["ListGroupsForUser"] = {400,
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
