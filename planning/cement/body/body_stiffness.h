#pragma once

#include "core/progress.h"
#include "planning/cement/body/elastic_body.h"
#include "planning/cement/cement.h"
#include "planning/cement/flow/injection_run.h"

#include <optional>

namespace trocar::cement {

/// Of trabecular bone in MPa: -34.7 + 3230 x mineral density in g/cm3 (Kopperdahl 2002), density
/// 0.0008 x HU [estimated]; at least 10.
double boneModulusMPa(double hu);

/// Bone soaked with set cement, in MPa: 1000 to 2000 [published range, to be confirmed].
inline constexpr double kSoakedModulusMPa = 1500.0;

/// The body's voxels as elements of 1.5 mm or the site's own side where that is larger. Nullopt
/// where the vertebra was not measured.
std::optional<BodyStiffness> bodyStiffness(const FilledSite& filled,
                                           const Volume& ct,
                                           const Progress& = {});

/// Force in N against lowering the upper endplate by `strain` of the body's height, the lower one
/// held, as discs press it: where a column of elements ends in the waist below a rim it is free.
struct Compression {
  double forceN = 0.0;
  ElasticSolution solution;
};
Compression compress(const ElasticBody& body, double strain, const Progress& = {});

}  // namespace trocar::cement
