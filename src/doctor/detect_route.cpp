// Detectors: does the task reach its credentials? From outside only what the client printed tells,
// so these are possible and not proven.
#include <string>
#include <utility>

#include "doctor/detect.h"

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

}  // namespace

Findings route_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  if (const auto* symptom = find_symptom(symptoms, SymptomKind::kThrottled)) {
    add_possible(out, "credentials-throttled", *symptom,
                 {"On the instance, the agent's audit log (ECS_AUDIT_LOGFILE) tells how many "
                  "requests a second the task made. Keep one client for the process; or raise the "
                  "limit and restart the agent.",
                  "echo ECS_TASK_METADATA_RPS_LIMIT=100,200 | sudo tee -a /etc/ecs/ecs.config && "
                  "sudo systemctl restart ecs",
                  ""});
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
