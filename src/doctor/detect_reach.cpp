// Detectors: is the service itself reached? From outside only what the client printed tells.
#include "doctor/detect.h"

namespace berth::doctor {

Findings reach_findings(const Evidence&, const Symptoms& symptoms) {
  Findings out;
  if (const auto* symptom = find_symptom(symptoms, SymptomKind::kWrongScope)) {
    out.possible.push_back(
        make_finding("wrong-region", {proof_of(*symptom)},
                     {"Let AWS_REGION and the endpoint name the same region.", "", ""}));
  }
  if (const auto* symptom = find_symptom(symptoms, SymptomKind::kCertificate)) {
    out.possible.push_back(make_finding(
        "ca-not-trusted", {proof_of(*symptom)},
        {"In the container, look which bundle the client reads, and whether it is there.",
         "echo $AWS_CA_BUNDLE $REQUESTS_CA_BUNDLE $SSL_CERT_FILE; ls -l $AWS_CA_BUNDLE", ""}));
  }
  return out;
}

}  // namespace berth::doctor
