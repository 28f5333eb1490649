// What tests of CloudWatch Logs share: short ways to make groups and streams and to fill them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/logs/operations.h"
#include "services/testing.h"

namespace berth::services::logs {

class LogsTest : public ServiceTest {
 protected:
  using Lines = std::vector<std::pair<std::int64_t, std::string>>;

  Result<aws::Empty> create_group(const std::string& name) {
    aws::logs::CreateLogGroupRequest request;
    request.log_group_name = name;
    return call(create_log_group, request);
  }

  Result<aws::Empty> create_stream(const std::string& group, const std::string& name) {
    aws::logs::CreateLogStreamRequest request;
    request.log_group_name = group;
    request.log_stream_name = name;
    return call(create_log_stream, request);
  }

  /// Times count from the clock's now.
  Result<aws::logs::PutLogEventsResponse> put(const std::string& group, const std::string& stream,
                                              const Lines& lines) {
    aws::logs::PutLogEventsRequest request;
    request.log_group_name = group;
    request.log_stream_name = stream;
    request.log_events.emplace();
    for (const auto& [time, message] : lines) {
      request.log_events->push_back({now_ms() + time, message});
    }
    return call(put_log_events, request);
  }

  std::int64_t now_ms() const { return to_epoch_ms(clock_.now()); }

  template <class Output>
  static void expect_fault(const Result<Output>& result, const std::string& code,
                           const std::string& message) {
    ASSERT_FALSE(result) << code;
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().message, message);
    EXPECT_EQ(result.error().http_status, 400);
  }
};

inline constexpr const char* kNoGroup = "The specified log group does not exist.";
inline constexpr const char* kNoStream = "The specified log stream does not exist.";

}  // namespace berth::services::logs
