// The catalogue: what can keep a task from its role, each cause under a name that stays.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace berth::doctor {

/// The order in which a diagnosis goes.
enum class Group {
  kDefinition,
  kCaller,
  kPlacement,
  kStart,
  kRoute,
  kEnvironment,
  kIdentity,
  kTime,
  kAuthorisation,
  kReach,
};

/// From where a cause can be seen.
enum class Seen {
  kOutside,  ///< by the public APIs: detected here
  kSymptom,  ///< by what the client printed: named as possible, not as proven
  kAgent,    ///< needs what the container agent alone knows: skipped
  kInside,   ///< needs a look from inside the task: skipped
};

/// How it is known that the detector names it.
enum class Shown {
  kReal,     ///< brought about with real containers, tests/e2e/test_doctor*.py
  kWritten,  ///< by evidence written after `source`
  kNot,      ///< not detected
};

struct Cause {
  std::string_view id;
  std::string_view title;
  std::string_view looks;  ///< what the user sees
  std::string_view why;
  std::string_view see;  ///< how to see it for oneself
  std::string_view fix;
  Seen seen;
  Shown shown;
  std::string_view source;  ///< of kWritten
};

/// A group's causes, in the order of the catalogue.
std::span<const Cause> causes_of(Group group);
/// All groups, in order.
std::span<const Group> all_groups();
/// "definition", "caller", …
std::string_view name_of(Group group);
/// By id, or null.
const Cause* find_cause(std::string_view id);

/// "outside", "outside, as possible", "agent", "inside".
std::string_view name_of(Seen seen);
/// Why a cause is skipped; empty where it is looked for.
std::string_view why_skipped(Seen seen);

/// The page on one cause, in Markdown: docs/causes/ID.md, and --explain.
std::string page_of(const Cause& cause);
/// The same for programs: an object with the catalogue's columns.
std::string json_of(const Cause& cause);
/// All of them: {"causes": [...]}.
std::string json_of_all();
/// docs/causes/README.md: all causes, how each is detected and how that was shown.
std::string index_page();

}  // namespace berth::doctor
