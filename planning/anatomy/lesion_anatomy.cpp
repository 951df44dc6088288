#include "planning/anatomy/lesion_anatomy.h"

#include "core/box.h"
#include "core/distance_field.h"
#include "planning/anatomy/cortical_defects.h"
#include "planning/anatomy/pelvic_lesion.h"
#include "planning/anatomy/structure_grid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kLyticHu = 100.0;
constexpr double kBlasticHu = 350.0;
constexpr double kInsideMm = 3.0;  // Of the body's surface, clear of cortex and partial volume.

struct Overlap {
  const Structure* bone = nullptr;
  double ml = 0.0;
};

/// The lesion's voxels and what they share with the bones.
struct LesionVoxels {
  Grid grid;
  Image<std::uint8_t> lesion;
  std::vector<std::uint8_t> inBone;
  std::vector<Overlap> overlaps;  ///< Of each bone that it lies in, the largest first.
};

LesionVoxels voxelsOf(const Case& patient, const Structure& lesion) {
  LesionVoxels voxels;
  voxels.grid = gridAround(patient, lesion, 0.0);
  voxels.lesion = maskOf(patient, lesion, voxels.grid);
  voxels.inBone.assign(voxels.grid.voxelCount(), 0);
  const auto box = boundsOf(patient, lesion);
  for (const Structure& bone : patient.structures) {
    if (!isBone(bone.role))
      continue;
    const auto boneBox = boundsOf(patient, bone);
    if (!boneBox || !meet(*box, *boneBox))
      continue;
    const Image<std::uint8_t> mask = maskOf(patient, bone, voxels.grid);
    std::size_t shared = 0;
    for (std::size_t n = 0; n < voxels.inBone.size(); ++n) {
      if (voxels.lesion.voxels()[n] != 0 && mask.voxels()[n] != 0) {
        voxels.inBone[n] = 1;
        ++shared;
      }
    }
    const double ml = static_cast<double>(shared) * voxels.grid.voxelVolumeMm3() / 1000.0;
    if (shared > 0)
      voxels.overlaps.push_back({&bone, ml});
  }
  std::stable_sort(voxels.overlaps.begin(),
                   voxels.overlaps.end(),
                   [](const Overlap& a, const Overlap& b) { return a.ml > b.ml; });
  return voxels;
}

void measureVolumes(const LesionVoxels& voxels, LesionAnatomy& anatomy) {
  const double voxelMl = voxels.grid.voxelVolumeMm3() / 1000.0;
  for (std::size_t n = 0; n < voxels.inBone.size(); ++n) {
    if (voxels.lesion.voxels()[n] != 0)
      (voxels.inBone[n] != 0 ? anatomy.inBoneMl : anatomy.softTissueMl) += voxelMl;
  }
}

/// HU of the voxels in bone, or of all where none is.
void measureHu(const Case& patient, const LesionVoxels& voxels, LesionAnatomy& anatomy) {
  std::vector<double> values;
  for (std::size_t n = 0; n < voxels.inBone.size(); ++n) {
    const bool counts =
        anatomy.inBoneMl > 0.0 ? voxels.inBone[n] != 0 : voxels.lesion.voxels()[n] != 0;
    const Vec3 point = voxels.grid.voxelToPatient(voxels.grid.voxelAt(n));
    if (counts && patient.ct.grid().contains(point))
      values.push_back(huAt(patient.ct, point));
  }
  if (values.empty())
    return;
  double sum = 0.0;
  double squares = 0.0;
  std::size_t lytic = 0;
  std::size_t blastic = 0;
  anatomy.maxHu = values.front();
  for (const double hu : values) {
    sum += hu;
    squares += hu * hu;
    lytic += hu < kLyticHu ? 1 : 0;
    blastic += hu > kBlasticHu ? 1 : 0;
    anatomy.maxHu = std::max(anatomy.maxHu, hu);
  }
  const auto count = static_cast<double>(values.size());
  anatomy.meanHu = sum / count;
  anatomy.sdHu = std::sqrt(std::max(0.0, squares / count - anatomy.meanHu * anatomy.meanHu));
  anatomy.lyticFraction = static_cast<double>(lytic) / count;
  anatomy.matrix = 2 * lytic > values.size()     ? LesionMatrix::Lytic
                   : 2 * blastic > values.size() ? LesionMatrix::Blastic
                                                 : LesionMatrix::Mixed;
}

void measureEpiduralSpace(const Case& patient, const LesionVoxels& voxels, LesionAnatomy& anatomy) {
  const Structure* sac = patient.find("thecal_sac");
  const std::vector<const Structure*> canals = patient.withRole(Role::Canal);
  const Structure* space = sac != nullptr ? sac : canals.empty() ? nullptr : canals.front();
  if (space == nullptr || !boundsOf(patient, *space))
    return;
  const DistanceField field = makeDistanceField(patient, *space, 40.0);
  const double halfVoxel = 0.5 * voxels.grid.spacingMm().mean();
  double nearest = 1e9;
  for (std::size_t n = 0; n < voxels.inBone.size(); ++n) {
    if (voxels.lesion.voxels()[n] != 0)
      nearest = std::min(nearest, field.at(voxels.grid.voxelToPatient(voxels.grid.voxelAt(n))));
  }
  anatomy.epiduralDistanceMm = nearest - halfVoxel;
  if (sac != nullptr)
    anatomy.duralContact = nearest - halfVoxel <= halfVoxel;
}

/// Voxels of each part of the vertebra: all, in the lesion, in the lesion and lytic; and its
/// spongiosa.
struct PartCounts {
  std::array<double, 9> all{};
  std::array<double, 9> inLesion{};
  double lyticBody = 0.0;
  double spongiosaHu = 0.0;
  double spongiosa = 0.0;

  std::optional<double> fraction(VertebraPart part) const {
    const auto n = static_cast<std::size_t>(part);
    return all[n] > 0.0 ? std::optional(inLesion[n] / all[n]) : std::nullopt;
  }
};

bool deepInBody(const VertebraRegions& regions, const Vec3& point) {
  for (int axis = 0; axis < 3; ++axis) {
    for (const double step : {-kInsideMm, kInsideMm}) {
      if (regions.at(point + step * Vec3::Unit(axis)) != VertebraPart::Body)
        return false;
    }
  }
  return true;
}

PartCounts countParts(const Case& patient,
                      const Structure& lesion,
                      const VertebraRegions& regions) {
  PartCounts counts;
  const Grid& grid = regions.parts.grid();
  const Image<std::uint8_t> inLesion = maskOf(patient, lesion, grid);
  for (std::size_t n = 0; n < grid.voxelCount(); ++n) {
    const std::size_t part = regions.parts.voxels()[n];
    if (part == 0)
      continue;
    const bool diseased = inLesion.voxels()[n] != 0;
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(n));
    counts.all[part] += 1.0;
    counts.inLesion[part] += diseased ? 1.0 : 0.0;
    if (part != static_cast<std::size_t>(VertebraPart::Body))
      continue;
    const double hu = huAt(patient.ct, point);
    if (diseased && hu < kLyticHu)
      counts.lyticBody += 1.0;
    if (!diseased && deepInBody(regions, point)) {
      counts.spongiosa += 1.0;
      counts.spongiosaHu += hu;
    }
  }
  return counts;
}

std::string placeOnVertebra(const VertebraRegions& regions,
                            const VertebraAnatomy& vertebra,
                            const Vec3& point,
                            const Vec3& normal) {
  switch (regions.at(point)) {
    case VertebraPart::LeftPedicle:
      return "left pedicle";
    case VertebraPart::RightPedicle:
      return "right pedicle";
    case VertebraPart::Body:
      break;
    default:
      return "arch";
  }
  if (normal.dot(vertebra.frame.superior) > 0.7)
    return "superior endplate";
  if (normal.dot(vertebra.frame.superior) < -0.7)
    return "inferior endplate";
  if (normal.dot(vertebra.frame.posterior) > 0.7)
    return "posterior wall";
  if (normal.dot(vertebra.frame.posterior) < -0.7)
    return "anterior wall";
  return normal.dot(vertebra.frame.left) > 0.0 ? "left wall" : "right wall";
}

std::optional<double> canalNarrowing(const VertebraAnatomy& vertebra,
                                     const std::vector<VertebraAnatomy>& all) {
  const auto own = levelOrder(vertebra.level);
  double sum = 0.0;
  double count = 0.0;
  for (const VertebraAnatomy& other : all) {
    const auto order = levelOrder(other.level);
    if (own && order && std::abs(*order - *own) == 1 && other.trust.trusted &&
        other.canalAreaMm2 > 0.0) {
      sum += other.canalAreaMm2;
      ++count;
    }
  }
  if (count == 0.0 || vertebra.canalAreaMm2 <= 0.0)
    return std::nullopt;
  return std::max(0.0, 1.0 - vertebra.canalAreaMm2 * count / sum);
}

void measureInVertebra(const Case& patient,
                       const Structure& lesion,
                       const std::vector<VertebraAnatomy>& all,
                       const VertebraAnatomy& vertebra,
                       LesionAnatomy& anatomy) {
  const VertebraRegions regions = divideVertebra(patient, vertebra);
  const PartCounts counts = countParts(patient, lesion, regions);
  anatomy.bodyFraction = counts.fraction(VertebraPart::Body);
  anatomy.leftPedicleFraction = counts.fraction(VertebraPart::LeftPedicle);
  anatomy.rightPedicleFraction = counts.fraction(VertebraPart::RightPedicle);
  double arch = 0.0;
  double inArch = 0.0;
  for (const VertebraPart part : {VertebraPart::Arch,
                                  VertebraPart::LeftTransverse,
                                  VertebraPart::RightTransverse,
                                  VertebraPart::Spinous}) {
    arch += counts.all[static_cast<std::size_t>(part)];
    inArch += counts.inLesion[static_cast<std::size_t>(part)];
  }
  if (arch > 0.0)
    anatomy.archFraction = inArch / arch;
  const double body = counts.all[static_cast<std::size_t>(VertebraPart::Body)];
  if (body > 0.0) {
    anatomy.bodyLysisFraction = counts.lyticBody / body;
    anatomy.retropulsionMm = vertebra.body.retropulsionMm;
  }
  if (counts.spongiosa > 0.0)
    anatomy.boneQualityHu = counts.spongiosaHu / counts.spongiosa;
  anatomy.collapseFraction = vertebra.collapseFraction;
  anatomy.canalNarrowing = canalNarrowing(vertebra, all);
  anatomy.corticalDefects =
      findCorticalDefects(patient,
                          lesion,
                          *patient.find(vertebra.structureId),
                          [&](const Vec3& point, const Vec3& normal) {
                            return placeOnVertebra(regions, vertebra, point, normal);
                          });
  double posterior = 0.0;
  for (const CorticalDefect& defect : anatomy.corticalDefects)
    posterior += defect.place == "posterior wall" ? defect.areaMm2 : 0.0;
  anatomy.posteriorWallDefectMm2 = posterior;
  if (!vertebra.trust.trusted)
    anatomy.trust = vertebra.trust;
}

void measureInPelvis(const Case& patient,
                     const Structure& lesion,
                     const PelvisAnatomy& pelvis,
                     LesionAnatomy& anatomy) {
  for (const HipAnatomy& hip : pelvis.hips) {
    if (hip.structureId == anatomy.boneId && hip.acetabulum.radiusMm > 0.0)
      anatomy.hip = measureInHip(patient, lesion, hip);
  }
  for (const FemurAnatomy& femur : pelvis.femurs) {
    if (femur.structureId == anatomy.boneId && femur.head.radiusMm > 0.0)
      anatomy.femur = measureInFemur(patient, lesion, femur);
  }
}

const VertebraAnatomy* vertebraOf(const std::vector<VertebraAnatomy>& vertebrae,
                                  const Structure& bone) {
  const auto found =
      std::find_if(vertebrae.begin(), vertebrae.end(), [&](const VertebraAnatomy& v) {
        return v.structureId == bone.id;
      });
  return found == vertebrae.end() ? nullptr : &*found;
}

void measureInBone(const Case& patient,
                   const Structure& lesion,
                   const std::vector<VertebraAnatomy>& vertebrae,
                   const PelvisAnatomy& pelvis,
                   const Structure& bone,
                   LesionAnatomy& anatomy) {
  anatomy.boneId = bone.id;
  const VertebraAnatomy* vertebra = vertebraOf(vertebrae, bone);
  if (vertebra != nullptr && vertebra->body.volumeMl > 0.0)
    measureInVertebra(patient, lesion, vertebrae, *vertebra, anatomy);
  else
    anatomy.corticalDefects = findCorticalDefects(
        patient, lesion, bone, [&](const Vec3&, const Vec3&) { return bone.name; });
  measureInPelvis(patient, lesion, pelvis, anatomy);
}

/// In each of its bones: the one with the largest overlap, then vertebrae that hold a good part of
/// it. One entry without a bone for a lesion of soft tissue.
std::vector<LesionAnatomy> measureInBones(const Case& patient,
                                          const Structure& lesion,
                                          const std::vector<VertebraAnatomy>& vertebrae,
                                          const PelvisAnatomy& pelvis,
                                          bool largestOnly,
                                          const Progress& progress) {
  constexpr double kGoodPart = 0.1;  // Of what lies in bone; less is a frayed edge [estimated].
  LesionAnatomy whole;
  whole.lesionId = lesion.id;
  progress.at(0.0);
  if (!boundsOf(patient, lesion)) {
    whole.trust = {false, "The lesion has no voxel."};
    return {whole};
  }
  whole.volumeMl = volumeMl(patient, lesion);
  const LesionVoxels voxels = voxelsOf(patient, lesion);
  measureVolumes(voxels, whole);
  measureHu(patient, voxels, whole);
  progress.at(0.3);
  measureEpiduralSpace(patient, voxels, whole);
  progress.at(0.6);
  std::vector<LesionAnatomy> anatomies;
  for (const Overlap& overlap : voxels.overlaps) {
    const bool counts =
        anatomies.empty() || (!largestOnly && overlap.ml >= kGoodPart * whole.inBoneMl &&
                              vertebraOf(vertebrae, *overlap.bone) != nullptr);
    if (!counts)
      continue;
    anatomies.push_back(whole);
    measureInBone(patient, lesion, vertebrae, pelvis, *overlap.bone, anatomies.back());
  }
  progress.at(1.0);
  return anatomies.empty() ? std::vector{whole} : anatomies;
}

}  // namespace

std::string_view toString(LesionMatrix matrix) {
  constexpr std::array<std::string_view, 3> kWords = {"lytic", "mixed", "blastic"};
  return kWords[static_cast<std::size_t>(matrix)];
}

LesionAnatomy measureLesion(const Case& patient,
                            const Structure& lesion,
                            const std::vector<VertebraAnatomy>& vertebrae,
                            const PelvisAnatomy& pelvis,
                            const Progress& progress) {
  return measureInBones(patient, lesion, vertebrae, pelvis, true, progress).front();
}

std::vector<LesionAnatomy> measureLesions(const Case& patient,
                                          const std::vector<VertebraAnatomy>& vertebrae,
                                          const PelvisAnatomy& pelvis,
                                          const Progress& progress) {
  const std::vector<const Structure*> lesions = patient.withRole(Role::Lesion);
  std::vector<LesionAnatomy> anatomies;
  for (std::size_t n = 0; n < lesions.size(); ++n) {
    const auto count = static_cast<double>(lesions.size());
    const auto done = static_cast<double>(n);
    for (LesionAnatomy& one : measureInBones(patient,
                                             *lesions[n],
                                             vertebrae,
                                             pelvis,
                                             false,
                                             progress.span(done / count, (done + 1.0) / count)))
      anatomies.push_back(std::move(one));
  }
  return anatomies;
}

}  // namespace trocar::anatomy
