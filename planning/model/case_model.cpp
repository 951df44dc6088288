#include "planning/model/case_model.h"

#include "core/box.h"
#include "core/content_key.h"
#include "core/label_extents.h"
#include "planning/anatomy/landmarks.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace trocar {
namespace {

/// Of the voxel centres of a labelled vertebra, the one farthest back.
std::optional<Vec3> mostPosteriorMm(const Case& patient,
                                    const Structure& vertebra,
                                    const CaseExtents& extents,
                                    const Vec3& posterior) {
  const auto* labels = std::get_if<LabelRegion>(&vertebra.region);
  if (!labels)
    return std::nullopt;
  const LabelMap& map = patient.layers.at(static_cast<std::size_t>(labels->layer));
  const LabelExtent extent = extents.of(*labels).value_or(LabelExtent{0, {}, {-1, -1, -1}});
  std::optional<Vec3> best;
  for (int k = extent.low[2]; k <= extent.high[2]; ++k)
    for (int j = extent.low[1]; j <= extent.high[1]; ++j)
      for (int i = extent.low[0]; i <= extent.high[0]; ++i) {
        if (!std::binary_search(labels->values.begin(), labels->values.end(), map.at({i, j, k})))
          continue;
        const Vec3 pointMm = map.grid().voxelToPatient(VoxelIndex{i, j, k});
        if (!best || pointMm.dot(posterior) > best->dot(posterior))
          best = pointMm;
      }
  return best;
}

using Boxes = std::map<std::string, Box, std::less<>>;

/// The box of a label's voxels in the patient, whichever way the grid's axes run.
Box boxOf(const Grid& grid, const LabelExtent& extent) {
  std::vector<Vec3> cornersMm;
  for (const int i : {extent.low[0], extent.high[0]}) {
    for (const int j : {extent.low[1], extent.high[1]}) {
      for (const int k : {extent.low[2], extent.high[2]}) {
        cornersMm.push_back(grid.voxelToPatient(VoxelIndex{i, j, k}));
      }
    }
  }
  return boxAround(cornersMm, 0.5 * grid.spacingMm().norm());
}

/// Of all structures, in one pass over each label map.
Boxes boxesOf(const Case& patient, const CaseExtents& extents) {
  Boxes boxes;
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    std::optional<Box> box;
    if (!labels)
      box = boundsOf(patient, structure);
    else if (const auto extent = extents.of(*labels))
      box = boxOf(patient.layers[static_cast<std::size_t>(labels->layer)].grid(), *extent);
    if (box)
      boxes.emplace(structure.id, *box);
  }
  return boxes;
}

/// The bones of a case by label map and value.
class BoneLookup {
 public:
  explicit BoneLookup(const Case& patient) : patient_(patient), tables_(patient.layers.size()) {
    for (const Structure& structure : patient.structures) {
      const auto* labels = std::get_if<LabelRegion>(&structure.region);
      if (labels && isBone(structure.role))
        add(structure, *labels);
    }
  }

  const Structure* at(const Vec3& pointMm) const {
    for (std::size_t layer = 0; layer < tables_.size(); ++layer) {
      const std::uint16_t value = patient_.layers[layer].nearest(pointMm, 0);
      if (value < tables_[layer].size() && tables_[layer][value])
        return tables_[layer][value];
    }
    return nullptr;
  }

 private:
  void add(const Structure& structure, const LabelRegion& labels) {
    auto& table = tables_.at(static_cast<std::size_t>(labels.layer));
    for (const std::uint16_t value : labels.values) {
      if (table.size() <= value)
        table.resize(value + std::size_t{1}, nullptr);
      if (!table[value])
        table[value] = &structure;
    }
  }

  const Case& patient_;
  std::vector<std::vector<const Structure*>> tables_;
};

/// Every digit of a number.
std::string exactly(const Vec3& point) {
  return {reinterpret_cast<const char*>(point.data()), sizeof(double) * 3};
}

std::string keyOf(const drawing::AsItCame&) {
  return "as it came";
}
std::string keyOf(const drawing::TakenAway&) {
  return "taken away";
}
std::string keyOf(const VoxelRuns& voxels) {
  return toText(voxels);
}
std::string keyOf(const TubeRegion& tube) {
  std::string key = "tube" + exactly(Vec3::Constant(tube.radiusMm));
  for (const Vec3& pointMm : tube.centreLineMm)
    key += exactly(pointMm);
  return key;
}
std::string keyOf(const EllipsoidRegion& ellipsoid) {
  std::string key = "ellipsoid" + exactly(ellipsoid.centreMm) + exactly(ellipsoid.radiiMm);
  for (int a = 0; a < 3; ++a)
    key += exactly(ellipsoid.axes.col(a));
  return key;
}

std::string keyOf(const anatomy::Corrections& corrections) {
  std::string key;
  for (const auto& [level, name] : corrections.levels)
    key += contentKey({"level", level, name});
  for (const auto& [landmark, placeMm] : corrections.landmarksMm)
    key += contentKey({"landmark", landmark, exactly(placeMm)});
  for (const auto& [id, structure] : corrections.drawn)
    key += contentKey(
        {"drawn",
         id,
         structure.name,
         toString(structure.role),
         std::visit([](const auto& region) { return keyOf(region); }, structure.region)});
  return key;
}

struct Derived {
  std::once_flag made;
  std::shared_ptr<const void> value;
};

}  // namespace

std::string caseKeyOf(const Case& original, const std::string& contentHash) {
  std::string rest(toString(original.position));
  for (const Structure& structure : original.structures)
    rest += toString(structure.basis);
  for (const Remark& remark : original.remarks)
    rest += contentKey({remark.key, remark.text});
  return contentKey({contentHash, rest});
}

/// One entry a vertebra, each measured once by whoever asks first.
struct CaseModel::Store {
  Store(std::shared_ptr<const Case> shared,
        anatomy::Corrections corrected,
        std::shared_ptr<const DistanceFields> known,
        ModelMemory recalled)
      : patient(std::move(shared)),
        corrections(std::move(corrected)),
        fields(std::move(known)),
        memory(std::move(recalled)),
        key(contentKey({memory.caseKey, keyOf(corrections)})),
        bones(*patient) {
    for (const std::string& level : levelsOf(*patient))
      structures.push_back(patient->find("vertebra_" + level));
    std::erase(structures, nullptr);
    anatomy.resize(structures.size());
    spinousTips.resize(structures.size());
    measured = std::vector<std::once_flag>(structures.size());
  }

  void measure(std::size_t index) {
    std::call_once(measured[index], [&] {
      anatomy[index] = anatomy::withLandmarks(
          anatomy::measureVertebra(*patient, *structures[index]), corrections);
      spinousTips[index] =
          mostPosteriorMm(*patient, *structures[index], scanned(), anatomy[index].frame.posterior);
    });
  }

  const CaseExtents& scanned() {
    std::call_once(extentsMade, [&] { extents.emplace(*patient); });
    return *extents;
  }

  /// Index of the vertebra, measured; nullopt where there is none.
  std::optional<std::size_t> at(const std::string& level) {
    for (std::size_t index = 0; index < structures.size(); ++index) {
      if (levelOf(*structures[index]) == level) {
        measure(index);
        return index;
      }
    }
    return std::nullopt;
  }

  std::shared_ptr<const Case> patient;
  anatomy::Corrections corrections;
  std::shared_ptr<const DistanceFields> fields;
  ModelMemory memory;
  std::string key;
  BoneLookup bones;
  std::vector<const Structure*> structures;
  std::vector<anatomy::VertebraAnatomy> anatomy;
  std::vector<std::optional<Vec3>> spinousTips;
  std::vector<std::once_flag> measured;
  anatomy::PelvisAnatomy pelvis;
  std::once_flag pelvisMeasured;
  std::optional<CaseExtents> extents;
  std::once_flag extentsMade;
  Boxes boxes;
  std::once_flag boxesMade;
  std::mutex derivedKnown;
  std::map<std::string, std::shared_ptr<Derived>> derived;
};

CaseModel::CaseModel(std::shared_ptr<const Case> patient,
                     anatomy::Corrections corrections,
                     ModelMemory memory)
    : store_(std::make_unique<Store>(patient,
                                     std::move(corrections),
                                     std::make_shared<const DistanceFields>(patient),
                                     std::move(memory))) {}

CaseModel::CaseModel(const CaseModel& other,
                     std::shared_ptr<const Case> patient,
                     anatomy::Corrections corrections)
    : store_(std::make_unique<Store>(
          patient,
          std::move(corrections),
          patient == other.store_->patient
              ? other.store_->fields
              : std::make_shared<const DistanceFields>(patient, *other.store_->fields),
          other.store_->memory)) {}

CaseModel::~CaseModel() = default;

const Case& CaseModel::patient() const {
  return *store_->patient;
}
std::shared_ptr<const Case> CaseModel::sharedPatient() const {
  return store_->patient;
}
const anatomy::Corrections& CaseModel::corrections() const {
  return store_->corrections;
}
const DistanceFields& CaseModel::fields() const {
  return *store_->fields;
}
const ModelMemory& CaseModel::memory() const {
  return store_->memory;
}
const std::string& CaseModel::key() const {
  return store_->key;
}

const Box* CaseModel::boxOf(std::string_view structureId) const {
  std::call_once(store_->boxesMade,
                 [&] { store_->boxes = boxesOf(*store_->patient, store_->scanned()); });
  const auto found = store_->boxes.find(structureId);
  return found == store_->boxes.end() ? nullptr : &found->second;
}

const Structure* CaseModel::boneAt(const Vec3& pointMm) const {
  return store_->bones.at(pointMm);
}

const anatomy::VertebraAnatomy* CaseModel::vertebra(const std::string& level) const {
  const std::optional<std::size_t> index = store_->at(level);
  return index ? &store_->anatomy[*index] : nullptr;
}

const std::vector<anatomy::VertebraAnatomy>& CaseModel::vertebrae() const {
  for (std::size_t index = 0; index < store_->structures.size(); ++index)
    store_->measure(index);
  return store_->anatomy;
}

const anatomy::PelvisAnatomy& CaseModel::pelvis() const {
  std::call_once(store_->pelvisMeasured, [&] {
    store_->pelvis =
        anatomy::withLandmarks(anatomy::measurePelvis(*store_->patient), store_->corrections);
  });
  return store_->pelvis;
}

std::optional<Vec3> CaseModel::spinousTipMm(const std::string& level) const {
  const std::optional<std::size_t> index = store_->at(level);
  return index ? store_->spinousTips[*index] : std::nullopt;
}

std::shared_ptr<const void> CaseModel::derived(
    const std::string& name, const std::function<std::shared_ptr<const void>()>& make) const {
  std::shared_ptr<Derived> entry;
  {
    const std::lock_guard lock(store_->derivedKnown);
    std::shared_ptr<Derived>& known = store_->derived[name];
    if (!known)
      known = std::make_shared<Derived>();
    entry = known;
  }
  std::call_once(entry->made, [&] { entry->value = make(); });
  return entry->value;
}

}  // namespace trocar
