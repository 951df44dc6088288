#include "planning/ablation/probes/device_fit.h"

#include "core/error.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr int kSteps = 6;
constexpr double kLengthStepMm = 2.0;  ///< For the derivatives.
constexpr double kTemperatureStepC = 5.0;
constexpr double kEnoughMm = 0.02;  ///< Change of the root mean square that ends the search.

/// Active length in mm and end temperature in C.
using Parameters = Eigen::Vector2d;

Parameters limited(Parameters p) {
  p[0] = std::clamp(p[0], 2.0, 90.0);
  p[1] = std::clamp(p[1], -195.0, -25.0);
  return p;
}

class GelFit {
 public:
  GelFit(const GelSetup& setup, const std::vector<IsothermRow>& rows) : setup_(setup), rows_(rows) {
    setup_.isothermsC.clear();
    for (const IsothermRow& row : rows)
      setup_.isothermsC.push_back(row.isothermC);
  }

  std::vector<IsothermSize> sizes(const Parameters& p) {
    ++runs_;
    return runGel(with(p)).phases.back().isotherms;
  }

  Eigen::VectorXd misfit(const std::vector<IsothermSize>& sizes) const {
    Eigen::VectorXd residual(static_cast<Eigen::Index>(2 * rows_.size()));
    for (std::size_t n = 0; n < rows_.size(); ++n) {
      residual[static_cast<Eigen::Index>(2 * n)] = sizes[n].widthMm - rows_[n].widthMm;
      residual[static_cast<Eigen::Index>(2 * n + 1)] = sizes[n].lengthMm - rows_[n].lengthMm;
    }
    return residual;
  }

  GelSetup with(const Parameters& p) const {
    GelSetup setup = setup_;
    setup.probes.front().device.activeLengthMm = p[0];
    setup.probes.front().device.cryo->endTemperatureC = p[1];
    return setup;
  }

  Parameters next(const Parameters& p, const Eigen::VectorXd& here) {
    Eigen::MatrixXd slopes(here.size(), 2);
    slopes.col(0) =
        (misfit(sizes(limited(p + Parameters(kLengthStepMm, 0)))) - here) / kLengthStepMm;
    slopes.col(1) =
        (misfit(sizes(limited(p + Parameters(0, kTemperatureStepC)))) - here) / kTemperatureStepC;
    return limited(p - slopes.colPivHouseholderQr().solve(here));
  }

  int runs() const { return runs_; }

 private:
  GelSetup setup_;
  std::vector<IsothermRow> rows_;
  int runs_ = 0;
};

double rms(const Eigen::VectorXd& residual) {
  return std::sqrt(residual.squaredNorm() / static_cast<double>(residual.size()));
}

void require(const GelSetup& setup, const std::vector<IsothermRow>& rows) {
  if (setup.probes.size() != 1 || !setup.probes.front().device.cryo)
    throw Error("a fit needs exactly one cryoprobe");
  if (rows.empty())
    throw Error("a fit needs at least one isotherm with width and length");
  for (const IsothermRow& row : rows)
    if (!(row.widthMm > 0.0 && row.lengthMm >= row.widthMm * 0.5 &&
          row.isothermC < setup.temperatureC))
      throw Error("the isotherm table has a row that no ice has: " + std::to_string(row.isothermC) +
                  " °C, " + std::to_string(row.widthMm) + " x " + std::to_string(row.lengthMm) +
                  " mm");
}

}  // namespace

DeviceFit fitDevice(const GelSetup& setup,
                    const std::vector<IsothermRow>& rows,
                    const Progress& progress) {
  require(setup, rows);
  GelFit fit(setup, rows);
  const Device& start = setup.probes.front().device;
  Parameters best(start.activeLengthMm, start.cryo->endTemperatureC);
  std::vector<IsothermSize> bestSizes = fit.sizes(best);
  double bestRms = rms(fit.misfit(bestSizes));
  for (int step = 0; step < kSteps; ++step) {
    progress.at(static_cast<double>(step) / kSteps);
    const Parameters trial = fit.next(best, fit.misfit(bestSizes));
    std::vector<IsothermSize> sizes = fit.sizes(trial);
    const double error = rms(fit.misfit(sizes));
    if (error >= bestRms)
      break;
    const bool enough = bestRms - error < kEnoughMm;
    best = trial;
    bestSizes = std::move(sizes);
    bestRms = error;
    if (enough)
      break;
  }
  DeviceFit result{fit.with(best).probes.front().device, std::move(bestSizes), bestRms, fit.runs()};
  result.device.confidence = "fitted";
  result.device.verified = false;
  progress.at(1.0);
  return result;
}

}  // namespace trocar::ablation
