// The credential report: a line for the account's root and for each user.
#pragma once

#include <string>

#include "services/context.h"

namespace berth::services::iam {

/// How long a report is good; one is made anew no earlier.
inline constexpr std::int64_t kCredentialReportGoodForMs = 4 * 3'600'000;

/// The report of this moment as CSV, with the columns of "Getting credential reports" of the IAM
/// User Guide. Signing certificates are not served: no user has one.
std::string make_credential_report(Context& context);

}  // namespace berth::services::iam
