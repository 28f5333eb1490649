// Log groups, and the last lines of each container's stream.
#include <utility>
#include <vector>

#include "doctor/collect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

namespace logs_ops = aws::logs::ops;
using Lines = std::vector<aws::logs::OutputLogEvent>;

constexpr int kLinesMax = 200;

// Where else a group may be: AWS's regions that most accounts have enabled.
constexpr const char* kRegions[] = {
    "us-east-1",      "us-east-2",      "us-west-1",      "us-west-2",
    "ca-central-1",   "eu-central-1",   "eu-west-1",      "eu-west-2",
    "eu-west-3",      "eu-north-1",     "ap-south-1",     "ap-northeast-1",
    "ap-northeast-2", "ap-southeast-1", "ap-southeast-2", "sa-east-1"};

net::Task<Asked<bool>> group_is_there(const Asking& asking, std::string region, std::string group) {
  aws::logs::DescribeLogGroupsRequest request;
  request.log_group_name_prefix = group;
  auto described = co_await ask<logs_ops::DescribeLogGroups>(
      asking, region, group + " in " + region, std::move(request));
  co_return part_of<bool>(std::move(described),
                          [&group](const aws::logs::DescribeLogGroupsResponse& answer) {
                            for (const auto& one : items(answer.log_groups)) {
                              if (one.log_group_name == group) return true;
                            }
                            return false;
                          });
}

net::Task<void> look_in_region(const Asking& asking, LogSeen& log, std::string region) {
  auto there = co_await group_is_there(asking, region, log.group);
  if (there && *there.answer) log.regions_with_group.push_back(region);
}

net::Task<void> read_stream(const Asking& asking, LogSeen& log) {
  if (log.stream.empty()) co_return;
  aws::logs::GetLogEventsRequest request;
  request.log_group_name = log.group;
  request.log_stream_name = log.stream;
  request.limit = kLinesMax;
  request.start_from_head = false;
  auto events = co_await ask<logs_ops::GetLogEvents>(
      asking, log.region, log.group + " " + log.stream, std::move(request));
  log.lines = part_of<Lines>(std::move(events), [](const aws::logs::GetLogEventsResponse& answer) {
    return items(answer.events);
  });
}

net::Task<void> look_at_group(const Asking& asking, LogSeen& log) {
  auto there = co_await group_is_there(asking, log.region, log.group);
  log.group_exists = std::move(there);
  if (!log.group_exists || *log.group_exists.answer) co_return;
  std::vector<net::Task<void>> tasks;
  for (const char* region : kRegions) {
    if (region != log.region) tasks.push_back(look_in_region(asking, log, region));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

std::string option(const aws::ecs::LogConfiguration& log, const char* name) {
  if (!log.options) return "";
  const auto found = log.options->find(name);
  return found == log.options->end() ? "" : found->second;
}

/// The stream's name: PREFIX/CONTAINER/TASK, or the container's id in the engine without a prefix.
std::string stream_of(const Evidence& evidence, const std::string& prefix,
                      const std::string& container) {
  if (!evidence.task_seen) return "";
  const std::string task = last_segment(evidence.task_seen->task_arn.value_or(""));
  if (!prefix.empty()) return prefix + "/" + container + "/" + task;
  for (const auto& one : items(evidence.task_seen->containers)) {
    if (one.name == container) return one.runtime_id.value_or("");
  }
  return "";
}

void name_logs(Evidence& evidence) {
  for (const auto& container : containers_of(evidence)) {
    const auto& log = container.log_configuration;
    if (!log || log->log_driver != "awslogs") continue;
    LogSeen& seen = evidence.logs.emplace_back();
    seen.container = container.name.value_or("");
    seen.group = option(*log, "awslogs-group");
    seen.region = option(*log, "awslogs-region");
    if (seen.region.empty()) seen.region = evidence.region;
    seen.creates_group = option(*log, "awslogs-create-group") == "true";
    seen.stream = stream_of(evidence, option(*log, "awslogs-stream-prefix"), seen.container);
  }
}

}  // namespace

net::Task<void> collect_logs(const Asking& asking, Evidence& evidence) {
  if (evidence.subject == Subject::kCluster) {
    LogSeen& seen = evidence.logs.emplace_back();
    seen.group = "ecs-tasks";
    seen.region = evidence.region;
  } else {
    name_logs(evidence);
  }
  std::vector<net::Task<void>> tasks;
  for (LogSeen& log : evidence.logs) {
    tasks.push_back(look_at_group(asking, log));
    tasks.push_back(read_stream(asking, log));
  }
  co_await side_by_side(asking.context, std::move(tasks));
}

}  // namespace berth::doctor
