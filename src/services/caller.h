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
  std::vector<std::string> policies;  ///< session policy documents and ARNs of policies
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;
  bool chained = false;  ///< its role was assumed by a session of another role
  /// When its user proved a second factor (aws:MultiFactorAuthAge counts from it); absent without.
  std::optional<TimePoint> mfa_at;
  /// Condition keys that a web identity's session brings to each request: aws:FederatedProvider,
  /// `<issuer>:aud`, `<issuer>:sub`.
  std::vector<std::pair<std::string, std::string>> federated_keys;
};

/// What a web identity's token says, once its signature and times were verified. OpenID Connect
/// Core 1.0, section 2; the names of condition keys are AWS's ("AssumeRoleWithWebIdentity").
struct WebIdentity {
  std::string issuer;    ///< the `iss` claim without its scheme: "token.example.com/path"
  std::string audience;  ///< the client id among those of the provider
  std::string subject;
  std::vector<std::string> methods;  ///< the `amr` claim
  /// Session tags of the claim https://aws.amazon.com/tags.
  std::vector<std::pair<std::string, std::string>> tags;
  std::vector<std::string> transitive_tag_keys;
  std::string source_identity;  ///< the claim https://aws.amazon.com/source_identity
  /// ARNs of the only roles that the token is for: the claim https://aws.amazon.com/roles, where
  /// there is one.
  std::optional<std::vector<std::string>> roles = std::nullopt;
};

/// The authenticated maker of a request and where it came from.
struct Caller {
  berth::iam::Principal principal;
  AccessKeyId access_key_id;
  std::optional<SessionFacts> session;      ///< absent for long-lived keys
  std::optional<WebIdentity> web_identity;  ///< of sts:AssumeRoleWithWebIdentity only
  /// The request brought a one-time code of the user's MFA device that is good; it is used up.
  bool second_factor = false;
  std::string source_address;     ///< the client's own, also through a task's relay
  bool secure_transport = false;  ///< true where the client spoke TLS, also to a relay
  std::string user_agent;
  std::string host;     ///< where it reached this server: the Host header, "10.0.0.1:4566"
  std::string referer;  ///< the Referer header, where there was one
  std::string container_instance_arn;  ///< set where the request came through an agent's relay
};

}  // namespace berth::services
