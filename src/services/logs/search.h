// Searching blocks of log events for a filter pattern.
#pragma once

#include "log_patterns/pattern.h"
#include "store/logs/scan.h"

namespace berth::services::logs {

/// What picks the events that match out of a block. Where each match contains a known text, that is
/// looked for in the whole block at once, and a block without it costs no more. Nothing for a
/// pattern that every event matches.
store::LogSift sift_of(const log_patterns::Pattern& pattern);

}  // namespace berth::services::logs
