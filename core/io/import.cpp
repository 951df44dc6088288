// CT and labels to a case: import.h's importCase.
#include "core/import.h"

#include "core/error.h"
#include "core/io/label_import.h"
#include "core/labels/meaning.h"
#include "core/segmentation/canal.h"
#include "core/segmentation/skin.h"
#include "core/segmentation/spine/labelled_levels.h"

#include <cmath>

namespace trocar {
namespace {

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

/// The remark on names that others are not much less likely than.
void remarkOnNames(const SpineSegmentation& spine, Case& patient) {
  constexpr double kCertain = 0.9;
  const std::string& lowest = spine.vertebrae.front().level;
  if (spine.nameCertainty < kCertain)
    patient.remarks.push_back(
        {"levels-uncertain",
         "The names of the vertebrae are uncertain (" +
             std::to_string(std::lround(100.0 * spine.nameCertainty)) +
             " %): the lowest is called " + lowest + " but may be " + spine.lowestElse +
             ". Count them in the pictures, and rename them or name one by a point in its body."});
}

void addVertebrae(Case& patient, const std::vector<LevelAnchor>& levels, const Progress& progress) {
  SpineSegmentation spine = segmentSpine(patient.ct, levels, progress);
  const int layer = static_cast<int>(patient.layers.size());
  for (const FoundVertebra& vertebra : spine.vertebrae)
    patient.structures.push_back({"vertebra_" + vertebra.level,
                                  vertebra.level,
                                  Role::Vertebra,
                                  LabelRegion{layer, {vertebra.value}},
                                  Basis::Estimated,
                                  spine.nameCertainty});
  patient.layers.push_back(std::move(spine.labels));
  patient.remarks.push_back(
      {"vertebrae-found",
       "The vertebrae were drawn by the program, without a person: their edges may be 1 to 2 mm "
       "off, more at joints and processes. Check pedicles and posterior wall before you plan."});
  remarkOnNames(spine, patient);
}

void remarkOnLabelledLevels(Case& patient) {
  if (const auto level = segmentation::questionedLevel(patient))
    patient.remarks.push_back(
        {"levels-questioned",
         "The labels call the vertebra above the sacrum " + level->named +
             ", but in this CT it is " + level->likely + " (" +
             std::to_string(std::lround(100.0 * level->certainty)) +
             " % likely): count the levels in the pictures, and renumber them if they are off."});
}

void checkIds(const std::vector<LabelSource>& labels) {
  for (const LabelSource& source : labels) {
    if (source.role && !labels::isValidId(source.id))
      throw Error("The id \"" + source.id + "\" for " + source.path.string() +
                  " may hold letters, digits and underscores only; choose another.");
  }
}

}  // namespace

namespace fs = std::filesystem;

Case importCase(const fs::path& ctPath,
                const std::vector<LabelSource>& labels,
                const ImportChoices& choices,
                const Progress& progress) {
  checkIds(labels);
  return importCase(readCt(ctPath, choices, progress.span(0.0, 0.5)),
                    ctPath,
                    labels,
                    choices,
                    progress.span(0.5, 1.0));
}

Case importCase(CtImport ct,
                const fs::path& ctPath,
                const std::vector<LabelSource>& labels,
                const ImportChoices& choices,
                const Progress& progress) {
  checkIds(labels);
  Case patient;
  patient.ct = std::move(ct.ct);
  patient.madeUp = std::move(ct.madeUp);
  patient.position = ct.position;
  patient.dicom = std::move(ct.dicom);
  patient.remarks = std::move(ct.remarks);
  LabelImport import(ctPath, choices, patient);
  for (std::size_t n = 0; n < labels.size(); ++n) {
    const double share = 0.8 / static_cast<double>(labels.size());
    const double from = share * static_cast<double>(n);
    import.add(labels[n], n + 1, progress.span(from, from + share));
  }
  import.finish();
  progress.at(0.8);
  if (choices.findVertebrae && levelsOf(patient).empty())
    addVertebrae(patient, choices.levels, progress.span(0.8, 0.99));
  addCanal(patient);
  if (!choices.findVertebrae)
    remarkOnLabelledLevels(patient);
  addSkin(patient);
  progress.at(1.0);
  return patient;
}

Case withFoundVertebrae(Case patient,
                        const std::vector<LevelAnchor>& levels,
                        const Progress& progress) {
  if (!levelsOf(patient).empty())
    throw Error("The case names vertebrae already: segment a CT, or a case without them.");
  addVertebrae(patient, levels, progress.span(0.0, 0.9));
  addCanal(patient);
  addSkin(patient);
  progress.at(1.0);
  return patient;
}

}  // namespace trocar
