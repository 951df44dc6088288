#pragma once

#include "core/distance_field.h"
#include "planning/anatomy/corrections.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

class Results;

/// Where a model looks whether something was worked out before, and of what case.
struct ModelMemory {
  std::shared_ptr<Results> results = nullptr;  ///< Nullptr: everything is worked out.
  std::string caseKey = {};                    ///< As caseKeyOf says, of the case as it came.
};
/// Of a case with this content hash, and what else evaluations read of it.
std::string caseKeyOf(const Case& original, const std::string& contentHash);

/// What evaluations of one case share: its distance fields and measured anatomy, each made when
/// first needed. Safe to share between threads.
class CaseModel {
 public:
  /// Measures what it is asked for with the landmarks of `corrections`; the levels and routes of
  /// `patient` are corrected already (withCorrections).
  explicit CaseModel(std::shared_ptr<const Case> patient,
                     anatomy::Corrections corrections = {},
                     ModelMemory memory = {});
  /// Under other corrections of the same case, `patient` being the case with them; shares the
  /// memory, and the distance fields of structures that are the same.
  CaseModel(const CaseModel& other,
            std::shared_ptr<const Case> patient,
            anatomy::Corrections corrections);
  ~CaseModel();
  const Case& patient() const;
  std::shared_ptr<const Case> sharedPatient() const;
  const anatomy::Corrections& corrections() const;
  const DistanceFields& fields() const;
  const ModelMemory& memory() const;
  /// Of the case and its corrections: equal where everything measured is equal.
  const std::string& key() const;
  /// Nullptr where the case has no such vertebra.
  const anatomy::VertebraAnatomy* vertebra(const std::string& level) const;
  const std::vector<anatomy::VertebraAnatomy>& vertebrae() const;
  const anatomy::PelvisAnatomy& pelvis() const;
  /// The most posterior point of a vertebra, the tip of its spinous process. Nullopt without such a
  /// vertebra.
  std::optional<Vec3> spinousTipMm(const std::string& level) const;
  /// Around a structure's region; nullptr where it has no voxel.
  const Box* boxOf(std::string_view structureId) const;
  /// The bone at a point (nearest voxel), nullptr where there is none.
  const Structure* boneAt(const Vec3& pointMm) const;
  /// What `make` gives, made by the first who asks for `name` and kept as long as this model: for
  /// what one module derives from the case at some cost, under a name of its own.
  std::shared_ptr<const void> derived(
      const std::string& name, const std::function<std::shared_ptr<const void>()>& make) const;

 private:
  struct Store;
  std::unique_ptr<Store> store_;
};

}  // namespace trocar
