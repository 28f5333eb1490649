// Why a request was decided as it was: what each policy said, and what came nearest to allowing it.
// A walk of its own beside evaluate(), for when there is time: it reads the documents again.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "iam/evaluate.h"
#include "iam/text_position.h"

namespace berth::iam {

/// A statement, found again in the text that the policy was parsed from.
struct StatementPlace {
  std::size_t index = 0;  ///< from 0
  std::string sid;        ///< may be empty
  TextPosition begin;
  TextPosition end;  ///< just past the statement
};

/// What a single policy says to a request.
enum class Verdict { kSilent, kAllows, kDenies };

struct ConsideredPolicy {
  PolicyType type = PolicyType::kIdentity;
  std::string name;  ///< a managed policy's ARN, else its name
  bool managed = false;
  Verdict verdict = Verdict::kSilent;
  std::optional<StatementPlace> statement;  ///< that allows or denies
};

/// How many wanted values a Failure repeats.
inline constexpr std::size_t kWantedMax = 8;

/// A part of a statement that does not fit the request.
struct Failure {
  std::string element;              ///< "Action", "NotResource", "Principal", "Condition", …
  std::string condition_operator;   ///< of a condition: "StringEquals"
  std::string key;                  ///< of a condition: "aws:SourceIp"
  std::vector<std::string> wanted;  ///< as written, the closest first, at most kWantedMax
  std::size_t wanted_count = 0;     ///< how many there are
  std::optional<std::vector<std::string>> got;  ///< absent: the request has no such key
};

/// An Allow statement that nearly allowed: as a rule one part of it does not fit.
struct NearestMiss {
  PolicyType type = PolicyType::kIdentity;
  std::string policy;
  StatementPlace statement;
  std::vector<Failure> failures;
};

/// What everyone concerned with a decision wants to know.
struct Explanation {
  std::vector<ConsideredPolicy> policies;  ///< in the order of a decision
  /// The kinds of policy that have to change for the request to be allowed: where it is denied
  /// implicitly all that lack an Allow, where explicitly the one that denies.
  std::vector<PolicyType> to_change;
  /// Of an implicit denial, among the policies of `to_change.front()`. Nothing where none of their
  /// statements speaks of the service.
  std::optional<NearestMiss> nearest_miss;
};

/// `decision` is that of evaluate(request, policies).
Explanation explain(const Request& request, const PolicySet& policies, const Decision& decision);

/// The Allow statement of `candidates` with the fewest parts that fail; of those with as many, one
/// whose condition fails before one whose resource does, then principal, then action; then the one
/// whose values are closest in text; then the first. Statements that speak of other services alone
/// are none.
std::optional<NearestMiss> find_nearest_miss(const Request& request,
                                             const std::vector<const AttachedPolicy*>& candidates,
                                             PolicyType type);

/// The place of statement `index` of `policy`.
StatementPlace place_of(const AttachedPolicy& policy, std::size_t index);

}  // namespace berth::iam
