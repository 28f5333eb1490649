// ECS: every operation that Berth serves, and what its caller must be allowed.
#include "services/ecs/operations.h"
#include "services/ecs/targets.h"

namespace berth::services {
namespace {

using namespace ecs;  // NOLINT: the list below is easier to read so
namespace in = aws::ecs;
namespace ops = aws::ecs::ops;
using enum Access;

constexpr Operation kOperations[] = {
    serve<ops::CreateCluster, create_cluster, on_new_cluster>(kWrite),
    serve<ops::DescribeClusters, describe_clusters, on_clusters>(kRead),
    serve<ops::ListClusters, list_clusters, on_any_resource<in::ListClustersRequest>>(kRead),
    serve<ops::UpdateCluster, update_cluster, on_cluster<in::UpdateClusterRequest>>(kWrite),
    serve<ops::UpdateClusterSettings, update_cluster_settings,
          on_cluster<in::UpdateClusterSettingsRequest>>(kWrite),
    serve<ops::DeleteCluster, delete_cluster, on_cluster<in::DeleteClusterRequest>>(kWrite),

    serve<ops::RegisterTaskDefinition, register_task_definition, on_new_task_definition>(kWrite),
    serve<ops::DescribeTaskDefinition, describe_task_definition,
          on_any_resource<in::DescribeTaskDefinitionRequest>>(kRead),
    serve<ops::ListTaskDefinitions, list_task_definitions,
          on_any_resource<in::ListTaskDefinitionsRequest>>(kRead),
    serve<ops::ListTaskDefinitionFamilies, list_task_definition_families,
          on_any_resource<in::ListTaskDefinitionFamiliesRequest>>(kRead),
    serve<ops::DeregisterTaskDefinition, deregister_task_definition,
          on_any_resource<in::DeregisterTaskDefinitionRequest>>(kWrite),
    serve<ops::DeleteTaskDefinitions, delete_task_definitions, on_task_definitions>(kWrite),

    serve<ops::RunTask, run_task, on_run>(kWrite),
    serve<ops::StartTask, start_task, on_start>(kWrite),
    serve<ops::StopTask, stop_task, on_tasks<in::StopTaskRequest>>(kWrite),
    serve<ops::DescribeTasks, describe_tasks, on_tasks<in::DescribeTasksRequest>>(kRead),
    serve<ops::ListTasks, list_tasks, on_task_listing>(kRead),

    serve<ops::RegisterContainerInstance, register_container_instance, on_registration>(kWrite),
    serve<ops::DeregisterContainerInstance, deregister_container_instance,
          on_cluster<in::DeregisterContainerInstanceRequest>>(kWrite),
    serve<ops::DescribeContainerInstances, describe_container_instances,
          on_container_instances<in::DescribeContainerInstancesRequest>>(kRead),
    serve<ops::ListContainerInstances, list_container_instances,
          on_cluster<in::ListContainerInstancesRequest>>(kRead),
    serve<ops::UpdateContainerInstancesState, update_container_instances_state,
          on_container_instances<in::UpdateContainerInstancesStateRequest>>(kWrite),
    serve<ops::PutAttributes, put_attributes, on_attributes<in::PutAttributesRequest>>(kWrite),
    serve<ops::DeleteAttributes, delete_attributes, on_attributes<in::DeleteAttributesRequest>>(
        kWrite),
    serve<ops::ListAttributes, list_attributes, on_cluster<in::ListAttributesRequest>>(kRead),

    serve<ops::DiscoverPollEndpoint, discover_poll_endpoint,
          on_any_resource<in::DiscoverPollEndpointRequest>>(kRead),
    serve<ops::SubmitTaskStateChange, submit_task_state_change,
          on_cluster<in::SubmitTaskStateChangeRequest>>(kWrite),
    serve<ops::SubmitContainerStateChange, submit_container_state_change,
          on_cluster<in::SubmitContainerStateChangeRequest>>(kWrite),
    serve<ops::SubmitAttachmentStateChanges, submit_attachment_state_changes,
          on_cluster<in::SubmitAttachmentStateChangesRequest>>(kWrite),

    serve<ops::PutAccountSetting, put_account_setting,
          on_account_setting<in::PutAccountSettingRequest>>(kWrite),
    serve<ops::PutAccountSettingDefault, put_account_setting_default,
          on_account_setting<in::PutAccountSettingDefaultRequest>>(kWrite),
    serve<ops::DeleteAccountSetting, delete_account_setting,
          on_account_setting<in::DeleteAccountSettingRequest>>(kWrite),
    serve<ops::ListAccountSettings, list_account_settings,
          on_any_resource<in::ListAccountSettingsRequest>>(kRead),

    serve<ops::TagResource, tag_resource, on_tagged_resource<in::TagResourceRequest>>(kWrite),
    serve<ops::UntagResource, untag_resource, on_tagged_resource<in::UntagResourceRequest>>(kWrite),
    serve<ops::ListTagsForResource, list_tags_for_resource,
          on_tagged_resource<in::ListTagsForResourceRequest>>(kRead),
};

}  // namespace

std::span<const Operation> ecs_operations() {
  return kOperations;
}

}  // namespace berth::services
