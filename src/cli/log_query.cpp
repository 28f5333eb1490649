// A query of CloudWatch Logs Insights, from its start to its rows.
#include "cli/log_query.h"

#include <algorithm>
#include <set>

#include "net/runtime.h"

namespace berth::cli {
namespace {

std::string quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// The query over these streams alone.
std::string restricted(const std::vector<LogSource>& sources, const std::string& query) {
  std::string streams;
  for (const LogSource& source : sources) {
    if (source.stream.empty()) return query;
    streams += (streams.empty() ? "" : ", ") + quoted(source.stream);
  }
  return "filter @logStream in [" + streams + "]\n| " + query;
}

aws::logs::StartQueryRequest request_of(const std::vector<LogSource>& sources,
                                        const std::string& query, const LogWindow& window,
                                        TimePoint now) {
  std::set<std::string> groups;
  for (const LogSource& source : sources) groups.insert(source.group);
  aws::logs::StartQueryRequest request;
  request.log_group_names.emplace(groups.begin(), groups.end());
  request.query_string = restricted(sources, query);
  // Seconds, of which the last counts whole.
  request.start_time = window.since_ms.value_or(0) / 1000;
  request.end_time = window.until_ms ? (*window.until_ms - 1) / 1000 : to_epoch_ms(now) / 1000 + 1;
  return request;
}

}  // namespace

net::Task<Result<QueryRows>> run_log_query(client::AwsClient& logs, std::vector<LogSource> sources,
                                           std::string query, LogWindow window, TimePoint now,
                                           std::chrono::milliseconds poll_interval) {
  auto started =
      co_await logs.call<aws::logs::ops::StartQuery>(request_of(sources, query, window, now));
  if (!started) co_return fail(started.error());
  aws::logs::GetQueryResultsRequest wanted;
  wanted.query_id = started->query_id;
  QueryRows all;
  for (;;) {
    auto page = co_await logs.call<aws::logs::ops::GetQueryResults>(wanted);
    if (!page) co_return fail(page.error());
    all.status = page->status.value_or("Unknown");
    if (all.status == "Running" || all.status == "Scheduled") {
      co_await net::sleep_for(poll_interval);
      continue;
    }
    if (page->results) {
      std::move(page->results->begin(), page->results->end(), std::back_inserter(all.rows));
    }
    if (!page->next_token || page->next_token->empty()) break;
    wanted.next_token = page->next_token;
  }
  co_return all;
}

}  // namespace berth::cli
