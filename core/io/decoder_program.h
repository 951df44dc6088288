#pragma once

#include "core/process.h"
#include "core/progress.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace trocar {

/// The program beside ours that reads what can end a process. Throws Error where it is missing.
std::filesystem::path decoderProgram();

/// A line of its answer, waited for in moments so that cancelling takes effect; nullopt where it
/// has ended or says nothing for so long.
std::optional<std::string> answerWithin(Process& child,
                                        std::chrono::milliseconds patience,
                                        const Progress& progress);

/// How it came not to answer, in words that follow a colon: it goes on without end, or it ended
/// with a status; and the last line that it said. Waits for its end or ends it.
std::string howItEnded(Process& child);

}  // namespace trocar
