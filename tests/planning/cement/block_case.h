#pragma once

#include "planning/model/case_model.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace trocar::cement {

/// A block of bone around the origin, 40 x 30 x 24 mm, with 2 mm of cortex; behind it (+y) the
/// canal, above it (+z) a disc, on both sides a foramen. At 1 mm.
struct BlockCase {
  static constexpr std::uint16_t kBone = 1, kCanal = 2, kDisc = 3, kForamina = 4;

  /// `hole` says where the cortex is missing.
  explicit BlockCase(std::function<bool(const Vec3&)> hole = {}, std::int16_t trabecularHu = 100) {
    const Grid grid({71, 71, 61}, Vec3(-35, -35, -30), Vec3::Ones());
    std::vector<std::int16_t> hu(grid.voxelCount(), 40);
    std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
    for (std::size_t c = 0; c < hu.size(); ++c) {
      const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
      const double inside =
          std::min({20.5 - std::abs(p.x()), 15.5 - std::abs(p.y()), 12.5 - std::abs(p.z())});
      if (inside > 0.0) {
        labels[c] = kBone;
        const bool cortex = inside < 2.0 && !(hole && hole(p));
        hu[c] = cortex ? 800 : inside < 2.0 ? 30 : trabecularHu;
      } else if (p.y() > 15.0 && std::abs(p.x()) < 9.0 && std::abs(p.z()) < 12.0) {
        labels[c] = kCanal;
      } else if (p.z() > 12.0 && p.z() < 19.0 && std::abs(p.x()) < 20.0) {
        labels[c] = kDisc;
      } else if (std::abs(p.x()) > 20.0 && std::abs(p.x()) < 26.0 && std::abs(p.y()) < 10.0) {
        labels[c] = kForamina;
      }
    }
    auto patient = std::make_shared<Case>();
    patient->id = "block";
    patient->ct = Volume(grid, std::move(hu));
    patient->layers.emplace_back(grid, std::move(labels));
    const auto add = [&](const char* id, Role role, std::uint16_t value) {
      patient->structures.push_back({id, id, role, LabelRegion{0, {value}}, Basis::Measured});
    };
    add("bone", Role::Bone, kBone);
    add("canal", Role::Canal, kCanal);
    add("disc", Role::Disc, kDisc);
    add("foramina", Role::Foramen, kForamina);
    model = std::make_shared<CaseModel>(std::move(patient));
  }

  std::shared_ptr<const CaseModel> model;
};

inline Needle cementNeedle(const std::string& id, const Vec3& entry, const Vec3& tip) {
  Needle needle;
  needle.id = id;
  needle.instrument = "bone-needle-11g";
  needle.purpose = Purpose::Cement;
  needle.trajectory = {entry, tip};
  return needle;
}

/// One 11 G needle from the front with its tip at `tip`.
inline Plan planWith(const Vec3& tip, double volumeMl) {
  Plan plan;
  plan.needles.push_back(cementNeedle("N1", tip + Vec3(0, -60, 0), tip));
  plan.injections.push_back({"N1", volumeMl, 0.05});
  return plan;
}

}  // namespace trocar::cement
