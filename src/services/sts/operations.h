// The operations of STS that Berth serves, each in the file of its name.
#pragma once

#include "aws/models/sts.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::sts {

Result<aws::sts::AssumeRoleResponse> assume_role(Context&, const aws::sts::AssumeRoleRequest&);
Result<aws::sts::AssumeRoleWithWebIdentityResponse> assume_role_with_web_identity(
    Context&, const aws::sts::AssumeRoleWithWebIdentityRequest&);
Result<aws::sts::DecodeAuthorizationMessageResponse> decode_authorization_message(
    Context&, const aws::sts::DecodeAuthorizationMessageRequest&);
Result<aws::sts::GetFederationTokenResponse> get_federation_token(
    Context&, const aws::sts::GetFederationTokenRequest&);
Result<aws::sts::GetAccessKeyInfoResponse> get_access_key_info(
    Context&, const aws::sts::GetAccessKeyInfoRequest&);
Result<aws::sts::GetCallerIdentityResponse> get_caller_identity(
    Context&, const aws::sts::GetCallerIdentityRequest&);
Result<aws::sts::GetSessionTokenResponse> get_session_token(
    Context&, const aws::sts::GetSessionTokenRequest&);

}  // namespace berth::services::sts
