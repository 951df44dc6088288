#pragma once

#include "core/dicom_export.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <filesystem>
#include <memory>
#include <string>

namespace trocar::cli {

/// A plan on its way out: what the formats are made from.
struct Handover {
  Plan plan;
  std::shared_ptr<const CaseModel> model;
  std::shared_ptr<const Evaluation> evaluation;  ///< Empty for a format that needs none.
  std::filesystem::path planFile;
  std::filesystem::path out;

  const Case& patient() const { return model->patient(); }
};

/// Whether the name ends so, such as ".dcm"; capitals do not matter.
bool endsIn(const std::filesystem::path& path, const std::string& extension);

/// DICOM objects: one file where `out` ends in .dcm, a folder otherwise.
void exportDicomSegmentation(const Handover& handover);
void exportDicomCaptures(const Handover& handover);
void exportDicomPdf(const Handover& handover);

/// The page that shows the plan without a network. Throws Error where the program was built
/// without the library that draws it.
void exportWalkthrough(const Handover& handover);

}  // namespace trocar::cli
