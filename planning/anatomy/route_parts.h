#pragma once

#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::anatomy {

/// An estimated tube "stem_left", "Name, left".
Structure estimatedTube(
    const std::string& stem, const std::string& name, Side side, Role role, TubeRegion region);

/// A displacement in a frame: away from the midline, to the back, to the head.
Vec3 displaced(const VertebraFrame& frame, Side side, const Vec3& d);

/// Asks whether a point lies in any bone of the case.
class BoneOutside {
 public:
  explicit BoneOutside(const Case& patient);
  /// The first point along `direction` that is clear of bone by about `clearMm`; the point itself
  /// where none is within 15 mm.
  Vec3 pushed(const Vec3& pointMm, const Vec3& direction, double clearMm) const;

 private:
  bool isBoneAt(const Vec3& pointMm) const;
  const Case& patient_;
  std::vector<const Structure*> bones_;
};

/// Roots of T1 to L5 and segmental arteries of one vertebra.
std::optional<Structure> spinalRoot(const BoneOutside& outside,
                                    const VertebraAnatomy& vertebra,
                                    Side side);
std::optional<Structure> segmentalArtery(const BoneOutside& outside,
                                         const VertebraAnatomy& vertebra,
                                         Side side);

/// Nerves and vessels of the pelvis; nullopt where a landmark they follow is missing.
std::optional<Structure> sacralRoot(const PelvisAnatomy& pelvis,
                                    const std::string& level,
                                    Side side);
std::optional<Structure> sciaticNerve(const PelvisAnatomy& pelvis, Side side);
std::optional<Structure> lateralFemoralCutaneousNerve(const PelvisAnatomy& pelvis, Side side);
std::optional<Structure> superiorGlutealArtery(const BoneOutside& outside,
                                               const PelvisAnatomy& pelvis,
                                               Side side);

}  // namespace trocar::anatomy
