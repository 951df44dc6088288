#pragma once

#include "core/io/dicom/dicom_folder.h"
#include "core/io/dicom/slice_spacing.h"

#include <Eigen/Dense>

#include <array>
#include <vector>

namespace trocar {

/// Where the frames of a stack lie, in the order of the normal.
struct StackGeometry {
  Eigen::Matrix3d directions;  ///< Rows, columns, normal.
  std::vector<double> alongMm;
  std::vector<Eigen::Vector2d> inPlaneMm;  ///< Of first pixels, against the first frame's.
  SliceSpacing spacing;
};

/// Of frames that are in that order. Throws Error where they lie too unevenly for a volume.
StackGeometry geometryOf(const std::vector<FrameRef>& frames);

/// What is odd about it: gaps, a slice beside its place, a tilt that the files do not agree on.
void raiseGeometry(const std::vector<FrameRef>& frames,
                   const StackGeometry& geometry,
                   const ImportChoices& choices,
                   std::vector<Remark>& remarks);

/// A plane that holds all slices of a stack that do not lie above each other.
struct StraightPlane {
  Eigen::Vector2d first =
      Eigen::Vector2d::Zero();  ///< Its first pixel, in pixels of the first slice.
  std::array<int, 2> size{};
  bool moved = false;
};
StraightPlane planeOf(const std::vector<FrameRef>& frames, const StackGeometry& geometry);

}  // namespace trocar
