#pragma once

#include "core/image.h"
#include "core/structure.h"
#include "planning/model/body_temperature.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::cement {

/// Cement that left the bone.
struct CementLeak {
  std::string route;  ///< basivertebral | segmental | cortical | disc | foraminal | joint | track
  std::string into;   ///< canal | foramen | disc | vein | joint | paravertebral
  double volumeMl = 0.0;              ///< After the whole injection.
  std::optional<double> probability;  ///< Of this route, from an ensemble.
  Vec3 atMm = Vec3::Zero();           ///< Where it leaves the bone first.
  /// The way that cement took, from the needle's tip through the opening to where it ends.
  std::vector<Vec3> pathMm;
  /// Injected by all needles when so much has left the bone that CT shows it.
  double firstAtMl = 0.0;
};

/// A reason to stop or to wait.
struct CementStop {
  std::string kind;    ///< posterior-quarter | leak | pressure | working-time | no-room
  std::string needle;  ///< That was injecting.
  double atMl = 0.0;   ///< Injected by all needles so far.
  double atS = 0.0;    ///< Since mixing.
  std::optional<Vec3> atMm;
};

/// What one needle gave.
struct CementNeedle {
  std::string needle;
  std::string structure;      ///< Bone that its tip lies in; empty where it lies in none.
  Vec3 tipMm = Vec3::Zero();  ///< Where the injection begins.
  double requestedMl = 0.0;
  double deliveredMl = 0.0;
  double deliverableMl = 0.0;  ///< Up to its first stop; what was requested where nothing stops it.
  std::string stop;            ///< Kind of that stop; empty where nothing stops it.
  double beginsAtMl = 0.0;     ///< Injected by the needles before it.
  double deadVolumeMl = 0.0;   ///< Left in the cannula.
  double peakPressureKPa = 0.0;  ///< At the syringe: cannula and bone.
};

/// The state after one step of the injection.
struct CementStep {
  double injectedMl = 0.0;
  double timeS = 0.0;  ///< Since mixing.
  std::string needle;
  std::string structure;  ///< The bone.
  double syringePressureKPa = 0.0;
  double bonePressureKPa = 0.0;  ///< At the tip.
  /// Shortest distance of the front to the posterior wall's plane, negative behind it.
  std::optional<double> posteriorDistanceMm;
};

/// Share of an endplate's area that cement reaches within 2 mm, 0 to 1.
struct EndplateContact {
  double superior = 0.0;
  double inferior = 0.0;
};

/// What the heat of setting cement does.
struct CuringHeat {
  struct At {
    std::string structure;
    double maximumC = kBodyC;  ///< Without credit for moving fluid: the figure for safety.
    double cooledC = kBodyC;   ///< With cerebrospinal fluid that keeps 37 C.
    Vec3 atMm = Vec3::Zero();
  };
  double cementC = kBodyC;  ///< Hottest of the cement.
  std::vector<At>
      structures;  ///< Canal, cord, roots and foramina that warm by 0.5 K, hottest first.
};

/// How cement changes the axial stiffness of a vertebral body: a linear model of a sound bone,
/// pressed evenly between its endplates. It says nothing of strength, fracture or the neighbours.
struct BodyStiffness {
  double ratio = 1.0;  ///< With cement over without.
  double lowRatio =
      1.0;  ///< With the moduli of soaked bone 1000 MPa and of bone 1.3 times the law's.
  double highRatio = 1.0;         ///< With 2000 MPa and 0.7 times the law's.
  double cementLoadShare = 0.0;   ///< Of the force through the body's middle, carried by cement.
  Image<float> energyDensityKPa;  ///< With cement, at 1 % compression.
  /// Compression along the body's axis over that of the whole body, 1 where it is even; with
  /// cement, and without. 0 outside the body.
  Image<float> strainRatio;
  Image<float> untreatedStrainRatio;
};

struct CementResult {
  double requestedMl = 0.0;
  double deliveredMl = 0.0;
  /// In the vertebral body, in front of its posterior wall; of a bone whose walls were not
  /// measured, and of one without, all that is in the bone.
  double inBodyMl = 0.0;
  double inArchMl = 0.0;   ///< In the bone behind the posterior wall: pedicles, arch, processes.
  double outsideMl = 0.0;  ///< Out of the bone.
  std::optional<double> fillFraction;    ///< Of the vertebral body's volume, 0 to 1.
  std::optional<double> lesionFraction;  ///< Of the lesions in this bone, 0 to 1.
  std::optional<double> leftShare;       ///< Of the cement in the body, on the patient's left.
  std::optional<EndplateContact> endplates;
  std::optional<double> bodyVolumeMl;
  bool reachesPosteriorQuarter = false;
  bool leaksModelled = false;
  bool canalUnjudged = false;     ///< It may lie beside the bone, and nothing shows where.
  bool afterAblation = false;     ///< Tumour and veins were taken as the plan's probes leave them.
  std::vector<CementLeak> leaks;  ///< Largest first.
  int members = 0;  ///< Of the ensemble behind the leaks' probabilities; 0 without one.
  std::vector<CementNeedle> needles;
  std::vector<CementStop> stops;  ///< In time order.
  std::vector<CementStep> course;
  std::string product;        ///< Id in assets/cements.
  double endsAtS = 0.0;       ///< Since mixing.
  double workingTimeS = 0.0;  ///< Since mixing; thicker than can be injected after it.
  /// Volume in ml, injected by all needles so far, at which each voxel fills; negative where it
  /// never does. Its grid is the cement's own: around the bone, along the vertebra's axes.
  Image<float> arrival;
  std::optional<CuringHeat> heat;          ///< Empty without cement in bone.
  std::optional<BodyStiffness> stiffness;  ///< Of the first body injected, where asked for.
  Basis basis = Basis::Estimated;
};

}  // namespace trocar::cement
