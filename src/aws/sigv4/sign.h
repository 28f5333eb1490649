// Signing a request, as every client of AWS does: the agent's and the command line's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "aws/sigv4/canonical.h"
#include "aws/sigv4/request.h"
#include "base/clock.h"
#include "base/secret.h"

namespace berth::aws::sigv4 {

/// What a client signs with; `session_token` is empty for long-lived keys.
struct Credentials {
  std::string access_key_id;
  Secret secret_access_key;
  Secret session_token;
};

/// For whom: the credential scope without its date.
struct Scope {
  std::string region;
  std::string service;
};

/// A request to be signed; `headers` must hold Host.
struct UnsignedRequest {
  std::string method;
  std::string target;
  std::vector<Header> headers;
  std::string_view body;
};

/// Adds X-Amz-Date, X-Amz-Security-Token where there is one, and Authorization. All headers that
/// the request has are signed, but those that proxies change (Connection, User-Agent and such).
void sign(UnsignedRequest& request, const Credentials& credentials, const Scope& scope,
          TimePoint now, const CanonicalOptions& options = {});

/// The target with X-Amz-… parameters in its query; only Host is signed among the headers.
std::string presign(const UnsignedRequest& request, const Credentials& credentials,
                    const Scope& scope, TimePoint now, std::int64_t expires_seconds,
                    const CanonicalOptions& options = {});

}  // namespace berth::aws::sigv4
