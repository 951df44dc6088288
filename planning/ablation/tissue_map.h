#pragma once

#include "planning/evaluation.h"
#include "planning/plan.h"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// What a voxel is taken for: a row of the material table, whether flowing blood holds its
/// temperature, and whether it lies beyond the skin.
struct Tissue {
  std::uint8_t row = 0;
  bool held = false;
  bool outside = false;   ///< Of the body.
  bool epidural = false;  ///< In the canal, outside of the thecal sac.

  auto operator<=>(const Tissue&) const = default;
};

/// Name of the material that a voxel of a role and HU is taken for, such as "muscle".
std::string materialOf(Role role, double hu);
/// Its row in the material table.
std::uint8_t materialRow(const std::string& material);

/// The tissue of every voxel of a grid from its structure's role and its HU, before any fluid is
/// put in; none is outside yet. No blood flows where a probe of the plan lies.
std::vector<Tissue> tissuesOf(const CaseModel& model, const Plan& plan, const Grid& grid);

}  // namespace trocar
