// Policies that were fetched, decided by Berth's own engine: what allows, what denies, and what
// came nearest to allowing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doctor/evidence.h"
#include "iam/evaluate.h"
#include "iam/request.h"

namespace berth::doctor {

/// A decision whose texts outlive the policies.
struct Judgement {
  iam::Outcome outcome = iam::Outcome::kImplicitlyDenied;
  iam::PolicyType decided_by = iam::PolicyType::kIdentity;
  std::string policy;     ///< the one that decided, as PolicyText::name; may be empty
  std::string question;   ///< by which that policy was fetched
  std::string statement;  ///< the statement's JSON; may be empty
  bool allowed() const { return outcome == iam::Outcome::kAllowed; }
};

/// Decides; nothing where a document is not one that the engine reads, so that nothing is claimed
/// of policies that were not understood.
std::optional<Judgement> judge(const iam::Request& request, const Policies& policies);

/// May `service` assume a role with this trust policy? `document` is JSON. Nothing where the engine
/// does not read it.
std::optional<Judgement> judge_trust(const iam::Request& request, const std::string& document);

/// The question of ECS assuming a task role for a task of `account` in `region`.
iam::Request trust_question(const std::string& role_arn, const std::string& account,
                            const std::string& region, TimePoint now);

/// The trust policy with as much changed as lets in who `question` asks for: a Deny of theirs is
/// narrowed to everybody else, an Allow of theirs is added for the account, and every other
/// principal is kept. Empty where that does not do it. `document` is JSON.
std::string mended_trust(const iam::Request& question, const std::string& document);

/// How near an Allow statement came to a request that no policy allows.
enum class Nearness { kNone, kOtherResource, kCondition };

struct NearMiss {
  Nearness nearness = Nearness::kNone;
  std::string policy;
  std::string question;
  std::string statement;  ///< JSON
};

/// The nearest Allow statement of these documents.
NearMiss nearest(const iam::Request& request, const std::vector<PolicyText>& documents);

/// The document without the Conditions of its statements; empty where it is no JSON.
std::string without_conditions(const std::string& document);

/// Each statement's JSON.
std::vector<std::string> statement_texts(const std::string& document);

/// A statement's JSON holds this condition key, whatever its case.
bool has_condition_key(const std::string& statement, std::string_view key);

/// A name for one more inline policy that replaces none of these: `stem`, or with a number. Where
/// the names that are taken could not all be read, the number is the time.
std::string free_policy_name(const Policies& policies, const std::string& stem, TimePoint now);

}  // namespace berth::doctor
