// Why the known-good procedure did not go on, by the words of the service that refused it: it was
// the doctor itself that asked, so they are no hearsay.
#include <string>
#include <utility>
#include <vector>

#include "base/shell_word.h"
#include "doctor/detect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

constexpr const char* kPassed = "iam:PassRole on resource: ";

/// "… is not authorized to perform: iam:PassRole on resource: ROLE because …"
std::string role_not_passed(const Fault& refusal) {
  const auto at = refusal.message.find(kPassed);
  if (!refusal.code.starts_with("AccessDenied") || at == std::string::npos) return "";
  const std::string rest = refusal.message.substr(at + std::string(kPassed).size());
  return rest.substr(0, rest.find_first_of(" \n"));
}

/// RunTask's failures come with status 200.
bool is_of_placement(const AttemptSeen& attempt) {
  return attempt.refusal.http_status == 200 && attempt.question.starts_with("ecs:RunTask");
}

}  // namespace

Findings attempt_findings(const Evidence& evidence) {
  Findings out;
  if (!evidence.attempt) return out;
  const AttemptSeen& attempt = *evidence.attempt;
  Proof said{attempt.refusal.code + ": " + attempt.refusal.message, attempt.question, attempt.at};
  const std::string role = role_not_passed(attempt.refusal);
  if (!role.empty() && evidence.caller.identity) {
    out.causes.push_back(
        make_finding("pass-role-denied", {std::move(said)}, pass_fix(evidence, role, nullptr)));
  } else if (is_of_placement(attempt)) {
    out.causes.push_back(
        make_finding("no-placement", {std::move(said)},
                     {"Add an instance that has what is lacking, or free it on one.",
                      "aws ecs list-container-instances " + region_option(evidence) +
                          " --cluster " + shell_word(last_segment(evidence.cluster)),
                      ""}));
  } else {
    out.unexplained.push_back(std::move(said));
  }
  return out;
}

}  // namespace berth::doctor
