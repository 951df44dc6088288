#pragma once

#include "planning/plan/plan.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trocar::app {

/// Work that an earlier run of the program left unsaved.
struct Leftover {
  std::filesystem::path
      note;  ///< What names the other two; gone once the work is taken or dropped.
  std::filesystem::path autosave;  ///< The plan as it was last.
  std::filesystem::path planFile;  ///< The plan it belongs to; empty where it was never saved.
  std::string caseId;              ///< Of the case it is for; empty where the copy cannot be read.
};

/// Keeps a copy of unsaved work, beside the plan or in the state folder for a plan without a file,
/// so that a crash or a power cut costs at most the last few seconds. One a running program.
class Autosave {
 public:
  /// `stateFolder` is made when first needed.
  explicit Autosave(std::filesystem::path stateFolder);

  /// Throws Error where neither place can be written.
  void keep(const Plan& plan, const std::filesystem::path& planFile);
  /// Nothing is unsaved any more.
  void forget();
  bool holdsWork() const { return !autosave_.empty(); }
  /// Makes what was kept a leftover, to be offered again: its plan is closed without being saved.
  void leave();

 private:
  std::filesystem::path freeName(const char* suffix) const;
  void writeNote(const std::filesystem::path& note,
                 const std::filesystem::path& autosave,
                 bool running) const;

  std::filesystem::path folder_;
  std::filesystem::path note_;
  std::filesystem::path autosave_;
  std::filesystem::path planFile_;
};

/// $XDG_STATE_HOME/trocar, or ~/.local/state/trocar.
std::filesystem::path stateFolder();
/// What programs that no longer run left in that folder.
std::vector<Leftover> leftovers(const std::filesystem::path& stateFolder);
void discard(const Leftover& leftover);

}  // namespace trocar::app
