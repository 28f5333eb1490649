// What containers printed and why they stopped, read as what AWS's clients and agents say. A log
// is written by whoever runs in the container: a symptom says where to look, and proves nothing
// that other evidence does not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doctor/evidence.h"
#include "doctor/finding.h"

namespace berth::doctor {

/// The rows of diagnosis' first split: what the client printed.
enum class SymptomKind {
  kNoCredentials,    ///< nothing in the whole chain
  kUnknownId,        ///< InvalidIdInRequest
  kThrottled,        ///< 429
  kUninitialized,    ///< 503 CredentialsUninitialized
  kEndpointTimeout,  ///< 169.254.170.2 does not answer
  kEndpointRefused,  ///< nobody listens there
  kProxy,            ///< a proxy answered, or did not
  kStillExpired,     ///< refreshed, and still expired
  kUnsupportedHost,  ///< of AWS_CONTAINER_CREDENTIALS_FULL_URI
  kNoProfile,        ///< AWS_PROFILE names none
  kPartialKey,       ///< half a static key
  kNoRegion,         ///< no region
  kCertificate,      ///< TLS is not trusted
  kInvalidToken,     ///< the service knows no such key
  kExpiredToken,     ///< the session is over
  kClockSkew,        ///< signed too early or too late
  kBadSignature,     ///< the secret does not fit the key
  kWrongScope,       ///< signed for another region or service
  kWebIdentity,      ///< AssumeRoleWithWebIdentity failed
  kDenied,           ///< not authorised
  kNoCommand,        ///< the shell found no such program
};

struct Symptom {
  SymptomKind kind;
  std::string container;
  std::string line;
  std::string where;  ///< "log of container main"
  std::optional<TimePoint> at;
  // Of kDenied, as the message has them.
  std::string principal;
  std::string action;
  std::string resource;
  bool explicitly = false;
  std::string subject;  ///< the program of kNoCommand, the profile of kNoProfile
};

/// All symptoms in the logs, each kind once a container (of kDenied: once an action), in the order
/// of the logs; only of `evidence.container` where one is named.
std::vector<Symptom> symptoms_of(const Evidence& evidence);

/// Reads one line.
std::optional<Symptom> symptom_in(std::string_view line);

/// The first symptom of that kind, or null.
const Symptom* find_symptom(const std::vector<Symptom>& symptoms, SymptomKind kind);

/// A proof that quotes the line.
Proof proof_of(const Symptom& symptom);

}  // namespace berth::doctor
