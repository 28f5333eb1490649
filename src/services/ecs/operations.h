// The operations of ECS that Berth serves, each in the file of its name.
#pragma once

#include "aws/models/ecs.h"
#include "aws/operation.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::ecs {

Result<aws::ecs::CreateClusterResponse> create_cluster(Context&,
                                                       const aws::ecs::CreateClusterRequest&);
Result<aws::ecs::DescribeClustersResponse> describe_clusters(
    Context&, const aws::ecs::DescribeClustersRequest&);
Result<aws::ecs::ListClustersResponse> list_clusters(Context&,
                                                     const aws::ecs::ListClustersRequest&);
Result<aws::ecs::UpdateClusterResponse> update_cluster(Context&,
                                                       const aws::ecs::UpdateClusterRequest&);
Result<aws::ecs::UpdateClusterSettingsResponse> update_cluster_settings(
    Context&, const aws::ecs::UpdateClusterSettingsRequest&);
Result<aws::ecs::DeleteClusterResponse> delete_cluster(Context&,
                                                       const aws::ecs::DeleteClusterRequest&);

Result<aws::ecs::RegisterTaskDefinitionResponse> register_task_definition(
    Context&, const aws::ecs::RegisterTaskDefinitionRequest&);
Result<aws::ecs::DescribeTaskDefinitionResponse> describe_task_definition(
    Context&, const aws::ecs::DescribeTaskDefinitionRequest&);
Result<aws::ecs::ListTaskDefinitionsResponse> list_task_definitions(
    Context&, const aws::ecs::ListTaskDefinitionsRequest&);
Result<aws::ecs::ListTaskDefinitionFamiliesResponse> list_task_definition_families(
    Context&, const aws::ecs::ListTaskDefinitionFamiliesRequest&);
Result<aws::ecs::DeregisterTaskDefinitionResponse> deregister_task_definition(
    Context&, const aws::ecs::DeregisterTaskDefinitionRequest&);
Result<aws::ecs::DeleteTaskDefinitionsResponse> delete_task_definitions(
    Context&, const aws::ecs::DeleteTaskDefinitionsRequest&);

Result<aws::ecs::RunTaskResponse> run_task(Context&, const aws::ecs::RunTaskRequest&);
Result<aws::ecs::StartTaskResponse> start_task(Context&, const aws::ecs::StartTaskRequest&);
Result<aws::ecs::StopTaskResponse> stop_task(Context&, const aws::ecs::StopTaskRequest&);
Result<aws::ecs::DescribeTasksResponse> describe_tasks(Context&,
                                                       const aws::ecs::DescribeTasksRequest&);
Result<aws::ecs::ListTasksResponse> list_tasks(Context&, const aws::ecs::ListTasksRequest&);

Result<aws::ecs::RegisterContainerInstanceResponse> register_container_instance(
    Context&, const aws::ecs::RegisterContainerInstanceRequest&);
Result<aws::ecs::DeregisterContainerInstanceResponse> deregister_container_instance(
    Context&, const aws::ecs::DeregisterContainerInstanceRequest&);
Result<aws::ecs::DescribeContainerInstancesResponse> describe_container_instances(
    Context&, const aws::ecs::DescribeContainerInstancesRequest&);
Result<aws::ecs::ListContainerInstancesResponse> list_container_instances(
    Context&, const aws::ecs::ListContainerInstancesRequest&);
Result<aws::ecs::UpdateContainerInstancesStateResponse> update_container_instances_state(
    Context&, const aws::ecs::UpdateContainerInstancesStateRequest&);

Result<aws::ecs::DiscoverPollEndpointResponse> discover_poll_endpoint(
    Context&, const aws::ecs::DiscoverPollEndpointRequest&);
Result<aws::ecs::SubmitTaskStateChangeResponse> submit_task_state_change(
    Context&, const aws::ecs::SubmitTaskStateChangeRequest&);
Result<aws::ecs::SubmitContainerStateChangeResponse> submit_container_state_change(
    Context&, const aws::ecs::SubmitContainerStateChangeRequest&);
Result<aws::ecs::SubmitAttachmentStateChangesResponse> submit_attachment_state_changes(
    Context&, const aws::ecs::SubmitAttachmentStateChangesRequest&);

Result<aws::ecs::PutAccountSettingResponse> put_account_setting(
    Context&, const aws::ecs::PutAccountSettingRequest&);
Result<aws::ecs::PutAccountSettingDefaultResponse> put_account_setting_default(
    Context&, const aws::ecs::PutAccountSettingDefaultRequest&);
Result<aws::ecs::DeleteAccountSettingResponse> delete_account_setting(
    Context&, const aws::ecs::DeleteAccountSettingRequest&);
Result<aws::ecs::ListAccountSettingsResponse> list_account_settings(
    Context&, const aws::ecs::ListAccountSettingsRequest&);

Result<aws::ecs::TagResourceResponse> tag_resource(Context&, const aws::ecs::TagResourceRequest&);
Result<aws::ecs::UntagResourceResponse> untag_resource(Context&,
                                                       const aws::ecs::UntagResourceRequest&);
Result<aws::ecs::ListTagsForResourceResponse> list_tags_for_resource(
    Context&, const aws::ecs::ListTagsForResourceRequest&);

Result<aws::ecs::PutAttributesResponse> put_attributes(Context&,
                                                       const aws::ecs::PutAttributesRequest&);
Result<aws::ecs::DeleteAttributesResponse> delete_attributes(
    Context&, const aws::ecs::DeleteAttributesRequest&);
Result<aws::ecs::ListAttributesResponse> list_attributes(Context&,
                                                         const aws::ecs::ListAttributesRequest&);

}  // namespace berth::services::ecs
