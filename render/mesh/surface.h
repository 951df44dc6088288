#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trocar::render {

/// A triangle surface in patient millimetres with outward unit normals, one a point. Single
/// precision: better than 1e-4 mm within a metre.
struct Mesh {
  std::vector<std::array<float, 3>> pointsMm;
  std::vector<std::array<float, 3>> normals;
  std::vector<std::array<std::int32_t, 3>> triangles;
  /// Share of the surrounding light that reaches each point, 255 all of it: crevices are darker.
  /// May be empty.
  std::vector<std::uint8_t> openness;

  bool empty() const { return triangles.empty(); }
  bool operator==(const Mesh&) const = default;
};

/// Enclosed by a closed mesh; positive where the triangles turn outwards.
double volumeMl(const Mesh& mesh);

/// Draft takes blocks of 2 x 2 x 2 voxels and a tenth of the time, to show something at once.
enum class SurfaceQuality { Draft, Final };

/// The smooth closed surface of a structure. Labels are smoothed without shrinking: the points stay
/// within about half a voxel of the voxel surface. Empty for a structure without a voxel. Pure: may
/// run on any thread.
Mesh surfaceOf(const Case& patient,
               const Structure& structure,
               SurfaceQuality quality = SurfaceQuality::Final,
               const Progress& = {});

/// The surface where the field passes `level`: around the values below it (`insideBelow`) or above
/// it.
Mesh isosurfaceOf(const Image<float>& field, float level, bool insideBelow);
/// Values below 0 mean "never": around the voxels with 0 <= value <= `level`. Such as cement by
/// injected ml.
Mesh arrivalSurfaceOf(const Image<float>& arrival, float level);

Mesh tubeMesh(const TubeRegion& tube, int sides = 24);
Mesh ellipsoidMesh(const EllipsoidRegion& ellipsoid, int rings = 32);

/// Surfaces of a case by structure id, shared by all views. Structures that are not made yet are
/// absent.
using Surfaces = std::map<std::string, std::shared_ptr<const Mesh>, std::less<>>;

/// All structures of the case, bones with openness. A few tenths of a second for a spine as drafts.
Surfaces makeSurfaces(const Case& patient,
                      SurfaceQuality quality = SurfaceQuality::Final,
                      const Progress& = {});
/// Of the case `before` under an edit: the surfaces of structures that are the same are taken over
/// from `known`, which are final.
Surfaces surfacesAfter(const Case& patient,
                       const Case& before,
                       const Surfaces& known,
                       const Progress& = {});

}  // namespace trocar::render
