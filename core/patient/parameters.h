#pragma once

#include "core/case.h"
#include "core/patient/morphometry.h"
#include "core/patient/spine_curve.h"

#include <string>
#include <string_view>
#include <vector>

namespace trocar::synthetic {

/// The trunk's outline at one height above the first sacral endplate.
struct TorsoStation {
  double zMm;
  double halfWidthMm;
  double frontYMm;
  double backYMm;
};

/// One of the ellipsoids that a lesion is made of, in the frame of its bone.
struct LesionBlob {
  Vec3 centreMm;
  Vec3 radiiMm;
};

struct LesionParameters {
  std::string id;  ///< Such as "lesion_1".
  std::string name;
  std::string bone;  ///< "L3", "sacrum" or "hip_right".
  bool sclerotic = false;
  double hu = 55;
  double leftCortexMm = 0.6;  ///< How much cortex remains where the lesion reaches the surface.
  double outsideMm = 0.0;     ///< How far the lesion may grow out of its bone.
  std::vector<LesionBlob> blobs;
};

/// A wedge fracture: heights become these shares of what they were.
struct Collapse {
  std::string level;
  double anterior = 1;
  double posterior = 1;
};

/// Everything that tells one patient from another; read from assets/patients/<id>.json.
struct PatientParameters {
  std::string id;
  std::string title;
  std::string history;
  bool female = false;
  PatientPosition position = PatientPosition::Supine;
  double boneScale = 1;
  double pelvisWidthScale = 1;
  double spongiosaHu = 150;
  double cortexHu = 1500;
  double noiseHu = 11;
  double fatMm = 15;  ///< Under the skin of the belly.
  std::uint64_t seed = 1;
  Posture posture;
  std::vector<VertebraSize> sizes;  ///< T1 to L5, scaled, with the patient's own exceptions.
  std::vector<TorsoStation> torso;
  std::vector<LesionParameters> lesions;
  Box fieldMm;  ///< What is scanned, relative to the first sacral endplate.
};

/// Throws Error for an unknown id or a damaged file.
PatientParameters patientParameters(std::string_view id);
/// Ids in the order they are offered.
std::vector<std::string> patientIds();

}  // namespace trocar::synthetic
