// For tests of commands that are clients: a state dir that says where a Berth runs, and an ECS with
// CloudWatch Logs that answers from memory.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <stdlib.h>
#include <unistd.h>

#include "aws/json_codec.h"
#include "aws/models/ecs.h"
#include "aws/models/logs.h"
#include "aws/sigv4/parse.h"
#include "cli/running.h"
#include "net/testing.h"

namespace berth::cli::test_support {

/// An empty folder that goes with it.
class StateDir {
 public:
  StateDir() {
    std::string name = (std::filesystem::temp_directory_path() / "berth-cli-XXXXXX").string();
    path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
  }
  ~StateDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  StateDir(const StateDir&) = delete;
  StateDir& operator=(const StateDir&) = delete;

  /// As if this process were a Berth that serves at `url`.
  bool fill(const std::string& url) const {
    return write_running(path_, {url, "us-west-2", ::getpid()}) &&
           write_credentials(path_, {"AKIATEST000000000000", Secret("secret")});
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Answers ListTasks, DescribeTasks, DescribeTaskDefinition, GetLogEvents, FilterLogEvents (a
/// pattern is a text that messages contain), StartQuery and GetQueryResults (which is running when
/// first asked), a few items a page.
/// What it holds may be changed while nobody calls, or in `before`.
class FakeAws {
 public:
  struct Event {
    std::int64_t timestamp;
    std::string message;
  };

  FakeAws() : server_([this](net::HttpRequest request) { return answer(std::move(request)); }) {}
  std::string url() const { return server_.url(); }

  std::vector<aws::ecs::Task> tasks;
  aws::ecs::TaskDefinition definition;
  std::map<std::string, std::vector<Event>> streams;  ///< by "region/group/stream"
  std::size_t page_size = 2;
  std::string refused;  ///< an operation
  int unavailable = 0;  ///< how many of the next calls are answered as while a server starts
  /// (operation, how often it was called before)
  std::function<void(const std::string&, int)> before;
  std::map<std::string, int> calls;
  std::vector<aws::logs::GetLogEventsRequest> reads;
  std::vector<aws::logs::FilterLogEventsRequest> searches;
  std::vector<aws::logs::StartQueryRequest> queries;
  std::vector<std::vector<aws::logs::ResultField>> rows;  ///< of every query
  std::string query_status = "Complete";

 private:
  struct Answer {
    int status = 200;
    std::string body;
  };

  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    const std::lock_guard lock(mutex_);
    const std::string target(request.header("X-Amz-Target").value_or(""));
    const std::string operation = target.substr(target.find('.') + 1);
    if (before) before(operation, calls[operation]);
    ++calls[operation];
    const auto signature = aws::sigv4::parse_signature(
        {request.method, request.target, request.headers, request.body});
    Answer answer{400, R"({"__type":"AccessDeniedException","message":"not you"})"};
    if (signature && operation != refused) {
      answer = answer_of(operation, request.body, signature->region);
    }
    if (unavailable > 0) answer = {503, ""};
    if (unavailable > 0) --unavailable;
    net::HttpResponse response;
    response.status = answer.status;
    response.body = std::move(answer.body);
    co_return response;
  }

  Answer answer_of(const std::string& operation, const std::string& body,
                   const std::string& region) {
    if (operation == "ListTasks") return list(*aws::decode_json<aws::ecs::ListTasksRequest>(body));
    if (operation == "DescribeTasks") {
      return describe(*aws::decode_json<aws::ecs::DescribeTasksRequest>(body));
    }
    if (operation == "DescribeTaskDefinition") {
      aws::ecs::DescribeTaskDefinitionResponse response;
      response.task_definition = definition;
      return {200, aws::encode_json(response)};
    }
    if (operation == "FilterLogEvents") {
      return search(*aws::decode_json<aws::logs::FilterLogEventsRequest>(body), region);
    }
    if (operation == "StartQuery") {
      queries.push_back(*aws::decode_json<aws::logs::StartQueryRequest>(body));
      return {200, R"({"queryId":"q"})"};
    }
    if (operation == "GetQueryResults") {
      return results(*aws::decode_json<aws::logs::GetQueryResultsRequest>(body));
    }
    return events(*aws::decode_json<aws::logs::GetLogEventsRequest>(body), region);
  }

  std::vector<aws::logs::FilteredLogEvent> found(const aws::logs::FilterLogEventsRequest& request,
                                                 const std::string& prefix) const {
    std::vector<aws::logs::FilteredLogEvent> found;
    for (const auto& [place, events] : streams) {
      if (!place.starts_with(prefix)) continue;
      const std::string stream = place.substr(prefix.size());
      const auto& wanted = request.log_stream_names;
      if (wanted && wanted->front() != stream) continue;
      for (const Event& event : events) {
        const bool is_in =
            event.timestamp >= request.start_time.value_or(0) &&
            event.timestamp <= request.end_time.value_or(event.timestamp) &&
            event.message.find(request.filter_pattern.value_or("")) != event.message.npos;
        const std::string id = stream + event.message + std::to_string(event.timestamp);
        if (is_in) found.push_back({stream, event.timestamp, event.message, event.timestamp, id});
      }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
      return *one.timestamp < *other.timestamp;
    });
    return found;
  }

  Answer search(const aws::logs::FilterLogEventsRequest& request, const std::string& region) {
    searches.push_back(request);
    const std::string prefix = region + "/" + *request.log_group_name + "/";
    const auto place = streams.lower_bound(prefix);
    if (place == streams.end() || !place->first.starts_with(prefix)) {
      return {400, R"({"__type":"ResourceNotFoundException","message":"no such group"})"};
    }
    const auto all = found(request, prefix);
    const std::size_t begin = request.next_token ? std::stoul(*request.next_token) : 0;
    const std::size_t end = std::min(all.size(), begin + page_size);
    aws::logs::FilterLogEventsResponse response;
    response.events.emplace(all.begin() + static_cast<std::ptrdiff_t>(std::min(begin, end)),
                            all.begin() + static_cast<std::ptrdiff_t>(end));
    if (end < all.size()) response.next_token = std::to_string(end);
    return {200, aws::encode_json(response)};
  }

  Answer results(const aws::logs::GetQueryResultsRequest& request) {
    aws::logs::GetQueryResultsResponse response;
    response.status = calls["GetQueryResults"] == 1 ? "Running" : query_status;
    const std::size_t begin = request.next_token ? std::stoul(*request.next_token) : 0;
    const std::size_t end = std::min(rows.size(), begin + page_size);
    response.results.emplace(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                             rows.begin() + static_cast<std::ptrdiff_t>(end));
    if (end < rows.size()) response.next_token = std::to_string(end);
    if (response.status == "Running") response.next_token.reset();
    return {200, aws::encode_json(response)};
  }

  Answer list(const aws::ecs::ListTasksRequest& request) const {
    std::vector<std::string> arns;
    for (const auto& task : tasks) {
      if (task.desired_status == request.desired_status) arns.push_back(*task.task_arn);
    }
    const std::size_t begin = request.next_token ? std::stoul(*request.next_token) : 0;
    const std::size_t end = std::min(arns.size(), begin + page_size);
    aws::ecs::ListTasksResponse response;
    response.task_arns.emplace(arns.begin() + static_cast<std::ptrdiff_t>(begin),
                               arns.begin() + static_cast<std::ptrdiff_t>(end));
    if (end < arns.size()) response.next_token = std::to_string(end);
    return {200, aws::encode_json(response)};
  }

  Answer describe(const aws::ecs::DescribeTasksRequest& request) const {
    aws::ecs::DescribeTasksResponse response;
    response.tasks.emplace();
    for (const std::string& name : *request.tasks) {
      for (const auto& task : tasks) {
        const bool is_meant = task.task_arn == name || task.task_arn->ends_with("/" + name);
        if (is_meant) response.tasks->push_back(task);
      }
    }
    return {200, aws::encode_json(response)};
  }

  Answer events(const aws::logs::GetLogEventsRequest& request, const std::string& region) {
    reads.push_back(request);
    const auto found =
        streams.find(region + "/" + *request.log_group_name + "/" + *request.log_stream_name);
    if (found == streams.end()) {
      return {400, R"({"__type":"ResourceNotFoundException","message":"no such stream"})"};
    }
    const auto& all = found->second;
    const bool from_head = request.start_from_head.value_or(false);
    const bool forward = request.next_token ? request.next_token->front() == 'f' : from_head;
    const std::size_t place = request.next_token ? std::stoul(request.next_token->substr(2))
                              : from_head        ? 0
                                                 : all.size();
    const auto size = static_cast<std::size_t>(request.limit.value_or(10000));
    const std::size_t count = std::min(size, page_size);
    const std::size_t begin = forward ? place : place - std::min(place, count);
    const std::size_t end = forward ? std::min(all.size(), place + count) : place;
    aws::logs::GetLogEventsResponse response;
    response.events.emplace();
    for (std::size_t i = begin; i < end; ++i) {
      response.events->push_back({all[i].timestamp, all[i].message, all[i].timestamp});
    }
    response.next_forward_token = "f/" + std::to_string(end);
    response.next_backward_token = "b/" + std::to_string(begin);
    return {200, aws::encode_json(response)};
  }

  std::mutex mutex_;
  net::test_support::TestServer server_;
};

}  // namespace berth::cli::test_support
