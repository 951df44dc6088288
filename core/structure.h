#pragma once

#include "core/vec3.h"

#include <Eigen/Dense>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace trocar {

/// What a structure is. Rules, colours and materials follow the role, never the name.
enum class Role {
  Vertebra,
  Disc,
  Sacrum,
  Hip,
  Femur,
  Rib,
  Bone,
  Lesion,
  Canal,
  ThecalSac,
  Cord,
  Nerve,
  Foramen,
  Artery,
  Vein,
  Lung,
  Pleura,
  Bowel,
  Kidney,
  Organ,
  Muscle,
  Cartilage,
  Skin,
  Other,
};

/// The word used in files and on the command line, such as "thecal_sac".
std::string_view toString(Role role);
std::optional<Role> roleFromString(std::string_view word);
/// Every role, in the order of the enumeration.
const std::vector<Role>& allRoles();
/// Bone that a needle may work in: vertebra, sacrum, hip, femur, rib, bone.
bool isBone(Role role);
/// A needle must keep away from it: canal, thecal sac, cord, nerve, foramen, vessels, lung, pleura,
/// bowel, kidney, organ (liver, spleen, bladder, heart ..), cartilage.
bool isCritical(Role role);

/// Where a number or a shape comes from.
enum class Basis { Measured, Simulated, Published, Entered, Estimated, Drawn };
std::string_view toString(Basis basis);
std::optional<Basis> basisFromString(std::string_view word);

/// Voxels of one of the case's label maps that carry one of `values` (ascending). Structures may
/// share values: a lesion belongs to its vertebra, a cord to its canal.
struct LabelRegion {
  int layer = 0;
  std::vector<std::uint16_t> values;

  bool operator==(const LabelRegion&) const = default;
};

/// A round tube along a polyline of at least two points: a nerve or vessel drawn by hand or
/// estimated.
struct TubeRegion {
  std::vector<Vec3> centreLineMm;
  double radiusMm = 1.0;

  bool operator==(const TubeRegion&) const = default;
};

/// An ellipsoid; the columns of `axes` are its unit axes, `radiiMm` the half lengths along them.
struct EllipsoidRegion {
  Vec3 centreMm = Vec3::Zero();
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  Vec3 radiiMm = Vec3::Ones();

  bool operator==(const EllipsoidRegion&) const = default;
};

using Region = std::variant<LabelRegion, TubeRegion, EllipsoidRegion>;

/// One anatomical thing of a case.
struct Structure {
  std::string
      id;  ///< Stable key such as "vertebra_L3" or "root_L3_left"; laterality is the patient's.
  std::string name;  ///< For people, such as "L3" or "L3 root, left".
  Role role = Role::Other;
  Region region;
  Basis basis = Basis::Measured;
  /// That a vertebra which was found by the program has its right level in its name, 0 to 1.
  std::optional<double> nameCertainty = std::nullopt;

  bool operator==(const Structure&) const = default;
};

}  // namespace trocar
