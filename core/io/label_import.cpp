#include "core/io/label_import.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/seg_origin.h"
#include "core/io/structure_files.h"
#include "core/labels/anatomy_check.h"
#include "core/labels/fit.h"
#include "core/labels/name_list.h"
#include "core/labels/overlap.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using labels::LabelFileName;
using labels::LabelLayer;
using labels::LabelMeaning;
using labels::LabelMeanings;

/// All labelled voxels of some layers of one grid as one layer.
LabelLayer unionOf(const std::vector<LabelLayer>& layers) {
  std::vector<std::uint16_t> mask(layers.front().labels.voxels().size(), 0);
  for (const LabelLayer& layer : layers) {
    const std::uint16_t* from = layer.labels.data();
    for (std::size_t v = 0; v < mask.size(); ++v)
      mask[v] = from[v] != 0 ? 1 : mask[v];
  }
  return LabelMap(layers.front().labels.grid(), std::move(mask));
}

void refuseSeveralValues(const LabelLayer& layer, const fs::path& path) {
  if (layer.extents.size() > 1)
    throw Error(path.string() + " holds " + std::to_string(layer.extents.size()) +
                " labels, but in a folder each file is one structure named by the file: give this "
                "one by itself, and take it out of the folder.");
}

}  // namespace

void LabelImport::add(const LabelSource& source, std::size_t number, const Progress& progress) {
  const LabelFileName name{source.path.string(), "Label file " + std::to_string(number)};
  std::error_code none;
  if (fs::is_directory(source.path, none))
    addFolder(source, name, progress);
  else
    addFile(source, name, progress);
  progress.at(1.0);
}

void LabelImport::addFile(const LabelSource& source,
                          const LabelFileName& name,
                          const Progress& progress) {
  if (looksLikeDicom(source.path)) {
    if (const auto doubt =
            doubtOnOrigin(source.path, ctPath_, patient_.dicom, name.said, patient_.remarks))
      raise(*doubt, choices_, patient_.remarks);
  }
  const Grid ct = patient_.ct.grid();
  const std::vector<LabelLayer> layers =
      labels::readLabelFile(source.path, choices_, patient_.remarks, &ct, progress.span(0.0, 0.7));
  if (std::all_of(layers.begin(), layers.end(), [](const auto& l) { return l.extents.empty(); }))
    throw Error(name.path + " is an empty label map: all its voxels are 0.");
  if (source.role) {
    addMask(layers, {source.id, labels::nameFromId(source.id), *source.role}, name);
    return;
  }
  const std::vector<std::string> empty = labels::emptySegments(layers);
  if (!empty.empty())
    patient_.remarks.push_back({"empty-segments",
                                name.said + ": segments without a voxel were left out: " +
                                    labels::namesInWords(empty) + "."});
  ImportChoices choices = choices_;
  if (!source.scheme.empty())
    choices.scheme = source.scheme;
  for (const LabelLayer& layer : layers) {
    if (layer.extents.empty())
      continue;
    const LabelMeanings meanings =
        labels::meaningsFor(layer, choices, name, patient_.ct, patient_.remarks);
    addLayer(layer, meanings, name);
    if (meanings == layer.meanings)
      noteNames(layer, meanings, name);
  }
}

void LabelImport::addFolder(const LabelSource& source,
                            const LabelFileName& name,
                            const Progress& progress) {
  if (source.role || !source.scheme.empty())
    throw Error(name.path +
                " is a folder, whose files are one structure each, named by the file: give it "
                "without =ROLE:ID and =SCHEME.");
  const std::vector<StructureFile> files = structureFilesIn(source.path);
  if (files.empty())
    throw Error("Cannot read the labels " + name.path +
                ": the folder holds no NIfTI, NRRD or MHA image and no surface; give a label file, "
                "or a folder of one file per structure.");
  const Grid ct = patient_.ct.grid();
  std::vector<std::string> stems;
  for (const StructureFile& file : files)
    stems.push_back(file.stem);
  const std::vector<LabelMeaning> meanings = labels::meaningsOf(stems);
  std::size_t empty = 0;
  for (std::size_t n = 0; n < files.size(); ++n) {
    progress.at(static_cast<double>(n) / static_cast<double>(files.size()));
    const std::vector<LabelLayer> layers =
        labels::readLabelFile(files[n].path, choices_, patient_.remarks, &ct);
    const LabelLayer& layer = layers.front();
    if (layers.size() == 1 && layer.extents.empty()) {
      ++empty;
      continue;
    }
    refuseSeveralValues(layer, files[n].path);
    addMask(layers, meanings[n], {files[n].path.string(), name.said + ", " + meanings[n].name});
    if (!labels::isKnownName(files[n].stem))
      notUnderstood_.insert(files[n].stem);
  }
  if (empty == files.size())
    throw Error(name.path + " holds empty masks only: all their voxels are 0.");
  if (empty > 0)
    patient_.remarks.push_back({"empty-masks",
                                name.said + ": " + std::to_string(empty) + " of " +
                                    std::to_string(files.size()) +
                                    " masks are empty and were left out."});
}

void LabelImport::addMask(const std::vector<LabelLayer>& layers,
                          const LabelMeaning& meaning,
                          const LabelFileName& name) {
  const LabelLayer mask = layers.size() == 1 ? layers.front() : unionOf(layers);
  LabelMeanings meanings;
  for (const auto& [value, extent] : mask.extents)
    meanings[value] = meaning;
  addLayer(mask, meanings, name);
}

void LabelImport::addLayer(const LabelLayer& layer,
                           const LabelMeanings& meanings,
                           const LabelFileName& name) {
  labels::checkOverlap(layer, patient_.ct.grid(), name, choices_, patient_.remarks);
  if (const auto found = labels::doubtOnPlace(layer, meanings, patient_.ct, name.said)) {
    if (found->elsewhere)
      raise(found->doubt, choices_, patient_.remarks);
    else
      patient_.remarks.push_back({found->doubt.key(), found->doubt.what()});
  }
  set_.add(layer, meanings, name.path);
}

void LabelImport::noteNames(const LabelLayer& layer,
                            const LabelMeanings& meanings,
                            const LabelFileName& name) {
  std::map<std::string, std::uint16_t> levels;
  std::vector<std::string> planned;
  for (const auto& [value, extent] : layer.extents) {
    const auto meaning = meanings.find(value);
    if (meaning != meanings.end() && meaning->second.role == Role::Vertebra &&
        !levels.emplace(meaning->second.id, value).second)
      patient_.remarks.push_back(
          {"same-level-twice",
           name.said + ": the labels " + std::to_string(levels.at(meaning->second.id)) + " and " +
               std::to_string(value) + " are both named " + meaning->second.name +
               " and were taken together: one of them may be another level; correct the labels."});
    if (meaning != meanings.end() && meaning->second.planned)
      planned.push_back(meaning->second.name);
    else if (meaning != meanings.end() && meaning->second.role == Role::Other &&
             !labels::isKnownName(meaning->second.name))
      notUnderstood_.insert(meaning->second.name);
  }
  if (!planned.empty())
    patient_.remarks.push_back({"planned-segments",
                                name.said + ": " + labels::namesInWords(planned) +
                                    " came from a plan: kept under these names, they count as no "
                                    "anatomy."});
}

void LabelImport::finish() {
  patient_.layers = set_.takeLayers();
  patient_.structures = set_.structures();
  const std::vector<std::string> names(notUnderstood_.begin(), notUnderstood_.end());
  const bool vertebra = !patient_.withRole(Role::Vertebra).empty();
  if (!names.empty() && !vertebra)
    patient_.remarks.push_back(
        {"no-vertebra",
         "No vertebra was recognised; names that were not understood: " +
             labels::namesInWords(names) +
             ". Name the segments as in \"L3\" or \"vertebrae_L3\", or say what their values mean "
             "in a JSON file."});
  else if (!names.empty())
    patient_.remarks.push_back({"unknown-names",
                                "Names that were not understood, so that their structures have "
                                "the role other: " +
                                    labels::namesInWords(names) + "."});
  const std::vector<Remark> places = labels::remarksOnPlaces(patient_);
  patient_.remarks.insert(patient_.remarks.end(), places.begin(), places.end());
}

}  // namespace trocar
