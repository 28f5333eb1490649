// iam:GenerateServiceLastAccessedDetails: makes a report of this moment; it is there with the
// answer.
#include "aws/json_codec.h"
#include "services/iam/access_report.h"
#include "services/iam/operations.h"

namespace berth::services::iam {
namespace {

constexpr std::int64_t kReportsKeptMs = 24 * 3'600'000;
constexpr std::int64_t kReportsMax = 1000;

}  // namespace

Result<aws::iam::GenerateServiceLastAccessedDetailsResponse> generate_service_last_accessed_details(
    Context& context, const aws::iam::GenerateServiceLastAccessedDetailsRequest& request) {
  BERTH_ASSIGN(const ReportSubject subject, require_report_subject(context, *request.arn));
  store::AccessReportRecord report;
  report.job_id = random_uuid(context.random);
  report.requester = context.caller.principal.unique_id;
  report.granularity = request.granularity.value_or("SERVICE_LEVEL");
  report.created_at_ms = to_epoch_ms(context.now);
  aws::iam::GetServiceLastAccessedDetailsResponse details;
  details.services_last_accessed =
      services_last_accessed(subject, report.granularity == "ACTION_LEVEL");
  report.services_json = aws::encode_json(details);
  store::insert_access_report(context.tx, report);
  for (const auto& service : *details.services_last_accessed) {
    aws::iam::GetServiceLastAccessedDetailsWithEntitiesResponse entities;
    entities.entity_details_list = entities_last_accessed(subject, *service.service_namespace);
    store::insert_access_report_entities(context.tx, report.job_id, *service.service_namespace,
                                         aws::encode_json(entities));
  }
  store::forget_access_reports(context.tx, report.created_at_ms - kReportsKeptMs, kReportsMax);
  aws::iam::GenerateServiceLastAccessedDetailsResponse response;
  response.job_id = report.job_id;
  return response;
}

}  // namespace berth::services::iam
