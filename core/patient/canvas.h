#pragma once

#include "core/image.h"
#include "core/patient/material.h"
#include "core/patient/shape.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace trocar::synthetic {

/// Something to paint: what it covers, what it looks like, and its label value.
struct Part {
  std::uint16_t value = 0;
  Shape shape;
  Material material;
};

/// A CT and its labels while they are being painted, back to front. Edges are as soft as the
/// scanner's.
class Canvas {
 public:
  explicit Canvas(const Grid& grid);

  void paint(const Part& part);
  /// What of `within` lies beside other tissue than the lining becomes lining, so that this covers
  /// it all round, whatever was painted over both.
  void line(std::uint16_t within, const Part& lining);
  /// The tissues' textures, which follow the labels.
  void texture(std::span<const Part> parts);
  /// With the scanner's noise, grainy in the plane of the slices.
  Volume ct(double noiseHu, std::uint64_t seed) const;
  LabelMap labels() const { return {grid_, labels_}; }

 private:
  /// Voxels from `low` up to, not including, `high`.
  struct Cube {
    std::array<int, 3> low{};
    std::array<int, 3> high{};
  };
  std::vector<Cube> cubesOver(const Box& box) const;
  void paintCube(const Part& part, const Cube& cube);
  void paintVoxels(const Part& part, const Cube& cube);
  void fill(const Part& part, const Cube& cube);
  void shade(const Part& part, const VoxelIndex& voxel, double distanceMm);

  Grid grid_;
  double blurMm_;
  std::vector<float> hu_;
  std::vector<std::uint16_t> labels_;
};

}  // namespace trocar::synthetic
