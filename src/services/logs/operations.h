// The operations of CloudWatch Logs that Berth serves, each in the file of its name.
#pragma once

#include "aws/models/logs.h"
#include "aws/operation.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::logs {

Result<aws::Empty> create_log_group(Context&, const aws::logs::CreateLogGroupRequest&);
Result<aws::Empty> delete_log_group(Context&, const aws::logs::DeleteLogGroupRequest&);
Result<aws::logs::DescribeLogGroupsResponse> describe_log_groups(
    Context&, const aws::logs::DescribeLogGroupsRequest&);
Result<aws::Empty> put_retention_policy(Context&, const aws::logs::PutRetentionPolicyRequest&);
Result<aws::Empty> delete_retention_policy(Context&,
                                           const aws::logs::DeleteRetentionPolicyRequest&);
Result<aws::Empty> create_log_stream(Context&, const aws::logs::CreateLogStreamRequest&);
Result<aws::Empty> delete_log_stream(Context&, const aws::logs::DeleteLogStreamRequest&);
Result<aws::logs::DescribeLogStreamsResponse> describe_log_streams(
    Context&, const aws::logs::DescribeLogStreamsRequest&);
Result<aws::logs::PutLogEventsResponse> put_log_events(Context&,
                                                       const aws::logs::PutLogEventsRequest&);
Result<aws::logs::GetLogEventsResponse> get_log_events(Context&,
                                                       const aws::logs::GetLogEventsRequest&);
Result<aws::Empty> tag_resource(Context&, const aws::logs::TagResourceRequest&);
Result<aws::Empty> untag_resource(Context&, const aws::logs::UntagResourceRequest&);
Result<aws::logs::ListTagsForResourceResponse> list_tags_for_resource(
    Context&, const aws::logs::ListTagsForResourceRequest&);
Result<aws::logs::FilterLogEventsResponse> filter_log_events(
    Context&, const aws::logs::FilterLogEventsRequest&);
Result<aws::logs::GetLogRecordResponse> get_log_record(Context&,
                                                       const aws::logs::GetLogRecordRequest&);
Result<aws::logs::TestMetricFilterResponse> test_metric_filter(
    Context&, const aws::logs::TestMetricFilterRequest&);
Result<aws::Empty> put_metric_filter(Context&, const aws::logs::PutMetricFilterRequest&);
Result<aws::logs::DescribeMetricFiltersResponse> describe_metric_filters(
    Context&, const aws::logs::DescribeMetricFiltersRequest&);
Result<aws::Empty> delete_metric_filter(Context&, const aws::logs::DeleteMetricFilterRequest&);
Result<aws::Empty> put_subscription_filter(Context&,
                                           const aws::logs::PutSubscriptionFilterRequest&);
Result<aws::logs::DescribeSubscriptionFiltersResponse> describe_subscription_filters(
    Context&, const aws::logs::DescribeSubscriptionFiltersRequest&);
Result<aws::Empty> delete_subscription_filter(Context&,
                                              const aws::logs::DeleteSubscriptionFilterRequest&);
Result<aws::logs::PutResourcePolicyResponse> put_resource_policy(
    Context&, const aws::logs::PutResourcePolicyRequest&);
Result<aws::logs::DescribeResourcePoliciesResponse> describe_resource_policies(
    Context&, const aws::logs::DescribeResourcePoliciesRequest&);
Result<aws::Empty> delete_resource_policy(Context&, const aws::logs::DeleteResourcePolicyRequest&);
Result<aws::logs::ListLogGroupsResponse> list_log_groups(Context&,
                                                         const aws::logs::ListLogGroupsRequest&);
Result<aws::Empty> put_log_group_deletion_protection(
    Context&, const aws::logs::PutLogGroupDeletionProtectionRequest&);
Result<aws::Empty> tag_log_group(Context&, const aws::logs::TagLogGroupRequest&);
Result<aws::Empty> untag_log_group(Context&, const aws::logs::UntagLogGroupRequest&);
Result<aws::logs::ListTagsLogGroupResponse> list_tags_log_group(
    Context&, const aws::logs::ListTagsLogGroupRequest&);
Result<aws::logs::StartQueryResponse> start_query(Context&, const aws::logs::StartQueryRequest&);
Result<aws::logs::GetQueryResultsResponse> get_query_results(
    Context&, const aws::logs::GetQueryResultsRequest&);
Result<aws::logs::StartLiveTailResponse> start_live_tail(Context&,
                                                         const aws::logs::StartLiveTailRequest&);
Result<aws::logs::StopQueryResponse> stop_query(Context&, const aws::logs::StopQueryRequest&);
Result<aws::logs::DescribeQueriesResponse> describe_queries(
    Context&, const aws::logs::DescribeQueriesRequest&);

}  // namespace berth::services::logs
