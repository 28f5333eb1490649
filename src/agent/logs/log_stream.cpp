// Four operations of CloudWatch Logs.
#include "agent/logs/log_stream.h"

#include <algorithm>

#include "aws/models/logs.h"

namespace berth::agent {
namespace {

constexpr std::chrono::seconds kPatience{20};

bool is_there_already(const Fault& fault) {
  return fault.code == "ResourceAlreadyExistsException";
}

std::size_t count_refused(const aws::logs::RejectedLogEventsInfo& refused, std::size_t size) {
  const auto before = [](const std::optional<std::int32_t>& end) {
    return static_cast<std::size_t>(std::max(end.value_or(0), 0));
  };
  const std::size_t old = std::max(before(refused.too_old_log_event_end_index),
                                   before(refused.expired_log_event_end_index));
  const std::size_t fresh = refused.too_new_log_event_start_index
                                ? size - before(refused.too_new_log_event_start_index)
                                : 0;
  return std::min(size, old + fresh);
}

}  // namespace

Result<std::shared_ptr<LogStream>> LogStream::make(net::asio::io_context& context,
                                                   const std::string& endpoint, LogTarget target,
                                                   client::CredentialsSource credentials,
                                                   const Clock& clock) {
  client::AwsClientOptions options;
  options.url = endpoint;
  options.region = target.region;
  options.user_agent = "berth-agent";
  options.deadline = kPatience;
  BERTH_ASSIGN(auto client,
               client::AwsClient::make(context, std::move(options), std::move(credentials), clock));
  return std::shared_ptr<LogStream>(new LogStream(std::move(target), std::move(client)));
}

net::Task<Result<void>> LogStream::create_stream() {
  auto request = this->request<aws::logs::CreateLogStreamRequest>();
  auto made = co_await client_->call<aws::logs::ops::CreateLogStream>(request);
  if (!made && !is_there_already(made.error())) co_return fail(made.error());
  co_return Result<void>();
}

net::Task<Result<void>> LogStream::create() {
  auto made = co_await create_stream();
  const bool no_group = !made && made.error().code == "ResourceNotFoundException";
  if (!no_group || !target_.create_group) co_return made;
  aws::logs::CreateLogGroupRequest request;
  request.log_group_name = target_.group;
  auto group = co_await client_->call<aws::logs::ops::CreateLogGroup>(request);
  if (!group && !is_there_already(group.error())) co_return fail(group.error());
  co_return co_await create_stream();
}

net::Task<Result<std::optional<std::int64_t>>> LogStream::newest_ms() {
  auto request = this->request<aws::logs::GetLogEventsRequest>();
  request.start_from_head = false;
  request.limit = 1;
  auto page = co_await client_->call<aws::logs::ops::GetLogEvents>(request);
  if (!page) co_return fail(page.error());
  if (!page->events || page->events->empty()) co_return std::optional<std::int64_t>();
  co_return page->events->back().timestamp;
}

net::Task<Result<std::vector<LogEvent>>> LogStream::events_since(std::int64_t since_ms) {
  auto request = this->request<aws::logs::GetLogEventsRequest>();
  request.start_time = since_ms;
  request.start_from_head = true;
  std::vector<LogEvent> events;
  for (;;) {
    auto page = co_await client_->call<aws::logs::ops::GetLogEvents>(request);
    if (!page) co_return fail(page.error());
    if (page->events) {
      for (auto& each : *page->events) {
        events.push_back({each.timestamp.value_or(0), std::move(each.message).value_or("")});
      }
    }
    // At the end the token is the one that was given.
    if (!page->next_forward_token || page->next_forward_token == request.next_token) break;
    request.next_token = page->next_forward_token;
  }
  co_return events;
}

net::Task<Result<std::size_t>> LogStream::put(std::vector<LogEvent> batch) {
  auto request = this->request<aws::logs::PutLogEventsRequest>();
  // Standard output and error are read one after the other.
  std::stable_sort(batch.begin(), batch.end(), [](const LogEvent& a, const LogEvent& b) {
    return a.timestamp_ms < b.timestamp_ms;
  });
  auto& events = request.log_events.emplace();
  for (LogEvent& each : batch) {
    aws::logs::InputLogEvent event;
    event.timestamp = each.timestamp_ms;
    event.message = std::move(each.message);
    events.push_back(std::move(event));
  }
  auto put = co_await client_->call<aws::logs::ops::PutLogEvents>(std::move(request));
  if (!put) co_return fail(put.error());
  co_return put->rejected_log_events_info
      ? count_refused(*put->rejected_log_events_info, batch.size())
      : std::size_t{0};
}

}  // namespace berth::agent
