#include "app/cli/handover.h"
#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "app/report_pictures.h"
#include "app/segment_colours.h"
#include "core/file_name.h"
#include "core/io.h"
#include "core/new_folder.h"
#include "core/seg_nrrd.h"
#include "planning/handover/csv.h"
#include "planning/handover/markups.h"
#include "planning/handover/segments.h"
#include "render/mesh/model_file.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

struct ExportOptions {
  std::string plan;
  std::string patient;
  std::string to;
  std::string out;
  bool noPhysics = false;
  double resolutionMm = 1.0;
};

void exportMarkups(const Handover& handover) {
  writeFileAtomically(handover.out, handover::markupsJson(handover.plan));
}

void exportCsv(const Handover& handover) {
  writeFileAtomically(handover.out, handover::needlesCsv(handover.plan, *handover.evaluation));
}

void exportSegNrrd(const Handover& handover) {
  std::vector<Segment> segments =
      handover::segmentsOf(handover.patient(), handover.plan, *handover.evaluation);
  app::colour(segments);
  writeFileAtomically(handover.out, segNrrd(handover.patient().ct.grid(), segments));
}

std::vector<render::ModelPart> modelOf(const Handover& handover) {
  return modelOf(app::handoverScene(*handover.model, handover.plan, handover.evaluation));
}

void exportStl(const Handover& handover) {
  const std::vector<render::ModelPart> parts = modelOf(handover);
  if (endsIn(handover.out, ".stl"))
    return writeFileAtomically(handover.out, render::stlFile(parts));
  if (fs::exists(handover.out) && (!fs::is_directory(handover.out) || !fs::is_empty(handover.out)))
    throw Error("Cannot write " + handover.out.string() +
                ": it exists and is not an empty folder; choose another name.");
  std::vector<std::string> ids;
  for (const render::ModelPart& part : parts)
    ids.push_back(part.id);
  const std::vector<std::string> names = fileNamesFrom(ids);
  NewFolder fresh(handover.out);
  for (std::size_t n = 0; n < parts.size(); ++n)
    writeFileAtomically(fresh.path() / (names[n] + ".stl"), render::stlFile({parts[n]}));
  fresh.takePlace();
}

void exportObj(const Handover& handover) {
  const std::vector<render::ModelPart> parts = modelOf(handover);
  fs::path materials = handover.out;
  materials.replace_extension(".mtl");
  if (materials == handover.out)
    throw Error("Cannot write " + handover.out.string() +
                ": its materials take that name; choose one that ends in .obj.");
  writeFilesTogether({{materials, render::mtlFile(parts)},
                      {handover.out, render::objFile(parts, materials.filename().string())}});
}

void exportGltf(const Handover& handover) {
  const std::vector<render::ModelPart> parts = modelOf(handover);
  writeFileAtomically(
      handover.out,
      endsIn(handover.out, ".glb") ? render::glbFile(parts) : render::gltfFile(parts));
}

struct Format {
  const char* word;
  bool evaluated;  ///< Carries what an evaluation finds.
  void (*write)(const Handover&);
};
constexpr std::array kFormats{Format{"mrk.json", false, exportMarkups},
                              Format{"seg.nrrd", true, exportSegNrrd},
                              Format{"dicom-seg", true, exportDicomSegmentation},
                              Format{"dicom-sc", true, exportDicomCaptures},
                              Format{"dicom-pdf", true, exportDicomPdf},
                              Format{"stl", true, exportStl},
                              Format{"obj", true, exportObj},
                              Format{"gltf", true, exportGltf},
                              Format{"csv", true, exportCsv},
                              Format{"walkthrough.html", true, exportWalkthrough}};

const Format& formatOf(const std::string& word) {
  const auto found = std::find_if(
      kFormats.begin(), kFormats.end(), [&](const Format& format) { return format.word == word; });
  if (found != kFormats.end())
    return *found;
  std::string words;
  for (const Format& format : kFormats)
    words += (words.empty() ? "" : ", ") + std::string(format.word);
  throw Error("--to " + word + " is not known; choose " + words);
}

void run(const ExportOptions& options) {
  const Format& format = formatOf(options.to);
  const OpenedPlan opened = openPlan(options.plan, options.patient, false);
  Handover handover{opened.plan,
                    std::make_shared<const CaseModel>(opened.patient, opened.plan.corrections),
                    nullptr,
                    options.plan,
                    options.out};
  const ProgressLine line;
  if (format.evaluated) {
    EvaluationOptions how;
    how.physics = !options.noPhysics;
    how.resolutionMm = options.resolutionMm;
    handover.evaluation = std::make_shared<const Evaluation>(
        evaluate(*handover.model, handover.plan, how, line.progress(0.0, 0.7)));
  }
  format.write(handover);
  std::cout << "Wrote " << options.out << '\n';
}

}  // namespace

bool endsIn(const fs::path& path, const std::string& extension) {
  std::string end = path.extension().string();
  std::transform(end.begin(), end.end(), end.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return end == extension;
}

void addExport(Verb program, int& /*status*/) {
  Verb verb = program.verb("export", "Hand a plan over to other programs");
  auto options = std::make_shared<ExportOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--to",
              &options->to,
              "mrk.json, seg.nrrd, dicom-seg, dicom-sc, dicom-pdf, stl, obj, gltf, csv or "
              "walkthrough.html")
      .required();
  verb.option("--out", &options->out, "File or folder to write").required();
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.option("--resolution", &options->resolutionMm, "Grid of the physics in mm")
      .within(0.25, 4.0);
  verb.flag("--no-physics", options->noPhysics, "Published zones only, no simulation");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
