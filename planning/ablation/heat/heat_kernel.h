#pragma once

#include "planning/ablation/heat/heat_region.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace trocar::ablation {

struct ThermalMaterial;

/// Voxels worked on together. Rows are padded to it, and boxes grow by it along x.
inline constexpr int kChunk = 16;

/// Laws of all materials, one array per constant, so that a chunk of voxels can look them up.
struct LawTable {
  LawTable(const std::vector<ThermalMaterial>& materials, double referenceC);

  float referenceC;
  float warmFrom, warmTo;  ///< Relative temperatures between which every material is plain liquid.
  std::vector<float> liquidEnthalpy, solidEnthalpy, meltSlope, inverseMelt, evenMelt;
  std::vector<float> inverseIceCapacity, iceLinear, iceCapacitySlope, iceConstant, iceInverse;
  std::vector<float> boilEnthalpy, boilSlope, boilEndEnthalpy;
};

/// Arrays of one value a voxel, with room for one chunk before and after each row along x.
struct HeatArrays {
  std::array<int, 3> size{};
  std::size_t rowStride = 0;
  std::size_t planeStride = 0;
  std::vector<float> enthalpy, other;   ///< J/m3 relative to the reference temperature.
  std::vector<float> inverseCapacity;   ///< m3K/J, unfrozen; 0 in the padding.
  std::vector<float> conductivity;      ///< W/mK, unfrozen.
  std::vector<float> perfusion;         ///< W/m3K, 0 once it has stopped.
  std::vector<float> source;            ///< W/m3; empty where nothing heats.
  std::vector<float> coldest, hottest;  ///< K above the reference so far; empty if nobody asks.
  std::vector<std::uint8_t> material;
  std::vector<std::uint8_t>
      interfaces;  ///< Bits 0, 1, 2: the face to +x, +y, +z joins unlike materials.
  std::vector<std::uint8_t> rowUnlike;  ///< By row: some face of its voxels joins unlike materials.

  explicit HeatArrays(const std::array<int, 3>& voxels);
  std::size_t offset(int i, int j, int k) const {
    return static_cast<std::size_t>(i + kChunk) + rowStride * static_cast<std::size_t>(j) +
           planeStride * static_cast<std::size_t>(k);
  }
  std::size_t rowIndex(int j, int k) const {
    return static_cast<std::size_t>(j) +
           static_cast<std::size_t>(size[1]) * static_cast<std::size_t>(k);
  }
  /// Marks the faces of a voxel, and their rows, as joining unlike materials.
  void setUnlike(int i, int j, int k, int bits);
};

/// Temperature (K above the reference), conductivity and heat lost to blood (W/m3) of one plane.
struct DecodedPlane {
  std::vector<float> temperature, conductivity, sink;

  void fit(std::size_t count);
};

/// One stage of a super step: out = mu in + nu out + scale (heat in W/m3).
struct StageWeights {
  float mu = 1.0F;
  float nu = 0.0F;
  float scale = 0.0F;
  float inverseSpacing2 = 1.0F;  ///< 1/m2
};

/// Decodes what must be known of plane `k` of `region` from the enthalpies `in`.
void decodePlane(const HeatArrays& arrays,
                 const LawTable& table,
                 const HeatRegion& region,
                 int k,
                 const float* in,
                 DecodedPlane& plane);

/// What flows up through the faces between two planes, in K W/mK, to `flux` of one plane's size.
void fluxBetween(const HeatArrays& arrays,
                 const VoxelBox& box,
                 int k,
                 const DecodedPlane& low,
                 const DecodedPlane& high,
                 float* flux);

/// What flows through the faces of `count` voxels from `at` of plane `k` to others `step` further
/// on in a decoded plane, in K W/mK; `bit` as in HeatArrays::interfaces.
struct FaceRow {
  std::size_t inPlane;  ///< Of the first voxel.
  std::size_t at;       ///< The same in the arrays.
  int count;
  int bit;
};
void fluxAlong(const HeatArrays& arrays,
               const FaceRow& row,
               const DecodedPlane& plane,
               std::size_t step,
               float* flux);

/// A plane, its upper neighbour (itself at the rim) and the fluxes between them and from below.
struct PlaneStack {
  const DecodedPlane& plane;
  const DecodedPlane& upper;
  const float* below;
  float* above;  ///< Filled in.
};

/// Enthalpies of all voxels before and after a stage.
struct StageEnthalpies {
  const float* in;
  float* out;
};

/// The stage on plane `k`. Returns the heat in W/m3 lost to blood, summed over the plane without
/// the overlap.
double stagePlane(const HeatArrays& arrays,
                  const HeatRegion& region,
                  int k,
                  const StageWeights& weights,
                  const PlaneStack& stack,
                  const StageEnthalpies& enthalpies);

/// Extremes of one plane, temperatures relative to the reference.
struct PlaneSurvey {
  float coldest = 0.0F;
  float hottest = 0.0F;
  float diffusivity = 0.0F;  ///< Largest of frozen voxels, m2/s.
  VoxelBox cold;             ///< Chunks and rows with voxels that are, or soon may be, freezing.
};

/// Looks at plane `k` of `arrays.enthalpy`, decoded into `plane`, notes extremes and stops the
/// blood of voxels colder than `shutdown`.
PlaneSurvey surveyPlane(HeatArrays& arrays,
                        const LawTable& table,
                        const VoxelBox& box,
                        int k,
                        float shutdown,
                        DecodedPlane& plane);

}  // namespace trocar::ablation
