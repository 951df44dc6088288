#include "app/cli/anatomy_json.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "app/cli/vertebra_json.h"
#include "core/case.h"
#include "core/json/json_values.h"
#include "core/label_extents.h"
#include "planning/anatomy/renumber.h"
#include "planning/anatomy/route_scatter.h"
#include "planning/plan/plan_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct InspectOptions {
  std::string path;
  bool json = false;
};

/// What can be told of a structure without measuring its anatomy.
struct StructureFacts {
  const Structure* structure;
  double volumeMl;
  bool touchesBorder;
};

std::vector<StructureFacts> factsOf(const Case& patient) {
  const CaseExtents extents(patient);
  std::vector<StructureFacts> facts;
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    if (labels == nullptr) {
      facts.push_back({&structure, volumeMl(patient, structure), false});
      continue;
    }
    const Grid& grid = patient.layers[static_cast<std::size_t>(labels->layer)].grid();
    const std::optional<LabelExtent> extent = extents.of(*labels);
    const double voxels = extent ? static_cast<double>(extent->voxels) : 0.0;
    facts.push_back({&structure,
                     voxels * grid.voxelVolumeMm3() / 1000.0,
                     extent && touchesBorder(*extent, grid)});
  }
  return facts;
}

Json volumeJson(const Case& patient) {
  const Grid& grid = patient.ct.grid();
  const auto [low, high] =
      std::minmax_element(patient.ct.voxels().begin(), patient.ct.voxels().end());
  Json directions = Json::array();
  for (int a = 0; a < 3; ++a)
    directions.push_back(json_values::point(Vec3(grid.directions().col(a))));
  Json json{{"sizeVoxels", grid.size()},
            {"spacingMm", json_values::point(grid.spacingMm())},
            {"originMm", json_values::point(grid.originMm())},
            {"directions", directions},
            {"modality", "CT"},
            {"huRange", {*low, *high}},
            {"position", nullptr},
            {"basis", "measured"}};
  if (patient.position != PatientPosition::Unknown)
    json["position"] = toString(patient.position);
  return json;
}

Json structureJson(const StructureFacts& facts) {
  Json json{{"id", facts.structure->id},
            {"name", facts.structure->name},
            {"role", toString(facts.structure->role)},
            {"volumeMl", facts.volumeMl},
            {"touchesBorder", facts.touchesBorder},
            {"basis", toString(facts.structure->basis)}};
  if (facts.structure->nameCertainty)
    json["nameCertainty"] = *facts.structure->nameCertainty;
  if (const auto scatter = anatomy::scatterOf(*facts.structure))
    json["scatter"] = {{"mm", scatter->mm}, {"what", scatter->what}, {"source", scatter->source}};
  return json;
}

void printJson(const Case& patient, const std::vector<anatomy::VertebraAnatomy>& vertebrae) {
  const anatomy::PelvisAnatomy pelvis = anatomy::measurePelvis(patient);
  Json json{{"schema", "trocar-inspect/1"},
            {"case",
             {{"id", patient.id}, {"title", patient.title}, {"contentHash", contentHash(patient)}}},
            {"volume", volumeJson(patient)},
            {"series", Json::object()},
            {"structures", Json::array()},
            {"levels", levelsOf(patient)},
            {"vertebrae", Json::array()},
            {"lesions", Json::array()},
            {"pelvis", pelvisJson(pelvis)},
            {"warnings", Json::array()}};
  for (const auto& [name, uid] : patient.dicom)
    json["series"][name] = uid;
  for (const StructureFacts& facts : factsOf(patient))
    json["structures"].push_back(structureJson(facts));
  for (const anatomy::VertebraAnatomy& vertebra : vertebrae)
    json["vertebrae"].push_back(vertebraJson(vertebra));
  for (const anatomy::LesionAnatomy& lesion : anatomy::measureLesions(patient, vertebrae, pelvis))
    json["lesions"].push_back(lesionJson(lesion));
  for (const Remark& remark : anatomy::transitionalRemarks(patient))
    json["warnings"].push_back({{"key", remark.key}, {"text", remark.text}});
  for (const Remark& remark : patient.remarks)
    json["warnings"].push_back({{"key", remark.key}, {"text", remark.text}});
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void printVertebra(const anatomy::VertebraAnatomy& vertebra) {
  const auto number = [](double value) {
    if (value > 0.0)
      std::cout << std::setw(7) << value;
    else
      std::cout << std::setw(7) << "-";
  };
  std::cout << "  " << std::left << std::setw(5) << vertebra.level << std::right;
  for (const double value : {vertebra.body.widthMm,
                             vertebra.body.depthMm,
                             vertebra.body.heightPosteriorMm,
                             vertebra.left.isthmusWidthMm,
                             vertebra.left.isthmusHeightMm,
                             vertebra.right.isthmusWidthMm,
                             vertebra.right.isthmusHeightMm})
    number(value);
  for (const anatomy::Trust& trust : {vertebra.trust, vertebra.left.trust, vertebra.right.trust}) {
    if (!trust.trusted)
      std::cout << "  " << trust.why;
  }
  std::cout << '\n';
}

void printText(const Case& patient, const std::vector<anatomy::VertebraAnatomy>& vertebrae) {
  const Grid& grid = patient.ct.grid();
  const auto [low, high] =
      std::minmax_element(patient.ct.voxels().begin(), patient.ct.voxels().end());
  std::cout << patient.id;
  if (!patient.title.empty() && patient.title != patient.id)
    std::cout << ": " << patient.title;
  std::cout << std::fixed << std::setprecision(2) << "\nCT of " << grid.size()[0] << " x "
            << grid.size()[1] << " x " << grid.size()[2] << " voxels, " << grid.spacingMm()[0]
            << " x " << grid.spacingMm()[1] << " x " << grid.spacingMm()[2] << " mm, " << *low
            << " to " << *high << " HU, position " << toString(patient.position) << '\n';
  for (const auto& [name, uid] : patient.dicom) {
    if (name != "SOPInstanceUIDs")  // One a slice.
      std::cout << name << ' ' << uid << '\n';
  }
  std::cout << "Levels:";
  for (const std::string& level : levelsOf(patient))
    std::cout << ' ' << level;
  std::cout << "\nStructures:\n" << std::setprecision(1);
  for (const StructureFacts& facts : factsOf(patient)) {
    std::cout << "  " << std::left << std::setw(28) << facts.structure->id << std::setw(12)
              << toString(facts.structure->role) << std::right << std::setw(9) << facts.volumeMl
              << " ml" << (facts.touchesBorder ? "  touches the border" : "");
    if (facts.structure->basis == Basis::Estimated)
      std::cout << "  " << anatomy::estimatedWords(*facts.structure);
    std::cout << '\n';
  }
  if (!vertebrae.empty())
    std::cout << "Vertebrae, mm: body width, depth, posterior height; left, right pedicle width "
                 "and height:\n";
  for (const anatomy::VertebraAnatomy& vertebra : vertebrae)
    printVertebra(vertebra);
  for (const Remark& remark : anatomy::transitionalRemarks(patient))
    std::cout << "Note (" << remark.key << "): " << remark.text << '\n';
  for (const Remark& remark : patient.remarks)
    std::cout << "Note (" << remark.key << "): " << remark.text << '\n';
}

void run(const InspectOptions& options) {
  const std::shared_ptr<const Case> patient = openCase(options.path);
  std::vector<anatomy::VertebraAnatomy> vertebrae;
  {
    const ProgressLine line;
    vertebrae = anatomy::measureVertebrae(*patient, line.progress());
  }
  if (options.json)
    printJson(*patient, vertebrae);
  else
    printText(*patient, vertebrae);
}

}  // namespace

void addInspect(Verb program, int&) {
  const auto options = std::make_shared<InspectOptions>();
  Verb verb = program.verb("inspect", "Say what a case holds: grid, structures, levels, landmarks");
  verb.option("CASE", &options->path, "Folder of the case, or bundled:ID").required();
  verb.flag("--json", options->json, "Answer with one JSON document");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
