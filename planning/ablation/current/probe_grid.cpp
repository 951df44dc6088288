#include "planning/ablation/current/probe_grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr int kSectors = 8;
constexpr double kSectorRad = 2.0 * std::numbers::pi / kSectors;
constexpr int kCoreRings = 3;
constexpr double kFirstShare = 0.25;  ///< Of the radius: the first step at the surface,
constexpr double kFirstMostMm = 0.2;  ///< at most this.
constexpr double kGrowth = 1.2;       ///< From one step to the next.
constexpr double kLongestMm = 1.0;    ///< Along the working part.

/// Steps from `first` on that grow up to `longest`, as many as reach `length`, stretched to end
/// there.
std::vector<double> stepsOut(double length, double first, double growth, double longest) {
  std::vector<double> steps;
  double sum = 0.0;
  for (double step = first; sum < length - 0.5 * step; step = std::min(step * growth, longest)) {
    steps.push_back(step);
    sum += step;
  }
  if (steps.empty()) {
    steps.push_back(length);
    sum = length;
  }
  for (double& step : steps)
    step *= length / sum;
  return steps;
}

/// Fine at both ends.
std::vector<double> stepsBetween(double length, double first, double growth, double longest) {
  const std::vector<double> half = stepsOut(0.5 * length, first, growth, longest);
  std::vector<double> steps = half;
  steps.insert(steps.end(), half.rbegin(), half.rend());
  return steps;
}

void addEdges(const std::vector<double>& steps, std::vector<double>& edges) {
  for (const double step : steps)
    edges.push_back(edges.back() + step);
}

std::vector<double> middlesOf(const std::vector<double>& edges) {
  std::vector<double> middles;
  for (std::size_t n = 0; n + 1 < edges.size(); ++n)
    middles.push_back(0.5 * (edges[n] + edges[n + 1]));
  return middles;
}

/// The index n with middles[n] <= at < middles[n + 1], and the share towards the upper; ends are
/// held.
std::pair<int, double> between(const std::vector<double>& middles, double at) {
  const auto upper = std::upper_bound(middles.begin(), middles.end(), at);
  if (upper == middles.begin())
    return {0, 0.0};
  if (upper == middles.end())
    return {static_cast<int>(middles.size()) - 2, 1.0};
  const double low = *(upper - 1);
  return {static_cast<int>(upper - middles.begin()) - 1, (at - low) / (*upper - low)};
}

}  // namespace

ProbeGrid::ProbeGrid(const ProbeGridLayout& layout) : layout_(layout) {
  const ProbeShape& shape = layout.shape;
  const double lengthMm = (shape.proximalMm - shape.distalMm).norm();
  back_ = (shape.proximalMm - shape.distalMm) / lengthMm;
  across_ = back_.unitOrthogonal();
  third_ = back_.cross(across_);
  const double first = std::min(kFirstShare * shape.radiusMm, kFirstMostMm) / layout.fineness;
  const double growth = std::pow(kGrowth, 1.0 / layout.fineness);
  const double longest = kLongestMm / layout.fineness;
  coreRings_ = static_cast<int>(std::lround(kCoreRings * layout.fineness));
  ringEdgeMm_ = {0.0};
  addEdges(std::vector<double>(static_cast<std::size_t>(coreRings_), shape.radiusMm / coreRings_),
           ringEdgeMm_);
  addEdges(stepsOut(layout.reachMm, first, growth, layout.reachMm), ringEdgeMm_);
  // Where a logarithmic field has its mean.
  ringMm_ = middlesOf(ringEdgeMm_);
  for (std::size_t n = 1; n < ringMm_.size(); ++n)
    ringMm_[n] = std::sqrt(ringEdgeMm_[n] * ringEdgeMm_[n + 1]);

  std::vector<double> lines = layout.linesMm;
  lines.push_back(0.0);
  lines.push_back(lengthMm);
  if (layout.shaftMm < layout.reachMm && layout.shaftMm > 0.0)
    lines.push_back(lengthMm + layout.shaftMm);
  std::sort(lines.begin(), lines.end());
  lines.erase(
      std::unique(
          lines.begin(), lines.end(), [](double a, double b) { return std::abs(a - b) < 1.0e-6; }),
      lines.end());
  const std::vector<double> out = stepsOut(layout.reachMm, first, growth, layout.reachMm);
  layerEdgeMm_ = {lines.front() - layout.reachMm};
  addEdges({out.rbegin(), out.rend()}, layerEdgeMm_);
  for (std::size_t n = 0; n + 1 < lines.size(); ++n)
    addEdges(stepsBetween(lines[n + 1] - lines[n], first, growth, longest), layerEdgeMm_);
  addEdges(out, layerEdgeMm_);
  layerMm_ = middlesOf(layerEdgeMm_);
  addLinks();
  addContacts();
  addRim();
}

std::size_t ProbeGrid::cellCount() const {
  return ringMm_.size() * kSectors * layerMm_.size();
}

int ProbeGrid::sectors() const {
  return kSectors;
}

std::size_t ProbeGrid::cell(int ring, int sector, int layer) const {
  return static_cast<std::size_t>(sector) +
         kSectors *
             (static_cast<std::size_t>(ring) + ringMm_.size() * static_cast<std::size_t>(layer));
}

ProbeGrid::Place ProbeGrid::placeOf(std::size_t cell) const {
  return {static_cast<int>(cell / kSectors % ringMm_.size()),
          static_cast<int>(cell % kSectors),
          static_cast<int>(cell / kSectors / ringMm_.size())};
}

bool ProbeGrid::isBody(int ring, int layer) const {
  const double end = (layout_.shape.proximalMm - layout_.shape.distalMm).norm() + layout_.shaftMm;
  return ring < coreRings_ && behindMm(layer) > 0.0 && behindMm(layer) < end;
}

bool ProbeGrid::isBody(std::size_t cell) const {
  const Place place = placeOf(cell);
  return isBody(place.ring, place.layer);
}

bool ProbeGrid::isBody(const Vec3& pointMm) const {
  const Vec3 offset = pointMm - layout_.shape.distalMm;
  const double behind = offset.dot(back_);
  const double end = (layout_.shape.proximalMm - layout_.shape.distalMm).norm() + layout_.shaftMm;
  return behind > 0.0 && behind < end && (offset - behind * back_).norm() < layout_.shape.radiusMm;
}

Vec3 ProbeGrid::centreMm(std::size_t cell) const {
  const auto [ring, sector, layer] = placeOf(cell);
  const double angle = (sector + 0.5) * kSectorRad;
  return layout_.shape.distalMm + behindMm(layer) * back_ +
         acrossMm(ring) * (std::cos(angle) * across_ + std::sin(angle) * third_);
}

double ProbeGrid::areaM2(int ring) const {
  const auto n = static_cast<std::size_t>(ring);
  return 0.5e-6 * kSectorRad *
         (ringEdgeMm_[n + 1] * ringEdgeMm_[n + 1] - ringEdgeMm_[n] * ringEdgeMm_[n]);
}

double ProbeGrid::heightM(int layer) const {
  const auto n = static_cast<std::size_t>(layer);
  return 1.0e-3 * (layerEdgeMm_[n + 1] - layerEdgeMm_[n]);
}

double ProbeGrid::volumeM3(std::size_t cell) const {
  const Place place = placeOf(cell);
  return areaM2(place.ring) * heightM(place.layer);
}

void ProbeGrid::addLinks() {
  for (int layer = 0; layer < layers(); ++layer)
    for (int ring = 0; ring < rings(); ++ring) {
      if (isBody(ring, layer))
        continue;
      const auto n = static_cast<std::size_t>(ring);
      const double height = heightM(layer);
      const double inner = ring == 0 ? 0.0 : std::log(ringEdgeMm_[n + 1] / ringEdgeMm_[n]);
      const double aside =
          (ring == 0 ? ringEdgeMm_[1] / ringMm_[0] : inner) * height / (0.5 * kSectorRad);
      for (int sector = 0; sector < kSectors; ++sector) {
        const std::size_t here = cell(ring, sector, layer);
        links_.push_back({here, cell(ring, (sector + 1) % kSectors, layer), aside, aside});
        if (ring + 1 < rings())
          links_.push_back({here,
                            cell(ring + 1, sector, layer),
                            kSectorRad * height / std::log(ringEdgeMm_[n + 1] / ringMm_[n]),
                            kSectorRad * height / std::log(ringMm_[n + 1] / ringEdgeMm_[n + 1])});
        if (layer + 1 < layers() && !isBody(ring, layer + 1))
          links_.push_back({here,
                            cell(ring, sector, layer + 1),
                            2.0 * areaM2(ring) / height,
                            2.0 * areaM2(ring) / heightM(layer + 1)});
      }
    }
}

void ProbeGrid::addContacts() {
  const auto core = static_cast<std::size_t>(coreRings_);
  for (int layer = 0; layer < layers(); ++layer)
    for (int sector = 0; sector < kSectors; ++sector) {
      if (isBody(0, layer))
        contacts_.push_back(
            {cell(coreRings_, sector, layer),
             kSectorRad * heightM(layer) / std::log(ringMm_[core] / ringEdgeMm_[core]),
             behindMm(layer)});
      for (int ring = 0; ring < coreRings_; ++ring)
        for (const int next : {layer - 1, layer + 1})
          if (!isBody(ring, layer) && next >= 0 && next < layers() && isBody(ring, next))
            contacts_.push_back({cell(ring, sector, layer),
                                 2.0 * areaM2(ring) / heightM(layer),
                                 layerEdgeMm_[static_cast<std::size_t>(std::max(layer, next))]});
    }
}

void ProbeGrid::addRim() {
  const Vec3 middle = 0.5 * (layout_.shape.distalMm + layout_.shape.proximalMm);
  const auto add = [&](std::size_t cell, double conductance, double area, const Vec3& outward) {
    const Vec3 offset = centreMm(cell) - middle;
    rim_.push_back({cell,
                    conductance,
                    1.0e-3 * offset.squaredNorm() / std::max(offset.dot(outward), 1.0e-3),
                    area});
  };
  const std::size_t last = ringMm_.size() - 1;
  for (int sector = 0; sector < kSectors; ++sector) {
    const double angle = (sector + 0.5) * kSectorRad;
    const Vec3 radial = std::cos(angle) * across_ + std::sin(angle) * third_;
    for (int layer = 0; layer < layers(); ++layer)
      add(cell(rings() - 1, sector, layer),
          kSectorRad * heightM(layer) / std::log(ringEdgeMm_[last + 1] / ringMm_[last]),
          1.0e-3 * kSectorRad * ringEdgeMm_[last + 1] * heightM(layer),
          radial);
    for (int ring = 0; ring < rings(); ++ring)
      for (const int layer : {0, layers() - 1})
        if (!isBody(ring, layer))
          add(cell(ring, sector, layer),
              2.0 * areaM2(ring) / heightM(layer),
              areaM2(ring),
              layer == 0 ? Vec3(-back_) : back_);
  }
}

std::array<ProbeGrid::Weight, 8> ProbeGrid::around(const Vec3& pointMm) const {
  const Vec3 offset = pointMm - layout_.shape.distalMm;
  const double behind = offset.dot(back_);
  const double x = offset.dot(across_), y = offset.dot(third_);
  const auto [layer, alongShare] = between(layerMm_, behind);
  const auto [ring, acrossShare] = between(ringMm_, std::hypot(x, y));
  double turn = std::atan2(y, x) / kSectorRad - 0.5;
  turn += turn < 0.0 ? kSectors : 0.0;
  const int sector = static_cast<int>(turn) % kSectors;
  const double aroundShare = turn - std::floor(turn);
  std::array<Weight, 8> weights;
  for (int corner = 0; corner < 8; ++corner) {
    const int up = corner & 1, out = corner >> 1 & 1, on = corner >> 2 & 1;
    const double weight = (up != 0 ? alongShare : 1.0 - alongShare) *
                          (out != 0 ? acrossShare : 1.0 - acrossShare) *
                          (on != 0 ? aroundShare : 1.0 - aroundShare);
    const int at = isBody(ring + out, layer + up) ? coreRings_ : ring + out;
    weights[static_cast<std::size_t>(corner)] = {cell(at, (sector + on) % kSectors, layer + up),
                                                 weight};
  }
  return weights;
}

}  // namespace trocar::ablation
