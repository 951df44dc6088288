#include "planning/fluoro/presets.h"

#include "core/error.h"
#include "planning/model/angles.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::fluoro {
namespace {

constexpr double kScottyDeg =
    30.0;                           // Oblique of the lumbar spine, 30 to 45 in atlases [estimated].
constexpr double kAlaDeg = 30.0;    // Contralateral, Smith and Gilula, theassr.org 2006.
constexpr double kJudetDeg = 45.0;  // Judet, J Bone Joint Surg Am 1964; 46-A: 1615-46.
constexpr double kInletDeg =
    40.0;  // Pennal 1980: the tube 40 degrees from the head, so that the
           // beam's anterior end leans there, and from the feet [estimated].

/// `degrees` from straight anterior to the side: the patient's left is positive.
Vec3 obliqueBeam(const anatomy::VertebraFrame& frame, double degrees) {
  const double angle = Angle::fromDegrees(degrees).radians();
  return -std::cos(angle) * frame.posterior + std::sin(angle) * frame.left;
}

/// `degrees` from straight anterior to the head.
Vec3 tiltedBeam(const anatomy::VertebraFrame& frame, double degrees) {
  const double angle = Angle::fromDegrees(degrees).radians();
  return -std::cos(angle) * frame.posterior + std::sin(angle) * frame.superior;
}

/// Lateral views are 90 degrees whichever end is the more anterior.
CarmAngles lateralAngles(const Vec3& left) {
  return {Angle::fromRadians(std::atan2(left.x(), -left.y())).degrees(),
          Angle::fromRadians(std::asin(left.z())).degrees()};
}

std::string word(Side side) {
  return std::string(toString(side));
}

void addVertebra(std::vector<CarmPreset>& presets, const anatomy::VertebraAnatomy& vertebra) {
  const anatomy::VertebraFrame& frame = vertebra.frame;
  const std::string& level = vertebra.level;
  const Vec3& at = vertebra.bodyCentroidMm;
  presets.push_back(
      {"true-ap",
       "True AP of " + level,
       carmAngles(-frame.posterior),
       at,
       "Endplates are single lines, the spinous process midway between the pedicles"});
  presets.push_back({"true-lateral",
                     "True lateral of " + level,
                     lateralAngles(frame.left),
                     at,
                     "Endplates and posterior wall are single lines, the pedicles one"});
  for (const Side side : {Side::Left, Side::Right}) {
    presets.push_back({"scotty-" + word(side),
                       "Scotty dog, " + word(side) + " " + level,
                       carmAngles(obliqueBeam(frame, -kScottyDeg * signOf(side))),
                       at,
                       "The pedicle is the dog's eye, the articular processes its ear and leg"});
  }
  for (const Side side : {Side::Left, Side::Right}) {
    const anatomy::PedicleAnatomy& pedicle = side == Side::Left ? vertebra.left : vertebra.right;
    if (pedicle.trust.trusted)
      presets.push_back({"pedicle-" + word(side),
                         "Down the " + word(side) + " pedicle of " + level,
                         carmAngles(pedicle.axis),
                         pedicle.centreMm,
                         "The pedicle as an oval ring: a needle on this beam is a dot"});
  }
}

void addSacrum(std::vector<CarmPreset>& presets, const anatomy::SacrumAnatomy& sacrum) {
  for (const Side side : {Side::Left, Side::Right}) {
    const anatomy::SacralSide& half = side == Side::Left ? sacrum.left : sacrum.right;
    presets.push_back({"sacral-long-axis-" + word(side),
                       "Sacral long axis, " + word(side),
                       carmAngles(obliqueBeam(sacrum.frame, kAlaDeg * signOf(side))),
                       half.alaMm.value_or(sacrum.s1CrossingMm),
                       "Beam parallel to the L5-S1 disc, 30° contralateral (Smith and Gilula "
                       "2006)"});
  }
  presets.push_back({"sacral-lateral",
                     "Lateral of S1",
                     lateralAngles(sacrum.frame.left),
                     sacrum.s1CrossingMm,
                     "Diagonals of S1 cross at the target (PMC7051671)"});
}

void addHip(std::vector<CarmPreset>& presets,
            const anatomy::HipAnatomy& hip,
            const anatomy::VertebraFrame& pelvis) {
  const double sign = signOf(hip.side);
  const Vec3& at = hip.acetabulum.centreMm;
  presets.push_back({"obturator-oblique-" + word(hip.side),
                     "Obturator oblique, " + word(hip.side) + " hip",
                     carmAngles(obliqueBeam(pelvis, kJudetDeg * sign)),
                     at,
                     "Anterior column and posterior wall; the obturator foramen is open (Judet)"});
  presets.push_back({"iliac-oblique-" + word(hip.side),
                     "Iliac oblique, " + word(hip.side) + " hip",
                     carmAngles(obliqueBeam(pelvis, -kJudetDeg * sign)),
                     at,
                     "Posterior column and anterior wall; the iliac wing lies flat (Judet)"});
}

void addPelvis(std::vector<CarmPreset>& presets,
               const anatomy::PelvisAnatomy& pelvis,
               const Vec3& middleMm) {
  if (pelvis.sacrum && pelvis.sacrum->trust.trusted)
    addSacrum(presets, *pelvis.sacrum);
  for (const anatomy::HipAnatomy& hip : pelvis.hips) {
    if (hip.trust.trusted)
      addHip(presets, hip, pelvis.frame);
  }
  if (pelvis.hips.empty())
    return;
  presets.push_back({"inlet",
                     "Pelvic inlet",
                     carmAngles(tiltedBeam(pelvis.frame, kInletDeg)),
                     middleMm,
                     "The pelvic ring: symphysis and promontory furthest apart"});
  presets.push_back({"outlet",
                     "Pelvic outlet",
                     carmAngles(tiltedBeam(pelvis.frame, -kInletDeg)),
                     middleMm,
                     "The obturator foramina and the sacrum's own are open"});
}

}  // namespace

std::vector<CarmPreset> carmPresets(const CaseModel& model,
                                    const std::vector<Needle>& needles,
                                    const std::string& level,
                                    const Vec3& middleMm) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
  const Vec3 middle = vertebra != nullptr ? vertebra->bodyCentroidMm : middleMm;
  std::vector<CarmPreset> presets = {
      {"ap", "AP", {0.0, 0.0}, middle, "Straight through the table"},
      {"lateral", "Lateral", {90.0, 0.0}, middle, "Across the table, from the patient's side"}};
  if (vertebra != nullptr)
    addVertebra(presets, *vertebra);
  for (const Needle& needle : needles)
    presets.push_back({"barrel:" + needle.id,
                       "Down the barrel of " + needle.id,
                       carmAngles(NeedlePath(needle).shaft().direction()),
                       needle.trajectory.target,
                       "The needle is a dot: its hub lies over its tip"});
  addPelvis(presets, model.pelvis(), middleMm);
  return presets;
}

bool isPresetKey(std::string_view key) {
  constexpr std::array<std::string_view, 7> kWhole = {
      "ap", "lateral", "true-ap", "true-lateral", "sacral-lateral", "inlet", "outlet"};
  constexpr std::array<std::string_view, 5> kSided = {
      "scotty", "pedicle", "sacral-long-axis", "obturator-oblique", "iliac-oblique"};
  if (key.starts_with("barrel:"))
    return true;
  const std::size_t dash = key.rfind('-');
  const bool sided = dash != std::string_view::npos &&
                     sideFromString(std::string(key.substr(dash + 1))) &&
                     std::find(kSided.begin(), kSided.end(), key.substr(0, dash)) != kSided.end();
  return sided || std::find(kWhole.begin(), kWhole.end(), key) != kWhole.end();
}

const CarmPreset& findPreset(const std::vector<CarmPreset>& presets, std::string_view key) {
  const auto found = std::find_if(
      presets.begin(), presets.end(), [&](const CarmPreset& preset) { return preset.key == key; });
  if (found != presets.end())
    return *found;
  std::string known;
  for (const CarmPreset& preset : presets)
    known += (known.empty() ? "" : ", ") + preset.key;
  throw Error("There is no view '" + std::string(key) + "' here: choose one of " + known + ".");
}

}  // namespace trocar::fluoro
