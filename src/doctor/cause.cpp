// The catalogue as one: by group, by id, and as pages.
#include "doctor/cause.h"

#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kGroups = std::to_array<Group>(
    {Group::kDefinition, Group::kCaller, Group::kPlacement, Group::kStart, Group::kRoute,
     Group::kEnvironment, Group::kIdentity, Group::kTime, Group::kAuthorisation, Group::kReach});

std::string shown_as(const Cause& cause) {
  switch (cause.shown) {
    case Shown::kReal:
      return "for real, by tests/e2e/test_doctor*.py";
    case Shown::kWritten:
      return "evidence written after " + std::string(cause.source);
    case Shown::kNot:
      break;
  }
  return "not detected";
}

}  // namespace

std::span<const Cause> causes_of(Group group) {
  switch (group) {
    case Group::kDefinition:
      return definition_causes();
    case Group::kCaller:
      return caller_causes();
    case Group::kPlacement:
      return placement_causes();
    case Group::kStart:
      return start_causes();
    case Group::kRoute:
      return route_causes();
    case Group::kEnvironment:
      return environment_causes();
    case Group::kIdentity:
      return identity_causes();
    case Group::kTime:
      return time_causes();
    case Group::kAuthorisation:
      return authorisation_causes();
    case Group::kReach:
      break;
  }
  return reach_causes();
}

std::span<const Group> all_groups() {
  return kGroups;
}

std::string_view name_of(Group group) {
  constexpr std::string_view kNames[] = {"definition",    "caller",      "placement", "start",
                                         "route",         "environment", "identity",  "time",
                                         "authorisation", "reach"};
  return kNames[static_cast<std::size_t>(group)];
}

const Cause* find_cause(std::string_view id) {
  for (const Group group : kGroups) {
    for (const Cause& cause : causes_of(group)) {
      if (cause.id == id) return &cause;
    }
  }
  return nullptr;
}

std::string_view name_of(Seen seen) {
  switch (seen) {
    case Seen::kOutside:
      return "outside";
    case Seen::kSymptom:
      return "outside, as possible";
    case Seen::kAgent:
      return "agent";
    case Seen::kInside:
      break;
  }
  return "inside";
}

std::string_view why_skipped(Seen seen) {
  switch (seen) {
    case Seen::kOutside:
    case Seen::kSymptom:
      return "";
    case Seen::kAgent:
      return "only the container agent on the instance sees it, and no public API tells";
    case Seen::kInside:
      break;
  }
  return "it shows from inside the task only, and the doctor does not look in there yet";
}

std::string page_of(const Cause& cause) {
  std::string page = "# " + std::string(cause.id) + "\n\n" + std::string(cause.title) + ".\n";
  const auto section = [&page](const char* title, std::string_view text) {
    page += "\n**" + std::string(title) + "** " + std::string(text) + "\n";
  };
  section("What it looks like:", cause.looks);
  section("Why:", cause.why);
  section("How to see it:", cause.see);
  section("The fix:", cause.fix);
  std::string how = "from " + std::string(name_of(cause.seen)) + ".";
  if (cause.seen == Seen::kSymptom) {
    how = "from outside, by what the client printed: named as possible, with what would decide.";
  } else if (const auto why = why_skipped(cause.seen); !why.empty()) {
    how = "not yet: " + std::string(why) + ".";
  }
  section("Detected:", how + " Shown: " + shown_as(cause) + ".");
  return page;
}

std::string index_page() {
  std::string page =
      "# The causes\n\n"
      "What can keep a task from its role, in the order in which `berth doctor` looks. *Seen*: "
      "from\n"
      "outside by the public APIs; from outside by what the client printed, and then named as\n"
      "possible only; by the agent or from inside the task, which the doctor does not do yet: it\n"
      "lists those as skipped. *Shown*: whether a test brings the cause about with real "
      "containers,\n"
      "or gives the detector evidence written after a source.\n\n"
      "This page and the others are made from the tables in `src/doctor/catalogue`:\n"
      "`BERTH_WRITE_DOCS=1 build/doctor_test --gtest_filter='CausePages*'`.\n";
  for (const Group group : kGroups) {
    page += "\n## " + std::string(name_of(group)) +
            "\n\n| cause | what | seen | shown |\n"
            "| --- | --- | --- | --- |\n";
    for (const Cause& cause : causes_of(group)) {
      const std::string id(cause.id);
      page += "| [" + id + "](" + id + ".md) | " + std::string(cause.title) + " | " +
              std::string(name_of(cause.seen)) + " | " + shown_as(cause) + " |\n";
    }
  }
  return page;
}

}  // namespace berth::doctor
