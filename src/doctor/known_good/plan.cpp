// What the known-good procedure makes: everything under one name of the doctor's own.
#include "doctor/known_good/plan.h"

#include <map>
#include <sstream>
#include <string_view>

#include "base/shell_word.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

constexpr std::size_t kNameDigits = 8;
constexpr int kMemoryMib = 128;  // as on AWS's page

constexpr const char* kAnswered = "berth-doctor: the credential endpoint answered";

// bash's own /dev/tcp: nothing has to be installed for it. Nothing of the answers is printed but
// their status. A request that cannot be made leaves its place empty.
constexpr const char* kAskTenTimes =
    R"(for i in 1 2 3 4 5 6 7 8 9 10; do code=; { printf 'GET %s HTTP/1.1\r\nHost: )"
    R"(169.254.170.2\r\nConnection: close\r\n\r\n' "$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" >&3; )"
    R"(read -t 2 -r _ code _ <&3; } 3<>/dev/tcp/169.254.170.2/80; codes="$codes $code"; )"
    R"(done 2>/dev/null)";

}  // namespace

std::string KnownGoodPlan::role_name() const {
  return makes_role() ? name : last_segment(role);
}

std::string KnownGoodPlan::arn(const std::string& service, const std::string& resource) const {
  const std::string where = service == "iam" ? "" : region;
  return "arn:" + partition + ":" + service + ":" + where + ":" + account + ":" + resource;
}

KnownGoodPlan make_plan(const Evidence& evidence, Random& random) {
  KnownGoodPlan plan;
  plan.name = kNameStem + random_hex(random, kNameDigits);
  plan.region = evidence.region;
  plan.cluster = last_segment(evidence.cluster);
  plan.account = account_of(evidence);
  if (evidence.caller.identity) {
    const ArnParts arn = split_arn(evidence.caller.identity->arn.value_or(""));
    if (!arn.partition.empty()) plan.partition = arn.partition;
  }
  return plan;
}

std::string trust_document() {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
         R"("ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
}

std::string command_of(const KnownGoodPlan& plan) {
  std::string list = "aws ecs list-tasks --region " + shell_word(plan.region);
  if (plan.cluster != "default") list += " --cluster " + shell_word(plan.cluster);
  return "yum install -y aws-cli; " + list + "; status=$?; codes=; if [ $status = 0 ]; then " +
         kAskTenTimes + "; fi; echo \"" + kAnswered + "$codes\"; exit $status";
}

aws::ecs::RegisterTaskDefinitionRequest definition_of(const KnownGoodPlan& plan) {
  aws::ecs::RegisterTaskDefinitionRequest request;
  request.family = plan.name;
  request.task_role_arn = plan.makes_role() ? plan.name : plan.role;  // a bare name, as AWS's page
  request.requires_compatibilities = {"EC2"};
  auto& container = request.container_definitions.emplace().emplace_back();
  container.name = kContainerName;
  container.image = plan.image;
  container.memory = kMemoryMib;
  container.essential = true;
  container.entry_point = {"/bin/bash", "-c"};
  container.command.emplace().push_back(command_of(plan));
  auto& log = container.log_configuration.emplace();
  log.log_driver = "awslogs";
  log.options = std::map<std::string, std::string>{{"awslogs-group", plan.name},
                                                   {"awslogs-region", plan.region},
                                                   {"awslogs-stream-prefix", plan.name}};
  auto& tag = request.tags.emplace().emplace_back();
  tag.key = kTagKey;
  tag.value = kTagValue;
  return request;
}

std::string stream_of(const KnownGoodPlan& plan, const std::string& task_arn) {
  return plan.name + "/" + kContainerName + "/" + last_segment(task_arn);
}

std::optional<std::vector<int>> endpoint_statuses(const std::string& line) {
  if (!line.starts_with(kAnswered)) return std::nullopt;
  std::vector<int> statuses;
  std::istringstream rest(line.substr(std::string_view(kAnswered).size()));
  for (int status = 0; rest >> status;) statuses.push_back(status);
  return statuses;
}

}  // namespace berth::doctor
