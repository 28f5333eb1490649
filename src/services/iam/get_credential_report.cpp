// iam:GetCredentialReport: the report that was made last.
#include "services/iam/credential_report.h"
#include "services/iam/operations.h"
#include "store/iam/account_records.h"

namespace berth::services::iam {

Result<aws::iam::GetCredentialReportResponse> get_credential_report(Context& context,
                                                                    const aws::Empty&) {
  auto report = store::find_credential_report(context.tx);
  if (!report) return fail(Fault{"ReportNotPresent", "No report exists", 410, {}});
  if (to_epoch_ms(context.now) - report->generated_at_ms >= kCredentialReportGoodForMs) {
    return fail(Fault{"ReportExpired", "The report has expired", 410, {}});
  }
  aws::iam::GetCredentialReportResponse response;
  response.content = std::move(report->content);
  response.report_format = "text/csv";
  response.generated_time = from_epoch_ms(report->generated_at_ms);
  return response;
}

}  // namespace berth::services::iam
