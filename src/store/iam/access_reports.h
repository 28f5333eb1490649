// Records of reports on what users and roles used last: what GetServiceLastAccessedDetails shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/transaction.h"

namespace berth::store {

struct AccessReportRecord {
  std::string job_id;
  std::string requester;    ///< the unique id of who asked for it
  std::string granularity;  ///< "SERVICE_LEVEL" or "ACTION_LEVEL"
  std::int64_t created_at_ms = 0;
  std::string services_json;  ///< an aws::iam::GetServiceLastAccessedDetailsResponse

  bool operator==(const AccessReportRecord&) const = default;
};

void insert_access_report(Transaction& tx, const AccessReportRecord& report);
std::optional<AccessReportRecord> find_access_report(Transaction& tx, std::string_view job_id);

/// The entities of one service of a report, as an
/// aws::iam::GetServiceLastAccessedDetailsWithEntitiesResponse.
void insert_access_report_entities(Transaction& tx, std::string_view job_id,
                                   std::string_view service, std::string_view entities_json);
/// Nothing where the report does not have the service.
std::optional<std::string> find_access_report_entities(Transaction& tx, std::string_view job_id,
                                                       std::string_view service);

/// Forgets reports from before `oldest_ms` (epoch), and the oldest of more than `count_max`.
void forget_access_reports(Transaction& tx, std::int64_t oldest_ms, std::int64_t count_max);

}  // namespace berth::store
