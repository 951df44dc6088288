#pragma once

#include "planning/anatomy/vertebra_anatomy.h"

#include <cstdint>
#include <string_view>

namespace trocar::anatomy {

/// A part of a vertebra. Canal is the free space that its ring encloses.
enum class VertebraPart : std::uint8_t {
  None,
  Body,
  LeftPedicle,
  RightPedicle,
  Arch,  ///< Laminae and articular processes.
  LeftTransverse,
  RightTransverse,
  Spinous,
  Canal,
};
std::string_view toString(VertebraPart part);

/// The parts of one vertebra as values of VertebraPart, on the voxels of its label's box.
struct VertebraRegions {
  Image<std::uint8_t> parts;

  VertebraPart at(const Vec3& pointMm) const {
    return static_cast<VertebraPart>(parts.nearest(pointMm, 0));
  }
  double volumeMl(VertebraPart part) const;
};

/// Divides the vertebra that `anatomy` was measured on. Where no body was found every voxel is
/// None; a side without a pedicle has none, and its bone counts as arch.
VertebraRegions divideVertebra(const Case& patient, const VertebraAnatomy& anatomy);

}  // namespace trocar::anatomy
