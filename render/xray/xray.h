#pragma once

#include "core/image.h"
#include "planning/fluoro/carm.h"
#include "planning/model/clearance.h"

#include <cstdint>
#include <mutex>
#include <vector>

namespace trocar::render {

/// Line integrals of attenuation on the detector, dimensionless, rows from the top.
struct XrayImage {
  int width = 0;
  int height = 0;
  std::vector<float> lineIntegral;

  float at(int column, int row) const {
    return lineIntegral[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                        static_cast<std::size_t>(column)];
  }
};

/// Attenuation in 1/mm at the effective energy of a fluoroscopy beam, about 60 keV: water 0.0206,
/// cortical bone (1.92 g/cm3) 0.0604 (NIST XCOM). HU maps linearly between air and water and, with
/// the photo-electric share of calcium, from water to cortical bone at 1600 HU.
double attenuationPerMm(double hu);

/// Every second voxel of each axis as the mean of eight: for pictures that have to be quick.
Volume halved(const Volume& ct);

/// A CT prepared for projection. Keeps its attenuation as floats and, from the first projection
/// along the fast voxel axis on, a transposed copy.
class XrayVolume {
 public:
  explicit XrayVolume(const Volume& ct);
  /// For tests and other fields: attenuation in 1/mm on a grid, 0 outside.
  XrayVolume(const Grid& grid, std::vector<float> attenuationPerMm);

  /// Joseph's method in two passes: the volume is summed slice by slice on a plane parallel to its
  /// slices, where the interpolation is separable, and that sum is then drawn on the detector. Same
  /// bytes for any number of threads. The source must lie outside the volume along the main
  /// direction; otherwise Error.
  XrayImage project(const fluoro::XrayGeometry& geometry) const;

  /// Slices across one voxel axis: rows of contiguous floats. Strides in floats.
  struct SliceView {
    const float* data = nullptr;
    int count = 0;
    int rows = 0;
    int columns = 0;
    std::ptrdiff_t sliceStride = 0;
    std::ptrdiff_t rowStride = 0;
    int columnAxis = 0;
    int rowAxis = 1;
    int mainAxis = 2;
  };

 private:
  SliceView slicesAcross(int axis) const;
  const float* transposed() const;

  Grid grid_;
  std::vector<float> attenuation_;
  mutable std::once_flag transposedOnce_;
  mutable std::vector<float> transposed_;  ///< y fastest, then z, then x.
};

/// Adds a steel shaft: the exact way of each ray inside it times `attenuationPerMm`.
void addShaft(XrayImage& image,
              const fluoro::XrayGeometry& geometry,
              const Shaft& shaft,
              double attenuationPerMm);

/// Adds the grain of a low dose: behind a line integral L arrive N exp(-L) quanta, whose scatter
/// moves L by the inverse root of their number. N is 90,000 on a pixel of 0.78 mm [estimated by
/// eye], 4 % behind 25 cm of water. `number` chooses the grain; the same gives the same bytes.
void addGrain(XrayImage& image, const fluoro::XrayGeometry& geometry, std::uint64_t number);

}  // namespace trocar::render
