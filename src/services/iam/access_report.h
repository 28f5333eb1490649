// Reports on what users and roles used last: of a user, a role, the users of a group, or all who
// have a managed policy.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/models/iam.h"
#include "base/result.h"
#include "iam/policy.h"
#include "services/authorizer.h"
#include "services/context.h"
#include "services/iam/targets.h"
#include "services/operation.h"
#include "store/iam/access_reports.h"
#include "store/iam/uses.h"

namespace berth::services::iam {

/// A user or role that is reported on, with what it used.
struct ReportedEntity {
  aws::iam::EntityInfo shown;
  std::vector<store::UseRecord> uses;
};

/// Who is reported on, and by which policies they could use a service: permissions policies alone
/// count (IAM User Guide, "last accessed information").
struct ReportSubject {
  std::vector<ReportedEntity> entities;
  std::vector<std::shared_ptr<const berth::iam::Policy>> policies;
};

/// By the ARN of a user, group, role or managed policy. Faults NoSuchEntity, InvalidInput.
Result<ReportSubject> require_report_subject(Context& context, const std::string& arn);

/// The services that Berth serves and the policies open, by namespace, with the last use of each;
/// with `actions` also of each action that they open.
std::vector<aws::iam::ServiceLastAccessed> services_last_accessed(const ReportSubject& subject,
                                                                  bool actions);

/// The entities by their last use of the service, the latest first, those without one last.
std::vector<aws::iam::EntityDetails> entities_last_accessed(const ReportSubject& subject,
                                                            const std::string& service);

/// The report of the job, which the caller asked for. Fault NoSuchEntity, also for others' jobs.
Result<store::AccessReportRecord> require_access_report(Context& context,
                                                        const std::string& job_id);

/// What both answers say of the job.
template <class Response>
void show_job(const store::AccessReportRecord& report, Response& response) {
  response.job_status = "COMPLETED";
  response.job_creation_date = from_epoch_ms(report.created_at_ms);
  response.job_completion_date = from_epoch_ms(report.created_at_ms);
}

/// Whom or what the report is about. It is the last chance to have recorded what was decided
/// before: the operation's own transaction comes next.
Result<Targets> on_report_subject(Context& context,
                                  const aws::iam::GenerateServiceLastAccessedDetailsRequest& input);

}  // namespace berth::services::iam
