// How a command that is a client tells that something went wrong.
#include "cli/complaint.h"

#include <ostream>

#include <fmt/format.h>

#include "cli/exit_status.h"
#include "cli/log_lines.h"

namespace berth::cli {

std::string told(const Fault& fault) {
  for (const char* ours :
       {"NotRunning", "AccessDenied", "NoRegion", "NoCredentials", "NoTask", "NoContainer",
        "NoLogs", "NoLog", "WriteFailed", "FileExists", "QueryIncomplete", "Interrupted",
        "InvalidOption", "ResourceNotFoundException"}) {
    if (fault.code == ours) return with_controls_escaped(fault.message);
  }
  return with_controls_escaped(fmt::format("{} ({})", fault.message, fault.code));
}

int complain(std::ostream& err, std::string_view command, const Fault& fault) {
  err << command << ": " << told(fault) << '\n';
  for (const char* usage :
       {"InvalidOption", "InvalidParameterException", "MalformedQueryException"}) {
    if (fault.code == usage) return kWrongUsage;
  }
  return kFailed;
}

}  // namespace berth::cli
