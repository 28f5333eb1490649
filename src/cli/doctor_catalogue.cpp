// What `berth doctor` tells of causes without asking anybody: --list and --explain.
#include "cli/doctor_catalogue.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "doctor/cause.h"
#include "doctor/text.h"

namespace berth::cli {
namespace {

constexpr std::size_t kWidth = 100;

void print_wrapped(const std::string& page, std::ostream& out) {
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = std::min(page.size(), page.find('\n', begin));
    out << doctor::wrapped(page.substr(begin, end - begin), kWidth, 0) << '\n';
    begin = end + 1;
  }
}

}  // namespace

void print_causes(const std::string& output, std::ostream& out) {
  if (output == "json") {
    out << doctor::json_of_all();
    return;
  }
  if (output == "markdown") {
    out << doctor::index_page();
    return;
  }
  for (const doctor::Group group : doctor::all_groups()) {
    out << doctor::name_of(group) << '\n';
    for (const doctor::Cause& cause : doctor::causes_of(group)) {
      out << fmt::format("  {:<40} {:<21} {}\n", cause.id, doctor::name_of(cause.seen),
                         cause.title);
    }
  }
}

bool print_cause(const std::string& id, const std::string& output, std::ostream& out) {
  const doctor::Cause* const cause = doctor::find_cause(id);
  if (cause == nullptr) return false;
  if (output == "json") {
    out << doctor::json_of(*cause);
  } else if (output == "markdown") {
    out << doctor::page_of(*cause);
  } else {
    print_wrapped(doctor::page_of(*cause), out);
  }
  return true;
}

}  // namespace berth::cli
