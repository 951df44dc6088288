#pragma once

#include "core/progress.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"
#include "planning/report/report.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::app {

/// Where an export goes.
enum class ExportPlace {
  File,          ///< With one of the endings.
  FileOrFolder,  ///< A new folder where it has no ending.
  Folder,        ///< A new one.
};

/// A form in which a plan leaves for other programs.
struct ExportFormat {
  std::string word;   ///< "seg.nrrd", as `--to` takes it.
  std::string name;   ///< "Segmentation for 3D Slicer".
  std::string holds;  ///< What is in it, a sentence for people.
  std::string group;  ///< "Models", "Segmentations", "Archive", "Needles", "For people".
  std::vector<std::string>
      endings;  ///< ".seg.nrrd"; the first is the usual one. None for a folder.
  ExportPlace place = ExportPlace::File;
  bool evaluated = true;  ///< Carries what an evaluation finds.
  bool titled = false;    ///< Shows what the case is called.
};

/// All of them, in the order in which they are offered.
const std::vector<ExportFormat>& exportFormats();
/// Throws Error, with the words of all, for another word.
const ExportFormat& exportFormat(std::string_view word);

/// A plan on its way out: what the formats are made from.
struct PlanExport {
  std::shared_ptr<const CaseModel> model;
  Plan plan;
  std::shared_ptr<const Evaluation> evaluation;  ///< May be empty where the format needs none.
  std::filesystem::path planFile;                ///< Empty for a plan that was never saved.
  std::filesystem::path out;
  std::string title;        ///< What pages call the case; empty: as it is called.
  bool plainDicom = false;  ///< Not deflated, for archives that take no other.

  const Case& patient() const { return model->patient(); }
};

/// The name of a case, its plan's file or its folder that looks like a person's; empty where none
/// does.
std::string identityIn(const Case& patient,
                       const Plan& plan,
                       const std::filesystem::path& planFile);
/// Throws Error where such a name would reach a page unasked: the title that was given is the
/// answer, also where it is that name.
void requireTitle(const PlanExport& plan);
/// As pages show it: called by the title, where one was given.
PlanExport titled(PlanExport plan);
/// The same of a case alone.
Case titled(Case patient, const std::string& title);

/// Throws Error where a file of that name would not be opened by the programs it is for, or where
/// something stands there that an export would mix with.
void requirePlaceFor(const ExportFormat& format, const std::filesystem::path& out);

/// Writes it whole or not at all. Throws Error for what cannot be written, and what cancelling
/// throws.
void exportPlan(const ExportFormat& format, const PlanExport& plan, const Progress& = {});

/// The report as a value, with pictures unless they are left out; `before` as in makeReport.
report::Report reportOf(const PlanExport& plan,
                        bool pictures,
                        const Plan* before,
                        const Progress& progress);

/// The parts of `exportPlan` that make DICOM objects: one file where `out` ends in .dcm, a folder
/// otherwise.
void exportDicomSegmentation(const PlanExport& plan, const Progress& progress);
void exportDicomCaptures(const PlanExport& plan, const Progress& progress);
void exportDicomPdf(const PlanExport& plan, const Progress& progress);

}  // namespace trocar::app
