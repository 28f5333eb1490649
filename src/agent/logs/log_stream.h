// One stream of CloudWatch Logs as who writes a container's log needs it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/logs/log_event.h"
#include "agent/logs/log_target.h"
#include "base/clock.h"
#include "base/result.h"
#include "client/aws_client.h"
#include "net/asio.h"

namespace berth::agent {

/// Faults are the service's, or the network's.
class LogStream {
 public:
  /// `clock` outlives it. Fault "InvalidOption" where the endpoint is no URL.
  static Result<std::shared_ptr<LogStream>> make(net::asio::io_context& context,
                                                 const std::string& endpoint, LogTarget target,
                                                 client::CredentialsSource credentials,
                                                 const Clock& clock);

  const LogTarget& target() const { return target_; }

  /// Makes the stream where it is not there, and the group where the definition wants that.
  net::Task<Result<void>> create();
  /// When its newest event is of; nothing where it is empty.
  net::Task<Result<std::optional<std::int64_t>>> newest_ms();
  /// Its events from `since_ms` on.
  net::Task<Result<std::vector<LogEvent>>> events_since(std::int64_t since_ms);
  /// One batch, within PutLogEvents' limits. Answers how many events the service did not take: too
  /// old or too new.
  net::Task<Result<std::size_t>> put(std::vector<LogEvent> batch);

 private:
  LogStream(LogTarget target, std::unique_ptr<client::AwsClient> client)
      : target_(std::move(target)), client_(std::move(client)) {}
  net::Task<Result<void>> create_stream();
  /// A request that names the stream.
  template <class Request>
  Request request() const {
    Request request;
    request.log_group_name = target_.group;
    request.log_stream_name = target_.stream;
    return request;
  }

  LogTarget target_;
  std::unique_ptr<client::AwsClient> client_;
};

/// What a stream holds, to be compared with what is to be sent.
class HeldEvents {
 public:
  HeldEvents() = default;
  explicit HeldEvents(const std::vector<LogEvent>& events) {
    for (const LogEvent& each : events) ++counts_[{each.timestamp_ms, each.message}];
  }

  /// True once for each time that the stream holds the event.
  bool take(const LogEvent& event) {
    if (counts_.empty()) return false;  // nearly always, and the key would be a copy
    const auto found = counts_.find({event.timestamp_ms, event.message});
    if (found == counts_.end()) return false;
    if (--found->second == 0) counts_.erase(found);
    return true;
  }

  /// Where the stream holds a beginning of the event, as of one that lines were added to later,
  /// cuts that off. True where nothing is left.
  bool take_beginning(LogEvent& event) {
    for (auto each = counts_.lower_bound({event.timestamp_ms, ""});
         each != counts_.end() && each->first.first == event.timestamp_ms; ++each) {
      if (!event.message.starts_with(each->first.second)) continue;
      event.message.erase(0, each->first.second.size());
      if (--each->second == 0) counts_.erase(each);
      return event.message.empty();
    }
    return false;
  }

 private:
  std::map<std::pair<std::int64_t, std::string>, int> counts_;
};

}  // namespace berth::agent
