// The detectors: pure functions from evidence to findings, one a group, in the order of a
// diagnosis. What they do not find proven, they do not name as a cause.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "doctor/evidence.h"
#include "doctor/finding.h"
#include "doctor/policies.h"
#include "doctor/symptoms.h"

namespace berth::doctor {

using Symptoms = std::vector<Symptom>;

/// Is the role that the task is to have there, and may ECS assume it?
Findings definition_findings(const Evidence& evidence, const Symptoms& symptoms);
/// May the caller hand the role to ECS?
Findings caller_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Can an instance take the task with its role?
Findings placement_findings(const Evidence& evidence, const Symptoms& symptoms);
/// What ended the task before or instead of its program?
Findings start_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Does the task reach its credentials?
Findings route_findings(const Evidence& evidence, const Symptoms& symptoms);
/// What did the process inherit?
Findings environment_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Whom does the client take itself for?
Findings identity_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Sessions and clocks.
Findings time_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Do the role's policies allow what was denied? Holds sessions-revoked, too: a Deny like others.
Findings authorisation_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Is the service itself reached?
Findings reach_findings(const Evidence& evidence, const Symptoms& symptoms);
/// Why the known-good procedure did not go on, by the words of the refusal: for where the evidence
/// has not told it.
Findings attempt_findings(const Evidence& evidence);

// What they share.

/// A finding without its title, which diagnose() takes from the catalogue.
Finding make_finding(std::string id, std::vector<Proof> evidence, Fix fix,
                     std::vector<std::string> rules_out = {});
/// "--region us-west-2", for commands.
std::string region_option(const Evidence& evidence);
/// The command that registers the definition anew with a change: `jq` is a filter of jq's.
std::string new_revision_command(const Evidence& evidence, const std::string& jq);
/// How the agent of the instances gets a setting, "ECS_X=true", by whichever agent they run; `text`
/// says why, as a sentence's beginning ("enable it").
Fix agent_setting_fix(const Evidence& evidence, const std::string& text,
                      const std::string& setting);
/// The command that starts Berth's agent for the cluster.
std::string berth_agent_command(const Evidence& evidence);
/// What allows the caller to pass a role to ECS: one more policy, or what its policies say against
/// it. `judgement` is null where they were not read.
Fix pass_fix(const Evidence& evidence, const std::string& role_arn, const Judgement* judgement);
/// A JSON text in quotes.
std::string json_text(const std::string& text);
/// Where the definition was seen.
Proof definition_proof(const Evidence& evidence, std::string what);
/// Of an exit status, a status or a reason that DescribeTasks told.
Proof task_proof(const Evidence& evidence, std::string what);

}  // namespace berth::doctor
