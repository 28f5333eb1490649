// Detectors: does the task reach its credentials? From outside only what the client printed tells,
// so these are possible and not proven.
#include <algorithm>
#include <string>
#include <utility>

#include "doctor/detect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

void add_possible(Findings& out, const char* id, const Symptom& symptom, Fix fix) {
  out.possible.push_back(make_finding(id, {proof_of(symptom)}, std::move(fix)));
}

void lost_ways(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  if (network_mode_of(evidence) == "host") {
    add_possible(
        out, "route-lost-on-host", symptom,
        {"On the instance, look for the agent's rule: where it is missing, restart the "
         "agent.",
         "sudo iptables -t nat -S OUTPUT | grep 51679; ip address show to 169.254.170.2", ""});
    return;
  }
  add_possible(
      out, "route-lost", symptom,
      {"On the instance, look for the agent's rule or address: where both are missing, "
       "this is it; restart the agent.",
       "sudo iptables -t nat -S PREROUTING | grep 51679; ip address show to 169.254.170.2", ""});
  add_possible(out, "firewall-blocks", symptom,
               {"On the instance, look for rules that drop, with counters that rise.",
                "sudo iptables -L DOCKER-USER -nv; sudo iptables -L INPUT -nv", ""});
}

/// The doctor's own task asked at once, as the workers of one program do at their start.
void throttled_at_once(const Evidence& evidence, Findings& out) {
  const auto& statuses = evidence.endpoint_statuses;
  const auto refused = std::count(statuses.begin(), statuses.end(), 429);
  if (refused == 0) {
    if (!statuses.empty()) {
      out.ruled_out.push_back({"credentials-throttled", "questions at once were all answered"});
    }
    return;
  }
  out.causes.push_back(make_finding(
      "credentials-throttled",
      {{"of " + std::to_string(statuses.size()) + " questions at once to the credential endpoint " +
            std::to_string(refused) + " were answered 429",
        "the doctor's own task " + last_segment(evidence.task), evidence.now}},
      agent_setting_fix(evidence, "raise the limit", "ECS_TASK_METADATA_RPS_LIMIT=40,60")));
}

}  // namespace

Findings route_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  throttled_at_once(evidence, out);
  if (const auto* symptom = find_symptom(symptoms, SymptomKind::kThrottled)) {
    Fix fix = agent_setting_fix(evidence, "raise the limit", "ECS_TASK_METADATA_RPS_LIMIT=100,200");
    fix.text =
        "The agent's audit log (ECS_AUDIT_LOGFILE) tells how many requests a second the "
        "task made. Keep one client for the process; or raise the limit. " +
        fix.text;
    add_possible(out, "credentials-throttled", *symptom, std::move(fix));
  }
  if (const auto* symptom = find_symptom(symptoms, SymptomKind::kUninitialized)) {
    add_possible(
        out, "agent-restarting", *symptom,
        {"Start the task again: an agent that was starting serves credentials by now.", "", ""});
  }
  const Symptom* no_way = find_symptom(symptoms, SymptomKind::kEndpointTimeout);
  if (no_way == nullptr) no_way = find_symptom(symptoms, SymptomKind::kEndpointRefused);
  if (no_way != nullptr && network_mode_of(evidence) != "none") {
    lost_ways(evidence, *no_way, out);
  }
  return out;
}

}  // namespace berth::doctor
