// CloudWatch Logs: every operation that Berth serves, and what its caller must be allowed.
#include "services/logs/get_log_record.h"
#include "services/logs/live_tail.h"
#include "services/logs/log_groups.h"
#include "services/logs/log_queries.h"
#include "services/logs/log_tags.h"
#include "services/logs/metric_filters.h"
#include "services/logs/operations.h"

namespace berth::services {
namespace {

using namespace logs;  // NOLINT: the list below is easier to read so
namespace ops = aws::logs::ops;
using enum Access;

constexpr Operation kOperations[] = {
    serve<ops::CreateLogGroup, create_log_group, on_new_log_group>(kWrite),
    serve<ops::DeleteLogGroup, delete_log_group, on_log_group<aws::logs::DeleteLogGroupRequest>>(
        kWrite),
    serve<ops::DescribeLogGroups, describe_log_groups, on_all_log_groups>(kRead),
    serve<ops::PutRetentionPolicy, put_retention_policy,
          on_log_group<aws::logs::PutRetentionPolicyRequest>>(kWrite),
    serve<ops::DeleteRetentionPolicy, delete_retention_policy,
          on_log_group<aws::logs::DeleteRetentionPolicyRequest>>(kWrite),
    serve<ops::CreateLogStream, create_log_stream,
          on_log_stream<aws::logs::CreateLogStreamRequest>>(kWrite),
    serve<ops::DeleteLogStream, delete_log_stream,
          on_log_stream<aws::logs::DeleteLogStreamRequest>>(kWrite),
    serve<ops::DescribeLogStreams, describe_log_streams,
          on_identified_log_group<aws::logs::DescribeLogStreamsRequest>>(kRead),
    serve<ops::PutLogEvents, put_log_events, on_log_stream<aws::logs::PutLogEventsRequest>>(kWrite),
    serve<ops::GetLogEvents, get_log_events, on_read_log_stream>(kRead),
    serve<ops::TagResource, tag_resource, on_tagged_log_group<aws::logs::TagResourceRequest>>(
        kWrite),
    serve<ops::UntagResource, untag_resource, on_tagged_log_group<aws::logs::UntagResourceRequest>>(
        kWrite),
    serve<ops::ListTagsForResource, list_tags_for_resource,
          on_tagged_log_group<aws::logs::ListTagsForResourceRequest>>(kRead),
    serve<ops::FilterLogEvents, filter_log_events,
          on_identified_log_group<aws::logs::FilterLogEventsRequest>>(kRead),
    serve<ops::GetLogRecord, get_log_record, on_log_record>(kRead),
    serve<ops::TestMetricFilter, test_metric_filter,
          on_any_resource<aws::logs::TestMetricFilterRequest>>(kRead),
    serve<ops::PutMetricFilter, put_metric_filter, on_log_group<aws::logs::PutMetricFilterRequest>>(
        kWrite),
    serve<ops::DescribeMetricFilters, describe_metric_filters, on_metric_filters>(kRead),
    serve<ops::DeleteMetricFilter, delete_metric_filter,
          on_log_group<aws::logs::DeleteMetricFilterRequest>>(kWrite),
    serve<ops::PutSubscriptionFilter, put_subscription_filter,
          on_log_group<aws::logs::PutSubscriptionFilterRequest>>(kWrite),
    serve<ops::DescribeSubscriptionFilters, describe_subscription_filters,
          on_log_group<aws::logs::DescribeSubscriptionFiltersRequest>>(kRead),
    serve<ops::DeleteSubscriptionFilter, delete_subscription_filter,
          on_log_group<aws::logs::DeleteSubscriptionFilterRequest>>(kWrite),
    serve<ops::PutResourcePolicy, put_resource_policy,
          on_any_resource<aws::logs::PutResourcePolicyRequest>>(kWrite),
    serve<ops::DescribeResourcePolicies, describe_resource_policies,
          on_any_resource<aws::logs::DescribeResourcePoliciesRequest>>(kRead),
    serve<ops::DeleteResourcePolicy, delete_resource_policy,
          on_any_resource<aws::logs::DeleteResourcePolicyRequest>>(kWrite),
    serve<ops::ListLogGroups, list_log_groups, on_any_resource<aws::logs::ListLogGroupsRequest>>(
        kRead),
    serve<ops::PutLogGroupDeletionProtection, put_log_group_deletion_protection,
          on_log_group_identifier<aws::logs::PutLogGroupDeletionProtectionRequest>>(kWrite),
    serve<ops::TagLogGroup, tag_log_group, on_log_group_tags<aws::logs::TagLogGroupRequest>>(
        kWrite),
    serve<ops::UntagLogGroup, untag_log_group, on_log_group_tags<aws::logs::UntagLogGroupRequest>>(
        kWrite),
    serve<ops::ListTagsLogGroup, list_tags_log_group,
          on_log_group<aws::logs::ListTagsLogGroupRequest>>(kRead),
    serve<ops::StartLiveTail, start_live_tail, on_tailed_groups>(kRead),
    serve<ops::StartQuery, start_query, on_queried_groups>(kWrite),
    serve<ops::GetQueryResults, get_query_results, on_query>(kRead),
    serve<ops::StopQuery, stop_query, on_any_resource<aws::logs::StopQueryRequest>>(kRead),
    serve<ops::DescribeQueries, describe_queries,
          on_any_resource<aws::logs::DescribeQueriesRequest>>(kRead),
};

}  // namespace

std::span<const Operation> logs_operations() {
  return kOperations;
}

}  // namespace berth::services
