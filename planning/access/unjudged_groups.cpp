#include "planning/access/unjudged_groups.h"

#include "core/number_text.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace trocar::access {
namespace {

constexpr const char* kNowhere = "not labelled on this CT";
/// Way over which a needle is compared with labels: anything that it can hit lies in it.
constexpr double kAskedEveryMm = 2.0;
/// A label that ends so near still shows what is there: about half a disc and half a slice.
constexpr double kBeyondLabelMm = 8.0;
/// Canals are some 27 mm wide [mean of 87 lumbar spines]: half of that, and as much again for a
/// bone that is cut off or turned [estimate].
constexpr double kFromMiddleMm = 30.0;
/// A tip so far from a bone's box still works at that bone.
constexpr double kAtBoneMm = 30.0;
/// Length of the way, from the tip, along which nerves and vessels of the place are met.
constexpr double kDeepMm = 40.0;

/// Along the patient's long axis, from caudal to cranial.
struct Heights {
  double lowMm = 0.0;
  double highMm = 0.0;

  bool hold(double zMm) const { return zMm >= lowMm && zMm <= highMm; }
  bool meet(const Heights& other) const { return lowMm <= other.highMm && other.lowMm <= highMm; }
  Heights wider(double byMm) const { return {lowMm - byMm, highMm + byMm}; }
};

Heights heightsOf(const Box& box) {
  return {box.lowMm.z(), box.highMm.z()};
}

bool anyHolds(const std::vector<Heights>& all, double zMm) {
  return std::any_of(all.begin(), all.end(), [&](const Heights& one) { return one.hold(zMm); });
}

/// Those of the labels that `wanted` takes.
template <typename Wanted>
std::vector<Heights> heightsWhere(const CaseModel& model, const Wanted& wanted) {
  std::vector<Heights> heights;
  for (const Structure& structure : model.patient().structures) {
    const Box* box = wanted(structure) ? model.boxOf(structure.id) : nullptr;
    if (box)
      heights.push_back(heightsOf(*box));
  }
  return heights;
}

bool isSpinal(Role role) {
  return role == Role::Vertebra || role == Role::Sacrum;
}

bool isOfCanal(Role role) {
  return role == Role::Canal || role == Role::ThecalSac || role == Role::Cord;
}

/// What is labelled of spine and canal.
struct Spine {
  struct Bone {
    Box box;
    bool isSacrum = false;
  };
  std::vector<Bone> bones;
  std::vector<Heights> canal;

  explicit Spine(const CaseModel& model)
      : canal(heightsWhere(model, [](const Structure& s) { return isOfCanal(s.role); })) {
    for (const Structure& structure : model.patient().structures) {
      const Box* box = isSpinal(structure.role) ? model.boxOf(structure.id) : nullptr;
      if (box)
        bones.push_back({*box, structure.role == Role::Sacrum});
    }
    for (Heights& one : canal)
      one = one.wider(kBeyondLabelMm);
  }

  /// The canal leaves the sacrum behind, above its lower end.
  bool showsCanal(const Bone& bone, double zMm) const {
    const double middleMm = 0.5 * (bone.box.lowMm.z() + bone.box.highMm.z());
    return anyHolds(canal, zMm) || (bone.isSacrum && zMm < middleMm && anyHolds(canal, middleMm));
  }

  /// Whether a label says where the spine is at this height; below the top of the sacrum it ends.
  bool isLocatedAt(double zMm) const {
    return std::any_of(bones.begin(), bones.end(), [&](const Bone& bone) {
      return heightsOf(bone.box).wider(kBeyondLabelMm).hold(zMm) ||
             (bone.isSacrum && zMm < bone.box.highMm.z());
    });
  }
};

/// Whether the canal of this bone may lie at the point.
bool mayHoldCanal(const Box& box, const Vec3& pointMm) {
  const double middleMm = 0.5 * (box.lowMm.x() + box.highMm.x());
  return heightsOf(box).hold(pointMm.z()) && std::abs(pointMm.x() - middleMm) < kFromMiddleMm &&
         pointMm.y() > box.lowMm.y() - kBeyondLabelMm &&
         pointMm.y() < box.highMm.y() + kBeyondLabelMm;
}

double distanceMm(const Box& box, const Vec3& pointMm) {
  const Vec3 past = (box.lowMm - pointMm).cwiseMax(pointMm - box.highMm);
  return past.cwiseMax(Vec3::Zero()).norm();
}

/// That of its level, that around its tip, else the one whose box comes nearest; nullptr where none
/// is near.
const Structure* boneAtTip(const CaseModel& model, const Needle& needle, const Vec3& tipMm) {
  const Structure* level = model.patient().find("vertebra_" + needle.level);
  const Box* box = level ? model.boxOf(level->id) : nullptr;
  if (box && distanceMm(*box, tipMm) <= kAtBoneMm)
    return level;
  if (const Structure* around = model.boneAt(tipMm))
    return around;
  const Structure* nearest = nullptr;
  double leastMm = kAtBoneMm;
  for (const Structure& structure : model.patient().structures) {
    const Box* of = isBone(structure.role) ? model.boxOf(structure.id) : nullptr;
    const double farMm = of ? distanceMm(*of, tipMm) : std::numeric_limits<double>::infinity();
    if (farMm < leastMm || (farMm == leastMm && nearest && isSpinal(structure.role))) {
      nearest = &structure;
      leastMm = farMm;
    }
  }
  return nearest;
}

std::string onlyFrom(const std::vector<Heights>& canal, double zMm) {
  Heights all = canal.front();
  for (const Heights& one : canal)
    all = {std::min(all.lowMm, one.lowMm), std::max(all.highMm, one.highMm)};
  all = all.wider(-kBeyondLabelMm);
  return "labelled from z " + decimalText(all.lowMm) + " to " + decimalText(all.highMm) +
         " mm, the needle passes at z " + decimalText(zMm) + " mm";
}

/// Why the canal is not judged; nullopt where it is, or cannot be met.
std::optional<std::string> canalGap(const Spine& spine,
                                    const NeedlePath& axis,
                                    const Structure* bone) {
  const bool besideSpine = bone && (bone->role == Role::Hip || bone->role == Role::Femur);
  const int steps = 1 + static_cast<int>(axis.lengthMm() / kAskedEveryMm);
  for (int step = steps; step >= 0; --step) {
    const double depthMm = axis.lengthMm() * step / steps;
    const Vec3 pointMm = axis.pointAtDepth(depthMm);
    const bool unlocated = !besideSpine && axis.lengthMm() - depthMm < kDeepMm &&
                           !spine.isLocatedAt(pointMm.z()) && !anyHolds(spine.canal, pointMm.z());
    const bool hidden =
        std::any_of(spine.bones.begin(), spine.bones.end(), [&](const Spine::Bone& one) {
          return mayHoldCanal(one.box, pointMm) && !spine.showsCanal(one, pointMm.z());
        });
    if (unlocated || hidden)
      return spine.canal.empty() ? std::string(kNowhere) : onlyFrom(spine.canal, pointMm.z());
  }
  return std::nullopt;
}

std::vector<RiskGroup> softGroupsAt(const Structure* bone) {
  using enum RiskGroup;
  const Role role = bone ? bone->role : Role::Other;
  const std::string level = role == Role::Vertebra ? levelOf(*bone) : "";
  const char region = level.empty() ? ' ' : level.front();
  if (region == 'C' || role == Role::Femur)
    return {Nerves, Vessels};
  if (region == 'T' || role == Role::Rib)
    return {Nerves, Vessels, Lungs};
  if (region == 'L' || role == Role::Sacrum || role == Role::Hip)
    return {Nerves, Vessels, Bowel};
  return {Nerves, Vessels, Lungs, Bowel};
}

bool shows(const Structure& structure, RiskGroup group) {
  switch (group) {
    case RiskGroup::Nerves:
      return structure.role == Role::Nerve;
    case RiskGroup::Vessels:
      return (structure.role == Role::Artery || structure.role == Role::Vein) &&
             structure.basis != Basis::Estimated;
    case RiskGroup::Lungs:
      return structure.role == Role::Lung || structure.role == Role::Pleura;
    case RiskGroup::Bowel:
      return structure.role == Role::Bowel;
    default:
      return false;
  }
}

/// Lungs and bowel have an end, and are labelled as a whole; nerves and vessels are everywhere.
std::optional<std::string> softGap(const CaseModel& model, RiskGroup group, const Heights& deep) {
  const std::vector<Heights> labels =
      heightsWhere(model, [&](const Structure& s) { return shows(s, group); });
  if (labels.empty())
    return kNowhere;
  const bool anyHeight = group == RiskGroup::Lungs || group == RiskGroup::Bowel;
  const bool here =
      std::any_of(labels.begin(), labels.end(), [&](const Heights& one) { return one.meet(deep); });
  return anyHeight || here ? std::nullopt : std::optional<std::string>("labelled elsewhere only");
}

std::string boneGap(const Case& patient) {
  const bool any = std::any_of(patient.structures.begin(),
                               patient.structures.end(),
                               [](const Structure& s) { return isBone(s.role); });
  return any ? "none labelled within " + decimalText(kAtBoneMm, 0) + " mm of the tip" : kNowhere;
}

Heights deepHeights(const NeedlePath& axis) {
  const double tipZ = axis.tipMm().z();
  const double backZ = axis.pointAtDepth(std::max(0.0, axis.lengthMm() - kDeepMm)).z();
  return Heights{std::min(tipZ, backZ), std::max(tipZ, backZ)}.wider(kBeyondLabelMm);
}

}  // namespace

std::vector<Unjudged> unjudgedAt(const CaseModel& model, const Needle& needle) {
  const NeedlePath axis(needle);
  const Structure* bone = boneAtTip(model, needle, axis.tipMm());
  std::vector<Unjudged> unjudged;
  if (auto why = canalGap(Spine(model), axis, bone))
    unjudged.push_back({RiskGroup::Canal, *std::move(why)});
  if (!bone)
    unjudged.push_back({RiskGroup::Bone, boneGap(model.patient())});
  for (const RiskGroup group : softGroupsAt(bone)) {
    if (auto why = softGap(model, group, deepHeights(axis)))
      unjudged.push_back({group, *std::move(why)});
  }
  return unjudged;
}

bool saysUnjudged(const Finding& finding) {
  return finding.rule == "canal-unjudged" || finding.rule == "bone-unjudged";
}

}  // namespace trocar::access
