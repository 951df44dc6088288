#pragma once

#include "planning/model/angles.h"
#include "planning/model/case_model.h"
#include "planning/plan/needle.h"

#include <string>
#include <string_view>
#include <vector>

namespace trocar::fluoro {

/// A named view: where a C-arm goes for it. Angles in the supine convention.
struct CarmPreset {
  std::string key;   ///< Such as "ap", "scotty-left", "barrel:N1", "obturator-oblique-left".
  std::string name;  ///< For people.
  CarmAngles supine;
  Vec3 isocentreMm = Vec3::Zero();
  std::string shows;  ///< What is to be seen when it is right, with the source of its angles.
};

/// The views that a case and a plan allow, customary ones first: AP and lateral of the table and
/// true ones of `level`, Scotty dogs and pedicles of it, the barrel of each needle, sacral and
/// acetabular views. `middleMm` is what is looked at without a level. Measures the pelvis of a
/// model that was not asked for it before, which may take a second.
std::vector<CarmPreset> carmPresets(const CaseModel& model,
                                    const std::vector<Needle>& needles,
                                    const std::string& level,
                                    const Vec3& middleMm);
/// Whether some case and plan have a view of this key.
bool isPresetKey(std::string_view key);
/// Throws Error, naming the known keys, where there is no such view.
const CarmPreset& findPreset(const std::vector<CarmPreset>& presets, std::string_view key);

}  // namespace trocar::fluoro
