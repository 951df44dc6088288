#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trocar::synthetic {

/// Sizes of one vertebra and of the disc below it; assets/patients/morphometry.json tells the
/// sources.
struct VertebraSize {
  std::string level;
  double widthSuperiorMm = 0;
  double widthInferiorMm = 0;
  double depthSuperiorMm = 0;
  double depthInferiorMm = 0;
  double heightAnteriorMm = 0;
  double heightPosteriorMm = 0;
  double discHeightMm = 0;
  double discWedgeDeg = 0;
  double canalWidthMm = 0;
  double canalDepthMm = 0;
  double pedicleWidthMm = 0;
  double pedicleHeightMm = 0;
  double pedicleTransverseDeg = 0;  ///< Positive: the axis runs medially from back to front.
  double pedicleSagittalDeg = 0;    ///< Positive: the axis runs caudally from back to front.
  double transverseSpanMm = 0;
  double transverseBackwardDeg = 0;
  double spinousLengthMm = 0;  ///< From the canal's back wall to the tip.
  double spinousSlopeDeg = 0;
  double spinousHeightMm = 0;

  double heightMm() const { return 0.5 * (heightAnteriorMm + heightPosteriorMm); }
  double widthMm() const { return 0.5 * (widthSuperiorMm + widthInferiorMm); }
  double depthMm() const { return 0.5 * (depthSuperiorMm + depthInferiorMm); }
  bool isLumbar() const { return level.front() == 'L'; }
};

/// T1 to L5 of the average adult. Throws Error where the table is missing or damaged.
std::vector<VertebraSize> averageVertebrae();
/// Every length times `factor`; angles stay.
VertebraSize scaled(VertebraSize size, double factor);

}  // namespace trocar::synthetic
