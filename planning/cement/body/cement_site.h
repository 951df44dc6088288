#pragma once

#include "planning/cement/body/ablated_zone.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/cement/flow/flow_domain.h"
#include "planning/model/case_model.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::cement {

/// What a voxel of a site belongs to.
enum class SitePlace : std::uint8_t {
  Solid,
  Body,
  OtherBone,
  Canal,
  Foramen,
  Disc,
  Vein,
  Joint,
  Paravertebral,
};
/// The word of CementLeak::into; "bone" inside it.
std::string_view toString(SitePlace place);
inline bool isInBone(SitePlace place) {
  return place == SitePlace::Body || place == SitePlace::OtherBone;
}
inline bool isOutsideBone(SitePlace place) {
  return place != SitePlace::Solid && !isInBone(place);
}

/// How cement can leave through the surface of the bone.
enum class LeakRoute : std::uint8_t {
  None,
  Basivertebral,
  Segmental,
  Cortical,
  Disc,
  Foraminal,
  Joint,
  Track,
};
/// The word of CementLeak::route.
std::string_view toString(LeakRoute route);

/// Where the veins of a body lie, which differs between people and CT does not show.
struct VeinPlace {
  double upShare = 0.0;  ///< Of the body's height, by which their plane lies above its middle.
  double forwardShare =
      0.0;                   ///< Of the depth, by which segmental veins leave farther to the front.
  double trunkShare = 0.65;  ///< Of the depth, from the posterior wall, that the trunk reaches.
};

/// What is uncertain about the flow and varied in an ensemble: factors on the nominal values.
struct FlowFactors {
  double permeability = 1.0;
  double veins = 1.0;      ///< Permeability of the veins and their openings.
  double cortexHu = 1.0;   ///< HU that still counts as cortex.
  double viscosity = 1.0;  ///< Of the cement.
  VeinPlace veinPlace = {};
};

/// A cannula in the bone: nothing flows through its steel.
struct Cannula {
  Trajectory trajectory;
  double outerDiameterMm = 0.0;
};

/// One bone prepared for injection. All arrays are on `flow.grid`.
struct CementSite {
  std::string structure;
  std::string level;
  FlowDomain flow;
  std::vector<SitePlace> place;
  std::vector<LeakRoute> route;                       ///< Of the openings in a bone voxel's faces.
  std::vector<std::uint8_t> lesion;                   ///< Not 0 in a lesion.
  const anatomy::VertebraAnatomy* anatomy = nullptr;  ///< Where its walls were measured.
  VeinPlace veins = {};

  /// Volume of all voxels of a place.
  double volumeMl(SitePlace of) const;
  /// Pores in the bone.
  double roomMl() const;
  /// Distance in front of the posterior wall; nullopt without a measured one.
  std::optional<double> inFrontOfPosteriorWallMm(const Vec3& pointMm) const;
  /// In the foramen of the basivertebral vein, or in the wall where it opens: a wedge in the middle
  /// of the posterior wall, a fifth of the body wide and a quarter high, its edge two fifths of the
  /// depth in front of the wall (CT of 107 lumbar vertebrae: 7.8 mm wide, 5.4 high, 12.4 deep, He
  /// 2023). From the edge the vein's trunk, 3 mm across [estimated], goes on as far as `veins` has
  /// it.
  bool inBasivertebralForamen(const Vec3& pointMm) const;
  /// Where segmental veins leave the body: two on each side, halfway up, at its flank and farther
  /// to the front. Empty where the body was not measured.
  std::vector<Vec3> segmentalMouthsMm() const;
  /// Where the tributaries of the basivertebral vein meet its trunk.
  Vec3 trunkMm() const;
  /// In the quarter of the body's depth next to the posterior wall, or in the bone behind it.
  bool inPosteriorQuarter(std::size_t voxel) const;
};

/// Calls `visit` with every voxel of a site, on all threads: it may write to that voxel alone.
void eachVoxel(const CementSite& site, const std::function<void(std::size_t)>& visit);

struct SiteRequest {
  const Structure& bone;
  const anatomy::VertebraAnatomy* anatomy = nullptr;  ///< Of the bone, where it could be measured.
  std::vector<Cannula> cannulas;
  double reachMm = 40.0;  ///< Half side of the box kept around the tips.
  double resolutionMm = 1.0;
  FlowFactors factors;
  std::vector<EllipsoidRegion> cavities;  ///< Emptied of bone, by a balloon.
  std::vector<Ring> rings;                ///< Walls of coils, with a room inside.
  AblatedZone ablated = AblatedZone();

  /// Factor on the permeability of veins at a place.
  double veinsAt(const Vec3& pointMm) const;
};

/// Porosity and permeability from CT inside the bone; its cortex closed except for openings that
/// the CT shows, veins, and the needle's track; around the openings the tissue that cement would
/// enter.
CementSite makeCementSite(const CaseModel& model, const SiteRequest& request);

}  // namespace trocar::cement
