// Service last accessed details: who could use a service, who did, and when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/access_report.h"
#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

constexpr const char* kEcsAndLogs =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecs:List*","logs:*"],)"
    R"("Resource":"*"}]})";

class AccessReportTest : public ServiceTest {
 protected:
  void SetUp() override {
    ann_ = make_user("ann");
    bob_ = make_user("bob");
    aws::iam::CreatePolicyRequest policy;
    policy.policy_name = "p";
    policy.policy_document = kEcsAndLogs;
    ASSERT_TRUE(call(create_policy, policy));
    attach("ann");
  }
  std::string make_user(const std::string& name) {
    aws::iam::CreateUserRequest user;
    user.user_name = name;
    const auto made = call(create_user, user);
    EXPECT_TRUE(made);
    return *made->user->user_id;
  }
  void attach(const std::string& user) {
    aws::iam::AttachUserPolicyRequest request;
    request.user_name = user;
    request.policy_arn = kPolicyArn;
    ASSERT_TRUE(call(attach_user_policy, request));
  }
  void note(const std::string& id, const std::string& action, std::int64_t seconds_ago,
            const std::string& region = "us-west-2") {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      store::note_use(context.tx,
                      {id, action, to_epoch_ms(context.now) - seconds_ago * 1000, region});
      return {};
    }));
  }
  Result<std::string> generate(const std::string& arn,
                               const std::optional<std::string>& level = {}) {
    aws::iam::GenerateServiceLastAccessedDetailsRequest request;
    request.arn = arn;
    request.granularity = level;
    BERTH_ASSIGN(const auto response, call(generate_service_last_accessed_details, request));
    return *response.job_id;
  }
  aws::iam::GetServiceLastAccessedDetailsResponse details(const std::string& job) {
    aws::iam::GetServiceLastAccessedDetailsRequest request;
    request.job_id = job;
    const auto response = call(get_service_last_accessed_details, request);
    EXPECT_TRUE(response) << response.error().message;
    return response.value_or(aws::iam::GetServiceLastAccessedDetailsResponse());
  }
  /// "name seconds ago" of each, or the name alone.
  std::vector<std::string> entities(const std::string& job, const std::string& service) {
    aws::iam::GetServiceLastAccessedDetailsWithEntitiesRequest request;
    request.job_id = job;
    request.service_namespace = service;
    const auto response = call(get_service_last_accessed_details_with_entities, request);
    EXPECT_TRUE(response) << response.error().message;
    std::vector<std::string> names;
    for (const auto& each : *response->entity_details_list) names.push_back(shown(each));
    return names;
  }
  std::string shown(const aws::iam::EntityDetails& each) {
    std::string text = *each.entity_info->name;
    if (each.last_authenticated) {
      text += " " + std::to_string(
                        (to_epoch_ms(clock_.now()) - to_epoch_ms(*each.last_authenticated)) / 1000);
    }
    return text;
  }

  static constexpr const char* kPolicyArn = "arn:aws:iam::123456789012:policy/p";
  static constexpr const char* kAnn = "arn:aws:iam::123456789012:user/ann";
  std::string ann_;
  std::string bob_;
};

TEST_F(AccessReportTest, NamesTheServicesThatAUserCouldUse) {
  note(ann_, "ecs:ListTasks", 60, "eu-west-1");
  note(ann_, "ecs:RunTask", 90);
  note(ann_, "iam:PassRole", 10);
  note(bob_, "ecs:ListTasks", 1);
  const auto job = generate(kAnn);
  ASSERT_TRUE(job) << job.error().message;
  EXPECT_THAT(*job, MatchesRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
  const auto answer = details(*job);
  EXPECT_EQ(answer.job_status, "COMPLETED");
  EXPECT_EQ(answer.job_type, "SERVICE_LEVEL");
  EXPECT_EQ(answer.job_creation_date, clock_.now());
  EXPECT_EQ(answer.is_truncated, false);
  const auto& services = *answer.services_last_accessed;
  ASSERT_EQ(services.size(), 2u);
  EXPECT_EQ(services[0].service_namespace, "ecs");
  EXPECT_EQ(services[0].service_name, "Amazon Elastic Container Service");
  EXPECT_EQ(services[0].last_authenticated, clock_.now() - std::chrono::seconds(60));
  EXPECT_EQ(services[0].last_authenticated_entity, kAnn);
  EXPECT_EQ(services[0].last_authenticated_region, "eu-west-1");
  EXPECT_EQ(services[0].total_authenticated_entities, 1);
  EXPECT_FALSE(services[0].tracked_actions_last_accessed);
  EXPECT_EQ(services[1].service_namespace, "logs");
  EXPECT_FALSE(services[1].last_authenticated);
  EXPECT_FALSE(services[1].total_authenticated_entities);
}

TEST_F(AccessReportTest, NamesTheActionsWhereAskedTo) {
  note(ann_, "ecs:ListTasks", 60);
  note(ann_, "ecs:RunTask", 30);
  const auto answer = details(*generate(kAnn, "ACTION_LEVEL"));
  EXPECT_EQ(answer.job_type, "ACTION_LEVEL");
  const auto& ecs = answer.services_last_accessed->front();
  EXPECT_EQ(ecs.last_authenticated, clock_.now() - std::chrono::seconds(30))
      << "refused, but tried";
  std::vector<std::string> used;
  for (const auto& each : *ecs.tracked_actions_last_accessed) {
    EXPECT_EQ(each.action_name->substr(0, 4), "List") << "what the policies open";
    if (each.last_accessed_time) used.push_back(*each.action_name);
  }
  EXPECT_THAT(used, ElementsAre("ListTasks"));
}

TEST_F(AccessReportTest, OfAPolicyNamesAllWhoHaveIt) {
  aws::iam::CreateGroupRequest group;
  group.group_name = "devs";
  ASSERT_TRUE(call(create_group, group));
  aws::iam::AddUserToGroupRequest member;
  member.group_name = "devs";
  for (const char* name : {"bob", "ann"}) {
    member.user_name = name;
    ASSERT_TRUE(call(add_user_to_group, member));
  }
  aws::iam::AttachGroupPolicyRequest attach;
  attach.group_name = "devs";
  attach.policy_arn = kPolicyArn;
  ASSERT_TRUE(call(attach_group_policy, attach));
  note(ann_, "ecs:ListTasks", 60);
  note(bob_, "ecs:ListTasks", 30);
  const std::string job = *generate(kPolicyArn);
  EXPECT_EQ(details(job).services_last_accessed->front().total_authenticated_entities, 2);
  EXPECT_EQ(details(job).services_last_accessed->front().last_authenticated_entity,
            "arn:aws:iam::123456789012:user/bob");
  EXPECT_THAT(entities(job, "ecs"), ElementsAre("bob 30", "ann 60"));
  EXPECT_EQ(entities(job, "logs").size(), 2u) << "who could have used it";
  EXPECT_THAT(entities(job, "iam"), IsEmpty());
  const std::string of_group = *generate("arn:aws:iam::123456789012:group/devs");
  EXPECT_THAT(entities(of_group, "ecs"), ElementsAre("bob 30", "ann 60"));
  note(ann_, "ecs:ListTasks", 0);
  EXPECT_THAT(entities(job, "ecs"), ElementsAre("bob 30", "ann 60")) << "a report stays as it is";
}

TEST_F(AccessReportTest, ComesInPages) {
  attach("bob");
  note(bob_, "logs:CreateLogGroup", 5);
  const std::string job = *generate(kPolicyArn);
  aws::iam::GetServiceLastAccessedDetailsRequest request;
  request.job_id = job;
  request.max_items = 1;
  const auto first = call(get_service_last_accessed_details, request);
  EXPECT_EQ(first->services_last_accessed->front().service_namespace, "ecs");
  EXPECT_EQ(first->is_truncated, true);
  request.marker = first->marker;
  const auto second = call(get_service_last_accessed_details, request);
  EXPECT_EQ(second->services_last_accessed->front().service_namespace, "logs");
  EXPECT_EQ(second->is_truncated, false);
  aws::iam::GetServiceLastAccessedDetailsWithEntitiesRequest whose;
  whose.job_id = job;
  whose.service_namespace = "logs";
  whose.max_items = 1;
  const auto latest = call(get_service_last_accessed_details_with_entities, whose);
  EXPECT_EQ(latest->entity_details_list->front().entity_info->name, "bob");
  EXPECT_EQ(latest->is_truncated, true);
  whose.marker = latest->marker;
  const auto rest = call(get_service_last_accessed_details_with_entities, whose);
  ASSERT_EQ(rest->entity_details_list->size(), 1u);
  EXPECT_EQ(rest->entity_details_list->front().entity_info->name, "ann");
  EXPECT_EQ(rest->entity_details_list->front().entity_info->type, "USER");
  EXPECT_EQ(rest->is_truncated, false);
}

TEST_F(AccessReportTest, IsForWhoAskedForItAndForADay) {
  const std::string job = *generate(kAnn);
  aws::iam::GetServiceLastAccessedDetailsRequest request;
  request.job_id = job;
  caller_.principal.unique_id = bob_;
  EXPECT_EQ(call(get_service_last_accessed_details, request).error().code, "NoSuchEntity");
  caller_.principal = root_principal(account_);
  clock_.advance(std::chrono::hours(25));
  ASSERT_TRUE(generate(kAnn));
  EXPECT_EQ(call(get_service_last_accessed_details, request).error().code, "NoSuchEntity");
}

TEST_F(AccessReportTest, IsOfSomethingThatIsThere) {
  EXPECT_EQ(generate("arn:aws:iam::123456789012:user/none").error().code, "NoSuchEntity");
  EXPECT_EQ(generate("arn:aws:iam::123456789012:policy/none").error().code, "NoSuchEntity");
  EXPECT_EQ(generate("arn:aws:ecs:us-west-2:123456789012:cluster/c").error().code, "InvalidInput");
  EXPECT_EQ(generate("arn:aws:iam::999999999999:user/ann").error().code, "InvalidInput");
}

}  // namespace
}  // namespace berth::services::iam
