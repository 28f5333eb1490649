// sts:DecodeAuthorizationMessage: what stands behind an encoded denial. The services that Berth
// has answer in plain words, as they do at AWS, so no message that comes here was made here.
#include "services/sts/operations.h"

namespace berth::services::sts {

Result<aws::sts::DecodeAuthorizationMessageResponse> decode_authorization_message(
    Context&, const aws::sts::DecodeAuthorizationMessageRequest&) {
  return fail(client_fault("InvalidAuthorizationMessageException", "Message is not valid"));
}

}  // namespace berth::services::sts
