// logs:GetQueryResults: runs the query over the events that are there, the newest first.
#include <charconv>
#include <unordered_map>

#include "log_insights/execution.h"
#include "services/logs/event_ids.h"
#include "services/logs/log_groups.h"
#include "services/logs/log_queries.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"
#include "store/logs/scan.h"

namespace berth::services::logs {
namespace {

constexpr std::size_t kQueriedBytesMax = std::size_t{256} << 20;
constexpr std::size_t kRowsAtOnce = 10'000;

using log_insights::Event;
using log_insights::Outcome;

struct Ran {
  Outcome outcome;
  std::size_t bytes = 0;
  bool complete = true;
};

/// Where events are from, each stream looked up once.
class Origins {
 public:
  explicit Origins(Context& context) : context_(context) {}

  void describe(std::int64_t stream_id, Event& event) {
    const auto [known, is_new] = known_.try_emplace(stream_id);
    if (is_new) {
      if (const auto found = store::find_log_stream_by_id(context_.tx, stream_id)) {
        known->second = {found->first.name, context_.account.str() + ":" + found->second.name};
      }
    }
    event.stream = known->second.first;
    event.log = known->second.second;
  }

 private:
  Context& context_;
  std::unordered_map<std::int64_t, std::pair<std::string, std::string>> known_;
};

/// Groups that were deleted since are searched no more.
Result<store::LogScan> scan_of_query(Context& context, const store::LogQueryRecord& query) {
  store::LogScan scan;
  scan.from_ms = query.from_ms;
  scan.to_ms = query.to_ms;
  scan.descending = true;
  scan.bytes_max = kQueriedBytesMax;
  for (const std::string& name : query.groups) {
    const auto group = store::find_log_group(context.tx, context.region.str(), name);
    if (!group) continue;
    if (scan.group_id == 0) {
      scan.group_id = group->id;
    } else {
      scan.other_groups.push_back(group->id);
    }
  }
  return scan;
}

Result<Ran> run_query(Context& context, const store::LogQueryRecord& record) {
  BERTH_ASSIGN(const log_insights::Query query, log_insights::Query::parse(record.query));
  BERTH_ASSIGN(const store::LogScan scan, scan_of_query(context, record));
  log_insights::Execution execution(query, static_cast<std::size_t>(record.limit_rows));
  Origins origins(context);
  Ran ran;
  const auto rested = store::scan_log_events(context.tx, scan, [&](store::FoundLogEvent& found) {
    Event event;
    event.timestamp_ms = found.event.timestamp_ms;
    event.ingested_at_ms = found.event.ingested_at_ms;
    event.pointer = event_id_of(found.key());
    ran.bytes += found.event.message.size();
    event.message = std::move(found.event.message);
    origins.describe(found.stream_id, event);
    return execution.add(std::move(event));
  });
  ran.complete = !rested;
  BERTH_ASSIGN(ran.outcome, execution.finish());
  return ran;
}

Result<std::size_t> first_row_of(const aws::logs::GetQueryResultsRequest& request) {
  BERTH_ASSIGN(const std::string position, position_in(request.next_token));
  std::size_t first = 0;
  const auto parsed = std::from_chars(position.data(), position.data() + position.size(), first);
  if (request.next_token && parsed.ec != std::errc()) return fail(invalid_next_token());
  return first;
}

aws::logs::QueryStatistics statistics_of(const Ran& ran, std::size_t groups) {
  aws::logs::QueryStatistics figures;
  figures.records_matched = static_cast<double>(ran.outcome.records_matched);
  figures.records_scanned = static_cast<double>(ran.outcome.records_scanned);
  figures.bytes_scanned = static_cast<double>(ran.bytes);
  figures.estimated_records_skipped = 0;
  figures.estimated_bytes_skipped = 0;
  figures.log_groups_scanned = static_cast<double>(groups);
  return figures;
}

}  // namespace

Result<aws::logs::GetQueryResultsResponse> get_query_results(
    Context& context, const aws::logs::GetQueryResultsRequest& request) {
  BERTH_ASSIGN(const std::size_t first, first_row_of(request));
  BERTH_ASSIGN(const store::LogQueryRecord query, require_query(context, *request.query_id));
  BERTH_ASSIGN(Ran ran, run_query(context, query));
  const int items = request.max_items.value_or(0);
  const std::size_t count = items > 0 ? static_cast<std::size_t>(items) : kRowsAtOnce;
  aws::logs::GetQueryResultsResponse response;
  response.query_language = "CWLI";
  response.status = ran.complete ? "Complete" : "Timeout";
  response.statistics = statistics_of(ran, query.groups.size());
  auto& results = response.results.emplace();
  for (std::size_t i = first; i < ran.outcome.rows.size(); ++i) {
    if (results.size() == count) {
      response.next_token = aws::encode_token(std::to_string(i));
      break;
    }
    auto& fields = results.emplace_back();
    for (auto& [name, value] : ran.outcome.rows[i]) {
      fields.push_back({std::move(name), std::move(value)});
    }
  }
  return response;
}

}  // namespace berth::services::logs
