#pragma once

#include "core/case.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <memory>
#include <string>
#include <vector>

namespace trocar::ablation {

/// A ball of a lesion at the origin, a canal `canalMm` behind it and a root on the patient's left.
inline std::shared_ptr<const Case> ballCase(double lesionRadiusMm, double canalMm) {
  Case patient;
  patient.id = "ball";
  const Grid grid({80, 80, 80}, Vec3::Constant(-40.0), Vec3::Ones());
  patient.ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 50));
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  for (std::size_t voxel = 0; voxel < labels.size(); ++voxel)
    labels[voxel] = grid.voxelToPatient(grid.voxelAt(voxel)).norm() <= lesionRadiusMm ? 1 : 0;
  patient.layers.emplace_back(grid, std::move(labels));
  patient.structures.push_back(
      {"lesion_1", "Lesion", Role::Lesion, LabelRegion{0, {1}}, Basis::Entered});
  patient.structures.push_back({"canal",
                                "Spinal canal",
                                Role::Canal,
                                TubeRegion{{Vec3(0, canalMm, -30), Vec3(0, canalMm, 30)}, 8.0},
                                Basis::Entered});
  patient.structures.push_back({"root_L3_left",
                                "L3 root, left",
                                Role::Nerve,
                                TubeRegion{{Vec3(30, 0, -30), Vec3(30, 0, 30)}, 2.0},
                                Basis::Entered});
  return std::make_shared<const Case>(std::move(patient));
}

/// A probe along z whose -20 C zone is centred on `centreMm`.
inline Needle probe(const std::string& id, const std::string& instrument, const Vec3& centreMm) {
  Needle needle;
  needle.id = id;
  needle.instrument = instrument;
  needle.purpose = Purpose::Probe;
  const double back = findInstrument(instrument).zones.front().centreBehindTipMm;
  needle.trajectory = {centreMm + Vec3(0, 0, 35), centreMm - Vec3(0, 0, back)};
  return needle;
}

}  // namespace trocar::ablation
