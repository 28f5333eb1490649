// Named rules by which `berth policy suggest --resources by-type` makes one resource of several.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace berth::services::own {

/// What a rule makes of a resource.
struct Generalised {
  std::string_view rule;  ///< its name, as docs/why.md has it
  std::string resource;
};

/// What comes and goes is let go of, what stays is kept: the tasks and instances of a cluster
/// ("tasks-of-cluster", "instances-of-cluster"), the revisions of a family ("revisions-of-family"),
/// the streams of a log group ("streams-of-log-group"). Nothing for other resources.
std::optional<Generalised> generalise(std::string_view arn);

}  // namespace berth::services::own
