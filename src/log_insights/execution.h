// A query at work: events in, rows and figures out.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "log_insights/query.h"
#include "log_insights/row.h"

namespace berth::log_insights {

class Stage;

/// A row of the answer: columns that have a value, by name.
using ShownRow = std::vector<std::pair<std::string, std::string>>;

struct Outcome {
  std::vector<ShownRow> rows;
  std::size_t records_matched = 0;  ///< events that came through every filter
  std::size_t records_scanned = 0;
};

/// One run of a query. Events come the newest first: that is the order of an answer without `sort`.
class Execution {
 public:
  /// At most `limit` rows are answered, unless the query's own limit is less.
  Execution(const Query& query, std::size_t limit);
  ~Execution();

  /// False where no further event can change the answer, or the query has failed.
  bool add(Event event);
  /// Once, at the end. LimitExceededException where the query kept too many rows or groups.
  Result<Outcome> finish();

 private:
  Query query_;
  std::vector<std::unique_ptr<Stage>> stages_;  ///< each hands on to the one before it
  std::shared_ptr<struct ExecutionState> state_;
};

}  // namespace berth::log_insights
