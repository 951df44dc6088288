#pragma once

#include "core/patient/canvas.h"
#include "core/patient/skeleton.h"
#include "core/structure.h"

#include <string>
#include <utility>
#include <vector>

namespace trocar::synthetic {

/// Label values of a tissue and of what covers it all round.
struct Lining {
  std::uint16_t within = 0;
  std::uint16_t lining = 0;
};

/// A patient as a list of things to paint, back to front, and what their label values mean.
struct Atlas {
  std::vector<Part> parts;
  std::vector<Structure> structures;
  std::vector<Lining> linings;

  /// Returns the part's own label value.
  std::uint16_t add(const Shape& shape, const Material& material) {
    const auto value = static_cast<std::uint16_t>(parts.size() + 1);
    parts.push_back({value, shape, material});
    return value;
  }
  void name(const std::string& id,
            const std::string& name,
            Role role,
            std::vector<std::uint16_t> values) {
    structures.push_back({id, name, role, LabelRegion{0, std::move(values)}, Basis::Simulated});
  }
};

/// What the makers of the atlas work from.
struct Anatomy {
  const PatientParameters& patient;
  const Skeleton& skeleton;

  /// A point in the frame of a vertebra ("L3") or of the sacrum ("S1"), in patient coordinates.
  Vec3 at(const std::string& level, const Vec3& local) const;
  const VertebraSize& size(const std::string& level) const;
  Vec3 pelvis(const Vec3& left, int side) const {
    return pelvisPoint(patient, skeleton.curve, left, side);
  }
};

/// A bone that a lesion can lie in, with the frame in which the lesion is given.
struct BoneSolid {
  std::string id;  ///< Of its structure.
  Shape shape;
  Frame frame;
};
/// `key` is a level, "sacrum" or "hip_right"; throws Error for another.
BoneSolid boneOf(const Anatomy& anatomy, const std::string& key);

/// "_left" or "_right".
const char* sideSuffix(int side);
/// ", left" or ", right".
const char* sideWords(int side);
/// +1 for the left side (index 0), -1 for the right.
inline double sign(int side) {
  return side == 0 ? 1.0 : -1.0;
}

inline Material muscleMaterial() {
  return soft(56, 9, 2.2);
}

Shape torsoShape(const PatientParameters& patient);
/// Outline of the trunk at a height.
TorsoStation torsoAt(const PatientParameters& patient, double zMm);

void addTrunk(const Anatomy& anatomy, Atlas& atlas);
/// Pleura, lungs and what lies between them.
void addChest(const Anatomy& anatomy, Atlas& atlas);
void addOrgans(const Anatomy& anatomy, Atlas& atlas);
void addHipMuscles(const Anatomy& anatomy, Atlas& atlas);
void addMuscles(const Anatomy& anatomy, Atlas& atlas);
void addVessels(const Anatomy& anatomy, Atlas& atlas);
void addCanalAndNerves(const Anatomy& anatomy, Atlas& atlas);
/// Lesions' soft tissue, discs, bones and then the lesions within bones.
void addBonesAndLesions(const Anatomy& anatomy, Atlas& atlas);

}  // namespace trocar::synthetic
