#pragma once

#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace trocar::ablation {

/// What a voxel is taken for: a row of the material table, or a mixture of two of them, whether
/// flowing blood holds its temperature, and where it lies.
struct Tissue {
  std::uint8_t row = 0;
  std::uint8_t otherRow = 0;
  std::uint8_t otherTenths = 0;    ///< Share by volume of the other material.
  std::uint8_t flowPercent = 100;  ///< Of its usual blood flow, after an embolisation.
  bool held = false;
  bool outside = false;   ///< Of the body.
  bool epidural = false;  ///< In the canal, outside of the thecal sac.

  auto operator<=>(const Tissue&) const = default;
};

/// Of a role and HU. Bone is mixed of fatty and red marrow's spongy bone and compact bone by its
/// HU, a lesion of lytic, spongy and sclerotic tissue.
Tissue tissueOf(Role role, double hu);
/// A tissue of one material, such as "muscle".
Tissue tissueOf(const std::string& material);

/// The tissue of every voxel of a grid from its structure's role and its HU, before any fluid is
/// put in; none is outside yet. No blood flows where a probe of the plan lies.
std::vector<Tissue> tissuesOf(const CaseModel& model, const Plan& plan, const Grid& grid);

}  // namespace trocar::ablation
