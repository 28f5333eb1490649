// berth:ListDenials: what was denied, or would have been, newest first.
#include <charconv>

#include "aws/pagination.h"
#include "iam/text.h"
#include "services/berth/operations.h"
#include "services/berth/shown.h"
#include "services/berth/subjects.h"

namespace berth::services::own {
namespace {

constexpr int kDenialsDefault = 50;
/// A page looks at so many denials: what filters leave over of them may be less than a page.
constexpr int kLookedAtMax = 1000;

bool is_wanted(const aws::berth::ListDenialsRequest& request, const store::DecisionRecord& record) {
  if (request.caller_arn && *request.caller_arn != record.caller_arn) return false;
  if (request.service && *request.service != record.service) return false;
  if (request.mode && (*request.mode == "ENFORCED") != record.enforced) return false;
  return !request.action || ::berth::iam::equal_ignoring_case(*request.action, record.action);
}

/// The id below which the page begins; 0 for the first.
Result<std::int64_t> position_of_token(const std::optional<std::string>& token) {
  std::int64_t id = 0;
  if (!token) return id;
  const auto text = aws::decode_token(*token);
  if (text) {
    const char* const end = text->data() + text->size();
    const auto parsed = std::from_chars(text->data(), end, id);
    if (parsed.ec == std::errc() && parsed.ptr == end && id > 0) return id;
  }
  return fail(client_fault("InvalidParameterException", "Invalid nextToken."));
}

}  // namespace

Result<aws::berth::ListDenialsResponse> list_denials(
    Context& context, const aws::berth::ListDenialsRequest& request) {
  BERTH_ASSIGN(const Subject subject, subject_of(context, request.role_name, request.task_arn));
  BERTH_ASSIGN(const std::int64_t before, position_of_token(request.next_token));
  const auto limit = static_cast<std::size_t>(request.max_results.value_or(kDenialsDefault));
  const auto looked_at =
      store::newest_decisions(context.tx, subject.filter(true), before, kLookedAtMax);
  aws::berth::ListDenialsResponse response;
  response.denials.emplace();
  for (const store::DecisionRecord& each : looked_at) {
    if (request.since && each.decided_at_ms < to_epoch_ms(*request.since)) return response;
    if (!is_wanted(request, each)) continue;
    if (!subject.role_arn.empty() && subject.role_arn != each.role_arn) continue;
    response.denials->push_back(shown_decision(each));
    if (response.denials->size() < limit) continue;
    if (&each != &looked_at.back() || looked_at.size() == kLookedAtMax) {
      response.next_token = aws::encode_token(std::to_string(each.id));
    }
    return response;
  }
  if (looked_at.size() == kLookedAtMax) {
    response.next_token = aws::encode_token(std::to_string(looked_at.back().id));
  }
  return response;
}

}  // namespace berth::services::own
