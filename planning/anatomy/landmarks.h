#pragma once

#include "core/case.h"
#include "planning/anatomy/corrections.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <memory>
#include <string>
#include <vector>

namespace trocar::anatomy {

/// A named place of the measured anatomy that a person can look at and correct.
struct Landmark {
  std::string id;  ///< Such as "L3/pedicle_left", "hip_right/ischial_spine" or, for the bends of an
                   ///< estimated nerve or vessel, "nerve_root_L4_left/2".
  std::string name;  ///< "left pedicle, isthmus".
  Vec3 pointMm = Vec3::Zero();
};

/// "L3" of "L3/canal".
std::string ownerOf(std::string_view landmarkId);

/// Middle of the body, midpoints of its endplates and walls, canal, and of each pedicle the isthmus
/// and a place on the axis where it enters the body. Empty for what was not measured.
std::vector<Landmark> landmarksOf(const VertebraAnatomy& vertebra);
/// Of sacrum, hips and femurs, as far as found.
std::vector<Landmark> landmarksOf(const PelvisAnatomy& pelvis);
/// The bends of a route that was estimated or drawn by hand; empty for any other structure.
std::vector<Landmark> landmarksOf(const Structure& route);

/// The measured vertebra with its corrected landmarks. A moved isthmus takes its sections along; a
/// moved place on the axis turns them about the isthmus, and the angles follow; moved endplates and
/// walls change heights and depth by as much. Whatever was corrected counts as trusted.
VertebraAnatomy withLandmarks(VertebraAnatomy vertebra, const Corrections& corrections);
PelvisAnatomy withLandmarks(PelvisAnatomy pelvis, const Corrections& corrections);

/// The case with its levels renamed, what was drawn and its estimated routes moved. Throws Error
/// where the names or the drawing do not fit the case.
std::shared_ptr<const Case> withCorrections(std::shared_ptr<const Case> patient,
                                            const Corrections& corrections);

}  // namespace trocar::anatomy
