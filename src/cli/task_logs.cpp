// From a task to the log streams of its containers, asked of ECS as any client asks.
#include "cli/task_logs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace berth::cli {
namespace {

constexpr std::size_t kDescribedMax = 100;  // DescribeTasks takes no more

using Arns = std::vector<std::string>;

net::Task<Result<Arns>> list_tasks(client::AwsClient& ecs, std::string cluster,
                                   std::string desired_status) {
  aws::ecs::ListTasksRequest request;
  request.cluster = std::move(cluster);
  request.desired_status = std::move(desired_status);
  Arns arns;
  do {
    auto page = co_await ecs.call<aws::ecs::ops::ListTasks>(request);
    if (!page) co_return fail(page.error());
    if (page->task_arns) arns.insert(arns.end(), page->task_arns->begin(), page->task_arns->end());
    request.next_token = page->next_token;
  } while (request.next_token && !request.next_token->empty());
  co_return arns;
}

bool is_newer(const aws::ecs::Task& task, const std::optional<aws::ecs::Task>& than) {
  return !than || task.created_at > than->created_at;
}

net::Task<Result<std::optional<aws::ecs::Task>>> newest_of(client::AwsClient& ecs,
                                                           std::string cluster, Arns arns) {
  std::optional<aws::ecs::Task> newest;
  for (std::size_t begin = 0; begin < arns.size(); begin += kDescribedMax) {
    const std::size_t end = std::min(arns.size(), begin + kDescribedMax);
    aws::ecs::DescribeTasksRequest request;
    request.cluster = cluster;
    request.tasks = Arns(arns.begin() + static_cast<std::ptrdiff_t>(begin),
                         arns.begin() + static_cast<std::ptrdiff_t>(end));
    auto described = co_await ecs.call<aws::ecs::ops::DescribeTasks>(std::move(request));
    if (!described) co_return fail(described.error());
    if (!described->tasks) continue;
    for (aws::ecs::Task& task : *described->tasks) {
      if (is_newer(task, newest)) newest = std::move(task);
    }
  }
  co_return newest;
}

net::Task<Result<aws::ecs::Task>> find_newest(client::AwsClient& ecs, TaskName name) {
  auto arns = co_await list_tasks(ecs, name.cluster, "RUNNING");
  if (!arns) co_return fail(arns.error());
  auto stopped = co_await list_tasks(ecs, name.cluster, "STOPPED");
  if (!stopped) co_return fail(stopped.error());
  arns->insert(arns->end(), stopped->begin(), stopped->end());
  auto newest = co_await newest_of(ecs, name.cluster, std::move(*arns));
  if (!newest) co_return fail(newest.error());
  if (!*newest) {
    co_return fail(client_fault(
        "NoTask", fmt::format("cluster {} has no task in {}: run one, or name another cluster "
                              "with --cluster",
                              name.cluster, name.region)));
  }
  co_return std::move(**newest);
}

std::optional<std::string> option_of(const aws::ecs::LogConfiguration& log, const char* name) {
  if (!log.options) return std::nullopt;
  const auto found = log.options->find(name);
  if (found == log.options->end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::optional<LogSource> source_of(const aws::ecs::ContainerDefinition& container,
                                   const std::string& task_id, const std::string& region) {
  const auto& log = container.log_configuration;
  if (!log || log->log_driver != "awslogs") return std::nullopt;
  LogSource source;
  source.container = container.name.value_or("");
  source.region = option_of(*log, "awslogs-region").value_or(region);
  source.group = option_of(*log, "awslogs-group").value_or("");
  if (const auto prefix = option_of(*log, "awslogs-stream-prefix")) {
    source.stream = *prefix + "/" + source.container + "/" + task_id;
  }
  return source;
}

Fault no_container(const std::vector<aws::ecs::ContainerDefinition>& containers,
                   const std::string& wanted) {
  std::string names;
  for (const auto& container : containers) {
    names += (names.empty() ? "" : ", ") + container.name.value_or("");
  }
  return client_fault("NoContainer",
                      fmt::format("the task has no container {}: it has {}", wanted, names));
}

Fault no_logs(const aws::ecs::Task& task, const std::string& container,
              const std::string& log_driver) {
  const std::string who = container.empty() ? "no container of task " + task_id_of(task) + " logs"
                                            : "container " + container + " does not log";
  const std::string how = log_driver.empty() ? "" : ", but by the log driver " + log_driver;
  return client_fault(
      "NoLogs", fmt::format("{} to CloudWatch Logs{}: give it a logConfiguration with the log "
                            "driver awslogs",
                            who, container.empty() ? "" : how));
}

}  // namespace

TaskName resolved(TaskName name) {
  // arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/ID, in its old form without CLUSTER/.
  if (name.task.rfind("arn:", 0) != 0) return name;
  Arns parts;
  std::size_t begin = 0;
  while (parts.size() < 5) {
    const std::size_t colon = name.task.find(':', begin);
    if (colon == std::string::npos) return name;
    parts.push_back(name.task.substr(begin, colon - begin));
    begin = colon + 1;
  }
  if (!parts[3].empty()) name.region = parts[3];
  const std::string resource = name.task.substr(begin);
  const std::size_t first = resource.find('/');
  const std::size_t last = resource.rfind('/');
  if (first != last) name.cluster = resource.substr(first + 1, last - first - 1);
  return name;
}

std::string task_id_of(const aws::ecs::Task& task) {
  const std::string arn = task.task_arn.value_or("");
  return arn.substr(arn.rfind('/') + 1);
}

net::Task<Result<aws::ecs::Task>> find_task(client::AwsClient& ecs, TaskName name) {
  if (name.task.empty()) {
    auto newest = co_await find_newest(ecs, std::move(name));
    co_return newest;
  }
  aws::ecs::DescribeTasksRequest request;
  request.cluster = name.cluster;
  request.tasks = Arns(1, name.task);
  auto described = co_await ecs.call<aws::ecs::ops::DescribeTasks>(std::move(request));
  if (!described) co_return fail(described.error());
  if (!described->tasks || described->tasks->empty()) {
    co_return fail(client_fault(
        "NoTask",
        fmt::format("there is no task {} in cluster {} in {}: stopped tasks are forgotten "
                    "after a while",
                    name.task, name.cluster, name.region)));
  }
  co_return std::move(described->tasks->front());
}

net::Task<Result<aws::ecs::TaskDefinition>> definition_of(client::AwsClient& ecs,
                                                          aws::ecs::Task task) {
  aws::ecs::DescribeTaskDefinitionRequest request;
  request.task_definition = task.task_definition_arn;
  auto answer = co_await ecs.call<aws::ecs::ops::DescribeTaskDefinition>(std::move(request));
  if (!answer) co_return fail(answer.error());
  co_return answer->task_definition.value_or(aws::ecs::TaskDefinition{});
}

Result<std::vector<LogSource>> log_sources(const aws::ecs::TaskDefinition& definition,
                                           const aws::ecs::Task& task, const std::string& container,
                                           const std::string& region) {
  static const std::vector<aws::ecs::ContainerDefinition> kNone;
  const auto& containers =
      definition.container_definitions ? *definition.container_definitions : kNone;
  std::vector<LogSource> sources;
  std::string log_driver;
  bool is_there = container.empty();
  for (const auto& one : containers) {
    if (!container.empty() && one.name != container) continue;
    is_there = true;
    if (one.log_configuration) log_driver = one.log_configuration->log_driver.value_or("");
    if (auto source = source_of(one, task_id_of(task), region)) {
      name_stream(task, *source);
      sources.push_back(std::move(*source));
    }
  }
  if (!is_there) return fail(no_container(containers, container));
  if (sources.empty()) return fail(no_logs(task, container, log_driver));
  return sources;
}

void name_stream(const aws::ecs::Task& task, LogSource& source) {
  if (!source.stream.empty() || !task.containers) return;
  for (const auto& container : *task.containers) {
    if (container.name == source.container) source.stream = container.runtime_id.value_or("");
  }
}

}  // namespace berth::cli
