// iam:GenerateCredentialReport: makes the report, at most every four hours; it is there with the
// answer.
#include "services/iam/credential_report.h"
#include "services/iam/operations.h"
#include "store/iam/account_records.h"

namespace berth::services::iam {

Result<aws::iam::GenerateCredentialReportResponse> generate_credential_report(Context& context,
                                                                              const aws::Empty&) {
  const auto known = store::find_credential_report(context.tx);
  const std::int64_t now_ms = to_epoch_ms(context.now);
  aws::iam::GenerateCredentialReportResponse response;
  if (known && now_ms - known->generated_at_ms < kCredentialReportGoodForMs) {
    response.state = "COMPLETE";
    return response;
  }
  store::put_credential_report(context.tx, {make_credential_report(context), now_ms});
  response.state = "STARTED";
  response.description = known ? "Last report expired. Starting a new report generation task"
                               : "No report exists. Starting a new report generation task";
  return response;
}

}  // namespace berth::services::iam
