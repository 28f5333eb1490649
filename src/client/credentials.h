// Whose key signs: the environment, then the shared credentials file, as AWS's clients look for it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "aws/sigv4/sign.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/asio.h"

namespace berth::client {

/// Credentials and, for a session, when they end.
struct SessionKeys {
  aws::sigv4::Credentials keys;
  std::optional<TimePoint> expires_at;
  std::string role_arn;  ///< of a session, where it is known
};

/// Where credentials come from; asked before each call, so it keeps what it may keep.
using CredentialsSource = std::function<net::Task<Result<SessionKeys>>()>;

/// A variable of the environment, or empty: a parameter, so that tests have their own.
using Environment = std::function<std::string(const char* name)>;
Environment process_environment();

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, else AWS_PROFILE (`default`) of
/// AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials), which is read at each question: it may be
/// rotated. Fault "NoCredentials" says where was looked.
Result<SessionKeys> find_keys(const Environment& environment);

/// find_keys() of this process.
CredentialsSource chain_of_this_process();

/// A profile of the shared credentials file's text. Fault "NoCredentials".
Result<SessionKeys> parse_profile(const std::string& text, const std::string& profile);

}  // namespace berth::client
