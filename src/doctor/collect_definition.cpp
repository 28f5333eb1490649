// The task definition, and the newest revision of its family.
#include <string>
#include <utility>
#include <vector>

#include "doctor/collect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

net::Task<Asked<aws::ecs::TaskDefinition>> describe_definition(const Asking& asking,
                                                               std::string region,
                                                               std::string name) {
  aws::ecs::DescribeTaskDefinitionRequest request;
  request.task_definition = name;
  auto described = co_await ask<aws::ecs::ops::DescribeTaskDefinition>(asking, std::move(region),
                                                                       name, std::move(request));
  co_return part_of<aws::ecs::TaskDefinition>(
      std::move(described), [](const aws::ecs::DescribeTaskDefinitionResponse& answer) {
        return answer.task_definition.value_or(aws::ecs::TaskDefinition{});
      });
}

constexpr std::size_t kAlikeMax = 3;
constexpr int kFamilyPagesMax = 20;  // of 100 families each

net::Task<Asked<std::vector<std::string>>> revisions_of(const Asking& asking, std::string region,
                                                        std::string family) {
  aws::ecs::ListTaskDefinitionsRequest list;
  list.family_prefix = family;
  list.sort = "DESC";
  list.max_results = static_cast<std::int32_t>(kAlikeMax);
  auto listed = co_await ask<aws::ecs::ops::ListTaskDefinitions>(asking, std::move(region), family,
                                                                 std::move(list));
  co_return part_of<std::vector<std::string>>(
      std::move(listed), [](const aws::ecs::ListTaskDefinitionsResponse& answer) {
        std::vector<std::string> names;
        for (const std::string& arn : items(answer.task_definition_arns)) {
          names.push_back(last_segment(arn));
        }
        return names;
      });
}

net::Task<Asked<std::vector<std::string>>> families_like(const Asking& asking, std::string region,
                                                         std::string family) {
  aws::ecs::ListTaskDefinitionFamiliesRequest list;
  list.status = "ACTIVE";
  Asked<std::vector<std::string>> alike;
  std::vector<std::string> all;
  for (int page = 0; page < kFamilyPagesMax; ++page) {
    auto listed = co_await ask<aws::ecs::ops::ListTaskDefinitionFamilies>(asking, region, "", list);
    alike.question = listed.question;
    alike.at = listed.at;
    alike.refusal = listed.refusal;
    if (!listed) co_return alike;
    const auto& families = items(listed->families);
    all.insert(all.end(), families.begin(), families.end());
    list.next_token = listed->next_token;
    if (!list.next_token) break;
  }
  alike.answer = nearest_names(family, std::move(all), kAlikeMax);
  co_return alike;
}

net::Task<void> definitions_alike(const Asking& asking, Evidence& evidence) {
  const std::string name = last_segment(evidence.definition_name);
  const std::string family = name.substr(0, name.find(':'));
  auto revisions = co_await revisions_of(asking, evidence.region, family);
  evidence.definitions_alike = std::move(revisions);
  if (!evidence.definitions_alike || !evidence.definitions_alike->empty()) co_return;
  auto families = co_await families_like(asking, evidence.region, family);
  evidence.definitions_alike = std::move(families);
}

}  // namespace

net::Task<void> collect_definition(const Asking& asking, Evidence& evidence) {
  if (evidence.task_seen) {
    evidence.definition_name = evidence.task_seen->task_definition_arn.value_or("");
  }
  auto definition = co_await describe_definition(asking, evidence.region, evidence.definition_name);
  evidence.definition = std::move(definition);
  if (evidence.definition.was_refused_as("ClientException") && !evidence.task_seen) {
    co_await definitions_alike(asking, evidence);
  }
  if (!evidence.definition) co_return;
  // A family alone means its newest ACTIVE revision.
  auto newest = co_await describe_definition(asking, evidence.region,
                                             evidence.definition->family.value_or(""));
  evidence.newest = std::move(newest);
}

}  // namespace berth::doctor
