// Docker's statistics of several containers at once, asked on the agent's own io_context.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/asio.h"

namespace berth::agent {

/// One sample of a container's statistics, as JSON.
using StatsOf = std::function<net::Task<Result<std::string>>(std::string docker_id)>;

/// Calls `stats` for each id, all at once, on `context`; resumes on the caller's own io_context
/// with the results in the order of `ids`. `stats` outlives the calls.
net::Task<std::vector<Result<std::string>>> gather_stats(net::asio::io_context& context,
                                                         const StatsOf& stats,
                                                         std::vector<std::string> ids);

/// {"<id>":<statistics>,…}; null where there are none. Both are of one length.
std::string join_stats(const std::vector<std::string>& ids,
                       const std::vector<Result<std::string>>& results);

}  // namespace berth::agent
