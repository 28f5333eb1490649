// Who makes a request, as the gateway's authentication found: everything later stages need of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/strong.h"
#include "iam/request.h"

namespace berth::services {

/// What a session carries beyond its role: sealed in its token (session_token.h).
struct SessionFacts {
  TimePoint issued_at;
  TimePoint expires_at;
  std::string role_unique_id;         ///< "AROA…", or the user's "AIDA…" for GetSessionToken
  std::vector<std::string> policies;  ///< session policy documents
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;
  bool chained = false;  ///< its role was assumed by a session of another role
};

/// The authenticated maker of a request and where it came from.
struct Caller {
  berth::iam::Principal principal;
  AccessKeyId access_key_id;
  std::optional<SessionFacts> session;  ///< absent for long-lived keys
  std::string source_address;           ///< the client's own, also through a task's relay
  bool secure_transport = false;        ///< true where the client spoke TLS, also to a relay
  std::string user_agent;
  std::string referer;                 ///< the Referer header, where there was one
  std::string container_instance_arn;  ///< set where the request came through an agent's relay
};

}  // namespace berth::services
