// What StartLiveTail is asked for: which events a session is to be told of.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "log_patterns/pattern.h"
#include "services/context.h"
#include "services/operation.h"

namespace berth::services::logs {

/// The names of the groups that a session is to listen to. Each is named by its ARN, without `:*`:
/// InvalidParameterException; one of another region or account is not here:
/// ResourceNotFoundException.
Result<std::vector<std::string>> tailed_groups(const Context& context,
                                               const aws::logs::StartLiveTailRequest& request);

/// Each group that is listened to.
Result<Targets> on_tailed_groups(Context& context, const aws::logs::StartLiveTailRequest& input);

/// Which events a session asked for. Safe to use from any thread.
class LiveTailFilter {
 public:
  /// `start` as start_live_tail() describes the session. Fault where its pattern is none.
  static Result<LiveTailFilter> make(std::string region,
                                     const aws::logs::LiveTailSessionStart& start);

  /// The ARN of the group where the session listens to that stream of it; else null.
  const std::string* listens_to(std::string_view region, std::string_view group,
                                std::string_view stream) const;
  bool matches(std::string_view message) const { return pattern_.matches(message); }

 private:
  explicit LiveTailFilter(log_patterns::Pattern pattern) : pattern_(std::move(pattern)) {}

  log_patterns::Pattern pattern_;
  std::string region_;
  std::map<std::string, std::string, std::less<>> groups_;  ///< names to ARNs
  std::vector<std::string> streams_;
  std::vector<std::string> prefixes_;
};

}  // namespace berth::services::logs
