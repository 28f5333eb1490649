// The terminal's side of the known-good procedure: steps as they end, Ctrl-C, a closed pipe.
#pragma once

#include <iosfwd>

#include "cli/doctor.h"
#include "doctor/asking.h"
#include "doctor/diagnosis.h"
#include "doctor/evidence.h"

namespace berth::cli {

/// Tells the pre-flight's steps and goes on with the procedure; completes `diagnosis`. As text the
/// head and the steps are printed to `out` as they come, and the end is left to the caller; other
/// forms are printed whole by the caller. All arguments outlive the call.
net::Task<void> run_procedure(const doctor::Asking& asking, const DoctorOptions& options,
                              const doctor::Evidence& evidence, doctor::Diagnosis& diagnosis,
                              std::ostream& out);

}  // namespace berth::cli
