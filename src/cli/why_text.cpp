// A recorded decision as `berth why` prints it for people.
#include "cli/why_text.h"

#include <ostream>

#include <fmt/format.h>

#include "base/time_format.h"
#include "cli/log_lines.h"

namespace berth::cli {
namespace {

namespace shapes = aws::berth;
using Text = std::optional<std::string>;

std::string shown(const Text& text) {
  return with_controls_escaped(text.value_or(""));
}

std::string kind_of(const Text& policy_type) {
  if (policy_type == "IDENTITY") return "identity-based policy";
  if (policy_type == "BOUNDARY") return "permissions boundary";
  if (policy_type == "SESSION") return "session policy";
  if (policy_type == "RESOURCE") return "resource-based policy";
  return "role trust policy";
}

void print_row(const char* name, const std::string& value, std::ostream& out) {
  out << fmt::format("  {:<10} {}\n", name, value);
}

std::string verdict_of(const shapes::Decision& decision) {
  const std::string kind = kind_of(decision.decided_by ? decision.decided_by->policy_type : Text());
  if (decision.outcome == "ALLOWED") {
    const Text policy = decision.decided_by ? decision.decided_by->policy_name : Text();
    if (!policy) return "allowed: the root user may everything";
    return fmt::format("allowed by {} {}, statement {}", kind, shown(policy),
                       decision.decided_by->statement_index.value_or(0) + 1);
  }
  const std::string audit =
      decision.mode == "AUDITED" ? " (in audit mode: the call went through)" : "";
  if (decision.outcome == "EXPLICITLY_DENIED") {
    const char* const article = kind.front() == 'i' ? "an" : "a";
    return fmt::format("denied by a statement of {} {}{}", article, kind, audit);
  }
  return fmt::format("denied: no {} allows it{}", kind, audit);
}

void print_head(const shapes::Decision& decision, std::ostream& out) {
  const bool allowed = decision.outcome == "ALLOWED";
  const bool audited = decision.mode == "AUDITED";
  out << (allowed   ? "Allowed: "
          : audited ? "Would be denied: "
                    : "Denied: ")
      << shown(decision.action) << '\n';
  if (decision.caller) print_row("caller", shown(decision.caller->arn), out);
  print_row("resource", shown(decision.resource), out);
  print_row("decision", verdict_of(decision), out);
  if (decision.calls.value_or(1) > 1) {
    print_row(
        "calls",
        fmt::format("{} within a moment, which differ in request and time alone", *decision.calls),
        out);
  }
  std::string where = shown(decision.region);
  if (decision.source_ip) where += ", from " + shown(decision.source_ip);
  const TimePoint at = decision.decided_at.value_or(TimePoint());
  print_row("request",
            fmt::format("{} at {}, {}", shown(decision.request_id), format_iso8601(at), where),
            out);
  if (decision.task_arn) print_row("task", shown(decision.task_arn), out);
}

std::string place_of(const shapes::Statement& statement) {
  std::string place = fmt::format("statement {}", statement.index.value_or(0) + 1);
  if (statement.sid) place += fmt::format(" \"{}\"", shown(statement.sid));
  if (statement.start_position) {
    place += fmt::format(" (line {}, column {})", statement.start_position->line.value_or(1),
                         statement.start_position->column.value_or(1));
  }
  return place;
}

void print_policies(const shapes::Explanation& explanation, std::ostream& out) {
  out << "\nPolicies considered\n";
  if (!explanation.policies || explanation.policies->empty()) {
    out << "  none: nothing is attached that could allow the call\n";
    return;
  }
  for (const shapes::PolicyVerdict& each : *explanation.policies) {
    const std::string verdict = each.verdict == "ALLOWS"   ? "allows"
                                : each.verdict == "DENIES" ? "denies"
                                                           : "says nothing";
    out << fmt::format("  {:<12} {} {}", verdict, kind_of(each.policy_type),
                       shown(each.policy_name));
    if (each.statement) out << ", " << place_of(*each.statement);
    out << '\n';
  }
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& each : values) {
    out += (out.empty() ? "" : ", ") + with_controls_escaped(each);
  }
  return out.empty() ? "no value" : out;
}

void print_failure(const shapes::Failure& failure, std::ostream& out) {
  std::string what = shown(failure.element);
  if (failure.key) what += " " + shown(failure.operator_) + " " + shown(failure.key);
  out << "    " << what << '\n';
  static const std::vector<std::string> kNone;
  const auto& wanted = failure.wanted ? *failure.wanted : kNone;
  const auto more = failure.wanted_count.value_or(0) - static_cast<std::int32_t>(wanted.size());
  out << "      wanted  " << joined(wanted);
  if (more > 0) out << fmt::format(", and {} more", more);
  out << "\n      got     "
      << (failure.got ? joined(*failure.got) : std::string("nothing: the call has no such key"))
      << '\n';
}

void print_miss(const shapes::Explanation& explanation, std::ostream& out) {
  if (!explanation.nearest_miss) return;
  const shapes::NearestMiss& miss = *explanation.nearest_miss;
  out << "\nNearest to allowing it\n  " << kind_of(miss.policy_type) << ' '
      << shown(miss.policy_name);
  if (miss.statement) out << ", " << place_of(*miss.statement);
  out << '\n';
  if (!miss.failures) return;
  for (const shapes::Failure& each : *miss.failures) print_failure(each, out);
}

void print_changes(const shapes::Explanation& explanation, std::ostream& out) {
  if (!explanation.changes) return;
  for (const shapes::Change& each : *explanation.changes) {
    out << "\nTo change: the " << kind_of(each.policy_type) << "\n  " << shown(each.reason) << '\n';
    if (!each.commands) continue;
    for (const std::string& command : *each.commands) {
      out << "  " << with_controls_escaped(command) << '\n';
    }
  }
}

}  // namespace

void print_decision(const shapes::Decision& decision, std::ostream& out) {
  print_head(decision, out);
  if (!decision.explanation) return;
  print_policies(*decision.explanation, out);
  print_miss(*decision.explanation, out);
  print_changes(*decision.explanation, out);
}

}  // namespace berth::cli
