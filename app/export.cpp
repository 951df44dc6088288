#include "app/export.h"

#include "app/film.h"
#include "app/pdf/report_pdf.h"
#include "app/report_pictures.h"
#include "app/segment_colours.h"
#include "app/walkthrough.h"
#include "core/error.h"
#include "core/file_name.h"
#include "core/identity.h"
#include "core/io.h"
#include "core/new_folder.h"
#include "core/seg_nrrd.h"
#include "core/writable.h"
#include "planning/decide/frameworks.h"
#include "planning/facts/evaluation_json.h"
#include "planning/handover/csv.h"
#include "planning/handover/markups.h"
#include "planning/handover/segments.h"
#include "planning/report/report_html.h"
#include "render/mesh/model_file.h"

#include <algorithm>
#include <utility>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

void exportMarkups(const PlanExport& plan, const Progress&) {
  writeFileAtomically(plan.out, handover::markupsJson(plan.plan));
}

void exportCsv(const PlanExport& plan, const Progress&) {
  writeFileAtomically(plan.out, handover::needlesCsv(plan.plan, *plan.evaluation));
}

void exportSegNrrd(const PlanExport& plan, const Progress& progress) {
  std::vector<Segment> segments =
      handover::segmentsOf(plan.patient(), plan.plan, *plan.evaluation, progress.span(0.0, 0.6));
  colour(segments);
  const std::string bytes = segNrrd(plan.patient().ct.grid(), segments);
  progress.at(0.95);
  writeFileAtomically(plan.out, bytes);
}

/// With what was drawn, renamed and moved: a case that needs no plan to be the same.
void exportCase(const PlanExport& plan, const Progress& progress) {
  Case patient = plan.patient();
  patient.id = fileNameFrom(plan.out.filename().string());
  writeCase(patient, plan.out, progress);
}

std::vector<render::ModelPart> partsOf(const PlanExport& plan, const Progress& progress) {
  return modelOf(handoverScene(*plan.model, plan.plan, plan.evaluation, progress));
}

void exportStl(const PlanExport& plan, const Progress& progress) {
  const std::vector<render::ModelPart> parts = partsOf(plan, progress.span(0.0, 0.8));
  if (endsIn(plan.out, ".stl"))
    return writeFileAtomically(plan.out, render::stlFile(parts));
  std::vector<std::string> ids;
  for (const render::ModelPart& part : parts)
    ids.push_back(part.id);
  const std::vector<std::string> names = fileNamesFrom(ids);
  NewFolder fresh(plan.out);
  for (std::size_t n = 0; n < parts.size(); ++n) {
    progress.at(0.8 + 0.2 * static_cast<double>(n) / static_cast<double>(parts.size()));
    writeFileAtomically(fresh.path() / (names[n] + ".stl"), render::stlFile({parts[n]}));
  }
  fresh.takePlace();
}

void exportObj(const PlanExport& plan, const Progress& progress) {
  const std::vector<render::ModelPart> parts = partsOf(plan, progress.span(0.0, 0.8));
  fs::path materials = plan.out;
  materials.replace_extension(".mtl");
  writeFilesTogether({{materials, render::mtlFile(parts)},
                      {plan.out, render::objFile(parts, materials.filename().string())}});
}

/// Thinned, for viewers in a browser and for mail.
void exportGltf(const PlanExport& plan, const Progress& progress) {
  constexpr double kTriangles = 300'000.0;
  const std::vector<render::ModelPart> parts =
      render::thinned(partsOf(plan, progress.span(0.0, 0.5)), kTriangles, progress.span(0.5, 0.95));
  writeFileAtomically(plan.out,
                      endsIn(plan.out, ".glb") ? render::glbFile(parts) : render::gltfFile(parts));
}

void exportNumbers(const PlanExport& plan, const Progress&) {
  writeFileAtomically(plan.out, facts::evaluationToJson(*plan.evaluation, plan.plan));
}

/// A page for a browser, or pages where the name ends in .pdf.
void exportReport(const PlanExport& plan, const Progress& progress) {
  const report::Report report = reportOf(plan, true, nullptr, progress.span(0.0, 0.9));
  writeFileAtomically(plan.out,
                      endsIn(plan.out, ".pdf")
                          ? pdf::reportPdf(report, pdf::identityOf(plan.plan, plan.planFile))
                          : report::reportToHtml(report));
}

void exportFilm(const PlanExport& plan, const Progress& progress) {
  const render::SceneState state =
      handoverScene(*plan.model, plan.plan, plan.evaluation, progress.span(0.0, 0.2));
  writeFilm(state, {}, plan.out, progress.span(0.2, 1.0));
}

void exportWalkthrough(const PlanExport& plan, const Progress& progress) {
  const fs::path three = TROCAR_THREE_JS;
  if (!fs::exists(three))
    throw Error("Cannot write " + plan.out.string() +
                ": the page is drawn by three.js, which is not installed; install npm, run "
                "scripts/setup and try again");
  render::SceneState state =
      handoverScene(*plan.model, plan.plan, plan.evaluation, progress.span(0.0, 0.4));
  state.patient = std::make_shared<const Case>(titled(*state.patient, plan.title));
  writeFileAtomically(plan.out, walkthroughHtml(state, readFile(three), progress.span(0.4, 0.95)));
}

using Writer = void (*)(const PlanExport&, const Progress&);

struct FormatWriter {
  ExportFormat format;
  Writer write;
};

const std::vector<FormatWriter>& writers() {
  using enum ExportPlace;
  static const std::vector<FormatWriter> kWriters = {
      {{"mrk.json",
        "Needles as lines",
        "Entry and tip of every needle as markups of 3D Slicer; they can be read back.",
        "Needles",
        {".mrk.json", ".json"},
        File,
        false},
       exportMarkups},
      {{"csv",
        "Table of needles",
        "A row a needle with depths, angles, distances and grades, units in the headings.",
        "Needles",
        {".csv"}},
       exportCsv},
      {{"numbers.json",
        "Every number",
        "Every number that the planner shows, as evaluate --json prints them.",
        "Needles",
        {".json"}},
       exportNumbers},
      {{"seg.nrrd",
        "Segmentation for 3D Slicer",
        "Structures, needles, zones and cement as voxels on the CT's grid; can be read back.",
        "Segmentations",
        {".seg.nrrd"}},
       exportSegNrrd},
      {{"dicom-seg",
        "DICOM segmentation",
        "The same for an archive: refers to the images of the CT; can be read back.",
        "Segmentations",
        {".dcm"},
        FileOrFolder},
       exportDicomSegmentation},
      {{"case",
        "Case as it is now",
        "The CT with every structure as it was drawn, named and moved here; opens as a case.",
        "Segmentations",
        {},
        Folder,
        false},
       exportCase},
      {{"dicom-sc",
        "DICOM pictures",
        "Pictures of the plan for the patient's study, each marked as no image for diagnosis.",
        "Archive",
        {".dcm"},
        FileOrFolder},
       exportDicomCaptures},
      {{"dicom-pdf",
        "DICOM report",
        "The report as a PDF for the patient's study.",
        "Archive",
        {".dcm"},
        File,
        true,
        true},
       exportDicomPdf},
      {{"stl",
        "Surfaces as STL",
        "One file of everything, or a folder with a file a part, for printing.",
        "Models",
        {".stl"},
        FileOrFolder},
       exportStl},
      {{"obj",
        "Surfaces as OBJ",
        "Surfaces in full detail, colours in the .mtl beside it.",
        "Models",
        {".obj"}},
       exportObj},
      {{"gltf",
        "Surfaces as glTF",
        "Thinned surfaces with colours for viewers, slides and headsets.",
        "Models",
        {".glb", ".gltf"}},
       exportGltf},
      {{"walkthrough.html",
        "Walkthrough",
        "One page for any browser, without a network: 3-D, slices, bookmarks, findings.",
        "For people",
        {".html", ".htm"},
        File,
        true,
        true},
       exportWalkthrough},
      {{"report",
        "Report",
        "The plan on paper with pictures: pages (.pdf) or one page for a browser (.html).",
        "For people",
        {".pdf", ".html"},
        File,
        true,
        true},
       exportReport},
      {{"film",
        "Film of the bookmarks",
        "The way from bookmark to bookmark as a video, or a folder of pictures.",
        "For people",
        {".mp4", ".webm"},
        FileOrFolder},
       exportFilm},
  };
  return kWriters;
}

}  // namespace

const std::vector<ExportFormat>& exportFormats() {
  static const std::vector<ExportFormat> kFormats = [] {
    std::vector<ExportFormat> formats;
    for (const FormatWriter& one : writers())
      formats.push_back(one.format);
    return formats;
  }();
  return kFormats;
}

const ExportFormat& exportFormat(std::string_view word) {
  std::string words;
  for (const ExportFormat& format : exportFormats()) {
    if (format.word == word)
      return format;
    words += (words.empty() ? "" : ", ") + format.word;
  }
  throw Error("A plan cannot be exported as \"" + std::string(word) + "\": choose " + words + ".");
}

std::string identityIn(const Case& patient, const Plan& plan, const fs::path& planFile) {
  const std::string file = planFile.stem().string();
  for (const std::string& name : {patient.title, patient.id, plan.patient.id, file}) {
    if (looksLikeIdentity(name))
      return name;
  }
  return {};
}

void requireTitle(const PlanExport& plan) {
  if (!plan.title.empty())
    return;
  const std::string name = identityIn(plan.patient(), plan.plan, plan.planFile);
  if (!name.empty())
    throw Error(
        "The name \"" + name +
        "\" looks like that of a person and would stand on the page: give a title (Hand over…, or "
        "--title) to stand there instead, or that name itself.");
}

Case titled(Case patient, const std::string& title) {
  if (title.empty())
    return patient;
  patient.title = title;
  patient.id = fileNameFrom(title);
  return patient;
}

PlanExport titled(PlanExport plan) {
  if (plan.title.empty())
    return plan;
  plan.plan.patient.id = fileNameFrom(plan.title);
  if (looksLikeIdentity(plan.planFile.stem().string()) &&
      plan.planFile.stem().string() != plan.title)
    plan.planFile.clear();
  return plan;
}

report::Report reportOf(const PlanExport& plan,
                        bool pictures,
                        const Plan* before,
                        const Progress& progress) {
  std::vector<report::ReportPicture> shown;
  if (pictures)
    shown = reportPictures(
        handoverScene(*plan.model, plan.plan, plan.evaluation, progress.span(0.0, 0.5)),
        endsIn(plan.out, ".html") ? render::PngSize::Small : render::PngSize::Fast,
        progress.span(0.5, 1.0));
  return report::makeReport(titled(plan.patient(), plan.title),
                            plan.plan,
                            *plan.evaluation,
                            shown,
                            {before,
                             plan.planFile.filename().string(),
                             decide::frameworksToTell(*plan.model, plan.plan)});
}

void requirePlaceFor(const ExportFormat& format, const fs::path& out) {
  if (format.word == "film")
    return requireFilmPlace(out);
  const bool folder = format.place == ExportPlace::Folder ||
                      (format.place == ExportPlace::FileOrFolder && isFolderName(out));
  if (!folder) {
    requireEnding(out, format.endings, format.name);
    return requireWritable(out);
  }
  std::error_code none;
  if (fs::exists(out, none) && (!fs::is_directory(out, none) || !fs::is_empty(out, none)))
    throw Error("Cannot write " + out.string() +
                ": it exists and is not an empty folder; choose another name.");
}

void exportPlan(const ExportFormat& format, const PlanExport& plan, const Progress& progress) {
  requirePlaceFor(format, plan.out);
  if (format.titled)
    requireTitle(plan);
  const PlanExport shown = titled(plan);
  for (const FormatWriter& one : writers()) {
    if (one.format.word == format.word)
      one.write(shown, progress);
  }
  progress.at(1.0);
}

}  // namespace trocar::app
