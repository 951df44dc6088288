#pragma once

#include "app/opening.h"

#include <filesystem>
#include <memory>
#include <string>

namespace trocar::gui {

/// The first bundled patient, coarse, made once for all tests.
std::shared_ptr<const CaseModel> sampleModel();
/// A new plan on it.
app::Opened sampleOpened();
/// The same with one free needle on each side of L3: N1 left, N2 right.
app::Opened sampleWithNeedles();
/// The id of its lesion.
std::string sampleLesionId();

/// A folder that is gone after the test.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace trocar::gui
