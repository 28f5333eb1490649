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

}  // namespace berth::services::logs
