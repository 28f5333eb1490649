// logs:PutSubscriptionFilter: the record alone; nothing is delivered.
#include "iam/arn_pattern.h"
#include "services/authorizer.h"
#include "services/logs/log_groups.h"
#include "services/logs/metric_filters.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr std::size_t kSubscriptionFiltersMax = 2;

Fault bad_destination(const std::string& why) {
  return client_fault("InvalidParameterException", why);
}

Result<void> check_destination(const Context& context,
                               const aws::logs::PutSubscriptionFilterRequest& request) {
  const berth::iam::ArnFields arn = berth::iam::split_arn(*request.destination_arn);
  const std::string vendor(arn.valid ? arn.fields[2] : "");
  if (vendor != "lambda" && vendor != "kinesis" && vendor != "firehose" && vendor != "logs") {
    return fail(
        bad_destination("destinationArn is not a Lambda function, a Kinesis or Firehose "
                        "stream or a destination of CloudWatch Logs"));
  }
  if (vendor == "lambda" && arn.fields[4] != context.account.str()) {
    return fail(client_fault("AccessDeniedException",
                             "Cross-account lambda invocation passing is not allowed. You must use "
                             "DestinationPolicies to create cross account lambda triggers."));
  }
  if (vendor == "lambda" && request.role_arn) {
    return fail(bad_destination("destinationArn for vendor lambda cannot be used with roleArn"));
  }
  if ((vendor == "kinesis" || vendor == "firehose") && !request.role_arn) {
    return fail(
        bad_destination("destinationArn for vendor " + vendor + " cannot be used without roleArn"));
  }
  return {};
}

Result<void> check_pass_role(Context& context, const std::optional<std::string>& role_arn) {
  if (!role_arn) return {};
  berth::iam::ContextKeys keys;
  keys.set("iam:PassedToService", std::string("logs.amazonaws.com"));
  return context.authorizer.authorize(context, "iam:PassRole", *role_arn, keys);
}

Result<void> check_subscriptions(Context& context, const store::LogGroup& group,
                                 const std::string& name) {
  std::size_t others = 0;
  for (const auto& filter : store::subscription_filters_of(context.tx, group.id)) {
    if (filter.name != name) ++others;
  }
  if (others < kSubscriptionFiltersMax) return {};
  return fail(client_fault("LimitExceededException", "Resource limit exceeded."));
}

}  // namespace

Result<aws::Empty> put_subscription_filter(Context& context,
                                           const aws::logs::PutSubscriptionFilterRequest& request) {
  if (request.apply_on_transformed_logs.value_or(false) || request.field_selection_criteria ||
      request.emit_system_fields) {
    return fail(
        bad_destination("Transformed logs, selection criteria and system fields are not "
                        "supported: leave out applyOnTransformedLogs, "
                        "fieldSelectionCriteria and emitSystemFields."));
  }
  BERTH_ASSIGN(const log_patterns::Pattern pattern,
               log_patterns::Pattern::parse(*request.filter_pattern));
  BERTH_TRY(check_destination(context, request));
  BERTH_TRY(check_pass_role(context, request.role_arn));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  BERTH_TRY(check_subscriptions(context, group, *request.filter_name));
  BERTH_TRY(check_filter_limits(context, group, pattern, *request.filter_name));
  store::SubscriptionFilterRecord filter;
  filter.group_id = group.id;
  filter.name = *request.filter_name;
  filter.created_at_ms = to_epoch_ms(context.now);
  filter.pattern = *request.filter_pattern;
  filter.destination_arn = *request.destination_arn;
  filter.role_arn = request.role_arn.value_or("");
  filter.distribution = request.distribution.value_or("ByLogStream");
  store::put_subscription_filter(context.tx, filter);
  return aws::Empty{};
}

}  // namespace berth::services::logs
