// CT and labels to a case: import.h's importCase.
#include "core/import.h"

#include "core/error.h"
#include "core/labels/anatomy_check.h"
#include "core/labels/label_set.h"
#include "core/labels/numbering.h"
#include "core/parallel.h"
#include "core/segmentation/canal.h"
#include "core/segmentation/skin.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

/// Every value but 0 as one structure.
LabelMap asMask(const LabelMap& labels) {
  std::vector<std::uint16_t> mask(labels.voxels().size());
  std::transform(
      labels.voxels().begin(), labels.voxels().end(), mask.begin(), [](std::uint16_t value) {
        return static_cast<std::uint16_t>(value != 0 ? 1 : 0);
      });
  return {labels.grid(), std::move(mask)};
}

/// How many labelled voxels a map has and how many of them lie inside the CT.
struct Overlap {
  std::size_t labelled = 0;
  std::size_t inside = 0;

  Overlap& operator+=(const Overlap& other) {
    labelled += other.labelled;
    inside += other.inside;
    return *this;
  }
};

Overlap overlapOf(const LabelMap& labels, const Grid& ct) {
  const Grid& grid = labels.grid();
  const int slices = grid.size()[2];
  const std::size_t plane = grid.voxelCount() / static_cast<std::size_t>(slices);
  return parallelSum(slices, Overlap(), [&](int k) {
    Overlap slice;
    const std::size_t first = static_cast<std::size_t>(k) * plane;
    for (std::size_t v = first; v < first + plane; ++v) {
      if (labels.data()[v] == 0)
        continue;
      ++slice.labelled;
      slice.inside += ct.contains(grid.voxelToPatient(grid.voxelAt(v))) ? 1U : 0U;
    }
    return slice;
  });
}

void checkOverlap(const LabelMap& labels,
                  const Case& patient,
                  const std::string& source,
                  std::vector<Remark>& remarks) {
  const Overlap overlap = overlapOf(labels, patient.ct.grid());
  if (overlap.labelled == 0)
    throw Error(source + " is an empty label map: all its voxels are 0.");
  if (overlap.inside == 0)
    throw Error(
        source +
        " does not overlap the CT: it belongs to another image or lost its place; give the labels "
        "of this CT.");
  const double beyond =
      1.0 - static_cast<double>(overlap.inside) / static_cast<double>(overlap.labelled);
  if (beyond > 0.01)
    remarks.push_back({"labels-beyond-ct",
                       source + ": " + std::to_string(std::lround(100.0 * beyond)) +
                           " % of the labelled voxels lie outside the CT."});
}

bool isEmpty(const labels::LabelLayer& layer) {
  const std::vector<std::uint16_t>& voxels = layer.labels.voxels();
  return std::all_of(voxels.begin(), voxels.end(), [](std::uint16_t value) { return value == 0; });
}

void addLabels(const LabelSource& source,
               const ImportChoices& choices,
               Case& patient,
               labels::LabelSet& set) {
  const std::string name = source.path.string();
  const std::string& scheme = source.scheme.empty() ? choices.scheme : source.scheme;
  std::vector<labels::LabelLayer> layers =
      labels::readLabelFile(source.path, choices, patient.remarks);
  if (layers.size() > 1)
    layers.erase(std::remove_if(layers.begin(), layers.end(), isEmpty), layers.end());
  if (layers.empty())
    throw Error(name + " is an empty label map: all its voxels are 0.");
  for (labels::LabelLayer& layer : layers) {
    labels::LabelMeanings meanings;
    if (source.role) {
      layer.labels = asMask(layer.labels);
      meanings = {{std::uint16_t{1},
                   labels::LabelMeaning{source.id, labels::nameFromId(source.id), *source.role}}};
    } else {
      meanings = labels::meaningsFor(layer, scheme, name, patient.remarks);
    }
    checkOverlap(layer.labels, patient, name, patient.remarks);
    set.add(layer.labels, meanings, name);
  }
}

void addEstimate(Case& patient, LabelMap labels, Structure structure) {
  structure.basis = Basis::Estimated;
  structure.region = LabelRegion{static_cast<int>(patient.layers.size()), {1}};
  patient.layers.push_back(std::move(labels));
  patient.structures.push_back(std::move(structure));
}

void addSkin(Case& patient) {
  constexpr double kNoticeable = 0.02;
  if (!patient.withRole(Role::Skin).empty())
    return;
  std::optional<segmentation::BodySegmentation> body = segmentation::segmentBody(patient.ct);
  if (!body) {
    patient.remarks.push_back(
        {"no-skin",
         "The CT does not show the outline of the body: what depends on the skin is unknown."});
    return;
  }
  if (body->cutShare > kNoticeable)
    patient.remarks.push_back({"skin-cut",
                               "The field of view cuts " +
                                   std::to_string(std::lround(100.0 * body->cutShare)) +
                                   " % of the skin's outline; there it is unknown."});
  addEstimate(patient, std::move(body->body), {"skin", "Skin", Role::Skin, {}, {}});
}

void addCanal(Case& patient) {
  if (!patient.withRole(Role::Canal).empty() || levelsOf(patient).empty())
    return;
  if (std::optional<LabelMap> canal = segmentation::estimateCanal(patient))
    addEstimate(patient, std::move(*canal), {"canal", "Spinal canal", Role::Canal, {}, {}});
  else
    patient.remarks.push_back({"no-canal",
                               "The labels do not enclose the spinal canal: distances to it are "
                               "unknown until it is drawn."});
}

}  // namespace

Case importCase(const std::filesystem::path& ctPath,
                const std::vector<LabelSource>& labels,
                const ImportChoices& choices,
                const Progress& progress) {
  for (const LabelSource& source : labels) {
    if (source.role && !labels::isValidId(source.id))
      throw Error("The id \"" + source.id + "\" for " + source.path.string() +
                  " may hold letters, digits and underscores only; choose another.");
  }
  CtImport ct = readCt(ctPath, choices, progress.span(0.0, 0.5));
  Case patient;
  patient.ct = std::move(ct.ct);
  patient.madeUp = std::move(ct.madeUp);
  patient.position = ct.position;
  patient.dicom = std::move(ct.dicom);
  patient.remarks = std::move(ct.remarks);
  labels::LabelSet set;
  for (std::size_t n = 0; n < labels.size(); ++n) {
    progress.at(0.5 + 0.4 * static_cast<double>(n) / static_cast<double>(labels.size()));
    addLabels(labels[n], choices, patient, set);
  }
  patient.layers = set.layers();
  patient.structures = set.structures();
  const std::vector<Remark> places = labels::remarksOnPlaces(patient);
  patient.remarks.insert(patient.remarks.end(), places.begin(), places.end());
  progress.at(0.9);
  addCanal(patient);
  addSkin(patient);
  progress.at(1.0);
  return patient;
}

}  // namespace trocar
