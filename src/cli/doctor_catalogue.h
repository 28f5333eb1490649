// What `berth doctor` tells of causes without asking anybody: --list and --explain.
#pragma once

#include <iosfwd>
#include <string>

namespace berth::cli {

/// All causes, as `output` ("text", "json", "markdown") has it.
void print_causes(const std::string& output, std::ostream& out);

/// The page on one cause. False where there is none of that id.
bool print_cause(const std::string& id, const std::string& output, std::ostream& out);

}  // namespace berth::cli
