// The texts by which symptoms are known: those of AWS CLI 1.45, botocore, the SDKs for JavaScript,
// Go and Java, and of the container agent's credential endpoint.
#include "doctor/symptoms.h"

#include <algorithm>
#include <array>

#include "doctor/names.h"

namespace berth::doctor {
namespace {

struct SymptomText {
  std::string_view text;
  SymptomKind kind;
};

// The first that fits is it: the more exact stand first.
constexpr auto kSymptomTexts = std::to_array<SymptomText>({
    {"InvalidIdInRequest", SymptomKind::kUnknownId},
    {"CredentialsUninitialized", SymptomKind::kUninitialized},
    {"You have reached maximum request limit", SymptomKind::kThrottled},
    {"refreshed credentials are still expired", SymptomKind::kStillExpired},
    {"Partial credentials found", SymptomKind::kPartialKey},
    {"Unsupported host '", SymptomKind::kUnsupportedHost},
    {"Failed to connect to proxy URL", SymptomKind::kProxy},
    {"Unable to parse JSON returned from container metadata", SymptomKind::kProxy},
    {"You must specify a region", SymptomKind::kNoRegion},
    {"Region is missing", SymptomKind::kNoRegion},
    {"MissingRegion: could not find region", SymptomKind::kNoRegion},
    {"SSL validation failed", SymptomKind::kCertificate},
    {"CERTIFICATE_VERIFY_FAILED", SymptomKind::kCertificate},
    {"x509: certificate signed by unknown authority", SymptomKind::kCertificate},
    {"AssumeRoleWithWebIdentity", SymptomKind::kWebIdentity},
    {"ExpiredToken", SymptomKind::kExpiredToken},
    {"security token included in the request is expired", SymptomKind::kExpiredToken},
    {"Signature expired:", SymptomKind::kClockSkew},
    {"Signature not yet current:", SymptomKind::kClockSkew},
    {"Credential should be scoped to a valid region", SymptomKind::kWrongScope},
    {"UnrecognizedClientException", SymptomKind::kInvalidToken},
    {"InvalidClientTokenId", SymptomKind::kInvalidToken},
    {"security token included in the request is invalid", SymptomKind::kInvalidToken},
    {"SignatureDoesNotMatch", SymptomKind::kBadSignature},
    {"InvalidSignatureException", SymptomKind::kBadSignature},
    {"Unable to locate credentials", SymptomKind::kNoCredentials},
    {"NoCredentialsError", SymptomKind::kNoCredentials},
    {"Could not load credentials from any providers", SymptomKind::kNoCredentials},
    {"NoCredentialProviders", SymptomKind::kNoCredentials},
    {"no EC2 IMDS role found", SymptomKind::kNoCredentials},
    {"Unable to load AWS credentials from any provider", SymptomKind::kNoCredentials},
    {"Unable to load credentials from any of the providers", SymptomKind::kNoCredentials},
});

/// What stands between two texts; empty where either is missing.
std::string between(std::string_view line, std::string_view begin, std::string_view end) {
  const auto from = line.find(begin);
  if (from == std::string_view::npos) return "";
  const auto start = from + begin.size();
  const auto to = line.find(end, start);
  if (to == std::string_view::npos) return "";
  return std::string(line.substr(start, to - start));
}

/// "User: … is not authorized to perform: … on resource: …"
std::optional<Symptom> denial_in(std::string_view line) {
  constexpr std::string_view kPerform = " is not authorized to perform: ";
  const auto perform = line.find(kPerform);
  const auto user = line.find("User: ");
  if (perform == std::string_view::npos || user == std::string_view::npos || user > perform) {
    return std::nullopt;
  }
  Symptom symptom{SymptomKind::kDenied, {}, {}, {}, {}, {}, {}, {}, false, {}};
  symptom.principal = line.substr(user + 6, perform - user - 6);
  std::string_view rest = line.substr(perform + kPerform.size());
  symptom.action = rest.substr(0, rest.find(' '));
  constexpr std::string_view kResource = " on resource: ";
  if (const auto at = rest.find(kResource); at != std::string_view::npos) {
    const std::string_view resource = rest.substr(at + kResource.size());
    symptom.resource = resource.substr(0, resource.find(' '));
  }
  symptom.explicitly = rest.find("with an explicit deny") != std::string_view::npos;
  if (symptom.action.find(':') == std::string::npos) return std::nullopt;
  return symptom;
}

/// "sh: aws: command not found", "/bin/sh: 1: aws: not found", "line 1: aws: command not found".
std::optional<Symptom> missing_program_in(std::string_view line) {
  for (const std::string_view end : {": command not found", ": not found"}) {
    const auto at = line.rfind(end);
    if (at == std::string_view::npos || at + end.size() < line.find_last_not_of(" \r\n") + 1) {
      continue;
    }
    const std::string_view before = line.substr(0, at);
    const auto space = before.rfind(' ');
    const std::string program(space == std::string_view::npos ? before : before.substr(space + 1));
    const bool is_shell = contains(line, "sh: ");
    if (!is_shell || program.empty()) return std::nullopt;
    Symptom symptom{SymptomKind::kNoCommand, {}, {}, {}, {}, {}, {}, {}, false, program};
    return symptom;
  }
  return std::nullopt;
}

/// Who does not answer at the credential endpoint, and how.
std::optional<SymptomKind> endpoint_trouble_in(std::string_view line) {
  const bool is_endpoint = line.find("169.254.170.2") != std::string_view::npos ||
                           line.find("container-role") != std::string_view::npos;
  if (!is_endpoint) return std::nullopt;
  if (contains(line, "timed out") || contains(line, "timeout")) {
    return SymptomKind::kEndpointTimeout;
  }
  if (contains(line, "could not connect") || contains(line, "connection refused") ||
      contains(line, "unreachable")) {
    return SymptomKind::kEndpointRefused;
  }
  return std::nullopt;
}

bool is_same_symptom(const Symptom& a, const Symptom& b) {
  return a.kind == b.kind && a.container == b.container && a.action == b.action &&
         a.principal == b.principal && a.subject == b.subject;
}

}  // namespace

std::optional<Symptom> symptom_in(std::string_view line) {
  if (auto denial = denial_in(line)) return denial;
  Symptom symptom{SymptomKind::kNoCredentials, {}, {}, {}, {}, {}, {}, {}, false, {}};
  for (const SymptomText& one : kSymptomTexts) {
    if (line.find(one.text) == std::string_view::npos) continue;
    symptom.kind = one.kind;
    return symptom;
  }
  if (const auto kind = endpoint_trouble_in(line)) {
    symptom.kind = *kind;
    return symptom;
  }
  if (const auto profile = between(line, "The config profile (", ") could not be found");
      !profile.empty()) {
    symptom.kind = SymptomKind::kNoProfile;
    symptom.subject = profile;
    return symptom;
  }
  return missing_program_in(line);
}

std::vector<Symptom> symptoms_of(const Evidence& evidence) {
  std::vector<Symptom> found;
  for (const LogSeen& log : evidence.logs) {
    if (!log.lines || (!evidence.container.empty() && log.container != evidence.container)) {
      continue;
    }
    for (const auto& event : *log.lines.answer) {
      auto symptom = symptom_in(event.message.value_or(""));
      if (!symptom) continue;
      symptom->container = log.container;
      symptom->line = event.message.value_or("");
      symptom->where = "log of container " + log.container;
      symptom->at = from_epoch_ms(event.timestamp.value_or(0));
      const auto same = [&](const Symptom& one) { return is_same_symptom(one, *symptom); };
      if (std::none_of(found.begin(), found.end(), same)) found.push_back(std::move(*symptom));
    }
  }
  return found;
}

const Symptom* find_symptom(const std::vector<Symptom>& symptoms, SymptomKind kind) {
  for (const Symptom& symptom : symptoms) {
    if (symptom.kind == kind) return &symptom;
  }
  return nullptr;
}

Proof proof_of(const Symptom& symptom) {
  constexpr std::size_t kQuotedMax = 400;
  const bool is_long = symptom.line.size() > kQuotedMax;
  const std::string line = is_long ? symptom.line.substr(0, kQuotedMax) + "…" : symptom.line;
  return {"it printed: " + line, symptom.where, symptom.at};
}

}  // namespace berth::doctor
