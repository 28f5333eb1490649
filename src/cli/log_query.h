// A query of CloudWatch Logs Insights, from its start to its rows.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>
#include <vector>

#include "aws/models/logs.h"
#include "base/clock.h"
#include "base/result.h"
#include "cli/log_window.h"
#include "cli/task_logs.h"
#include "client/aws_client.h"
#include "net/asio.h"

namespace berth::cli {

/// A row's fields in the query's order.
using QueryRow = std::vector<aws::logs::ResultField>;

struct QueryRows {
  std::vector<QueryRow> rows;
  std::string status;  ///< "Complete", or how it ended else
};

/// Asks `query` about the groups of `sources`, of their streams alone where they name some, waits
/// for it and reads all pages. All sources are of one region, which is that of `logs`.
net::Task<Result<QueryRows>> run_log_query(client::AwsClient& logs, std::vector<LogSource> sources,
                                           std::string query, LogWindow window, TimePoint now,
                                           std::chrono::milliseconds poll_interval);

/// As a table, without `@ptr`, which is for programs: nothing in it is obeyed by a terminal.
void print_query_table(const std::vector<QueryRow>& rows, std::ostream& out);

/// One JSON object a row, with every field.
void print_query_json(const std::vector<QueryRow>& rows, std::ostream& out);

}  // namespace berth::cli
