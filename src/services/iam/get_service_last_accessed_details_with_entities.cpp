// iam:GetServiceLastAccessedDetailsWithEntities: the users and roles of a report that could use a
// service, the latest first.
#include <algorithm>

#include "aws/json_codec.h"
#include "services/iam/access_report.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::GetServiceLastAccessedDetailsWithEntitiesResponse>
get_service_last_accessed_details_with_entities(
    Context& context, const aws::iam::GetServiceLastAccessedDetailsWithEntitiesRequest& request) {
  using Response = aws::iam::GetServiceLastAccessedDetailsWithEntitiesResponse;
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::AccessReportRecord report,
               require_access_report(context, *request.job_id));
  Response response;
  response.entity_details_list.emplace();
  const auto kept =
      store::find_access_report_entities(context.tx, report.job_id, *request.service_namespace);
  if (kept) {
    BERTH_ASSIGN(response, aws::decode_json<Response>(*kept));
  }
  auto& entities = *response.entity_details_list;
  const auto id_of = [](const aws::iam::EntityDetails& each) { return *each.entity_info->id; };
  if (!page.after.empty()) {
    const auto last = std::find_if(entities.begin(), entities.end(),
                                   [&](const auto& each) { return id_of(each) == page.after; });
    entities.erase(entities.begin(), last == entities.end() ? last : std::next(last));
  }
  cut_page(page, entities, response, id_of);
  show_job(report, response);
  return response;
}

}  // namespace berth::services::iam
