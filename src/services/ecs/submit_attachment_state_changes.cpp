// ecs:SubmitAttachmentStateChanges: tasks have no attachments here, so there is nothing to change.
#include "services/ecs/clusters.h"
#include "services/ecs/operations.h"
#include "services/ecs/reports.h"

namespace berth::services::ecs {

Result<aws::ecs::SubmitAttachmentStateChangesResponse> submit_attachment_state_changes(
    Context& context, const aws::ecs::SubmitAttachmentStateChangesRequest& request) {
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  aws::ecs::SubmitAttachmentStateChangesResponse response;
  response.acknowledgment = kAcknowledgment;
  return response;
}

}  // namespace berth::services::ecs
