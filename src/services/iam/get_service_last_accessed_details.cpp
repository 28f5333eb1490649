// iam:GetServiceLastAccessedDetails: the services of a report, by namespace.
#include "aws/json_codec.h"
#include "services/iam/access_report.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::GetServiceLastAccessedDetailsResponse> get_service_last_accessed_details(
    Context& context, const aws::iam::GetServiceLastAccessedDetailsRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::AccessReportRecord report,
               require_access_report(context, *request.job_id));
  BERTH_ASSIGN(auto response, aws::decode_json<aws::iam::GetServiceLastAccessedDetailsResponse>(
                                  report.services_json));
  auto& services = *response.services_last_accessed;
  std::erase_if(services, [&page](const aws::iam::ServiceLastAccessed& each) {
    return *each.service_namespace <= page.after;
  });
  cut_page(page, services, response, [](const auto& each) { return *each.service_namespace; });
  show_job(report, response);
  response.job_type = report.granularity;
  return response;
}

}  // namespace berth::services::iam
