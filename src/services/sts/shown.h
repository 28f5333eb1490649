// How STS shows what it gives out.
#pragma once

#include "aws/models/sts.h"
#include "services/session_tokens.h"

namespace berth::services::sts {

inline aws::sts::Credentials shown_credentials(const SessionCredentials& credentials) {
  aws::sts::Credentials shown;
  shown.access_key_id = credentials.access_key_id.str();
  shown.secret_access_key = std::string(credentials.secret_access_key.reveal());
  shown.session_token = std::string(credentials.session_token.reveal());
  shown.expiration = credentials.expires_at;
  return shown;
}

}  // namespace berth::services::sts
