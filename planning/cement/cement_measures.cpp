#include "planning/cement/cement_measures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trocar::cement {
namespace {

constexpr double kContactMm = 2.0;

double cementMm3(const FilledSite& filled, std::size_t voxel) {
  return static_cast<double>(filled.filling.fill()[voxel]) * filled.site.flow.poreMm3(voxel);
}

template <typename Counts>
double cementMl(const FilledSite& filled, const Counts& counts) {
  double sum = 0.0;
  for (std::size_t c = 0; c < filled.site.place.size(); ++c) {
    if (counts(filled.site.place[c]))
      sum += cementMm3(filled, c);
  }
  return sum / 1000.0;
}

Vec3 pointOf(const FilledSite& filled, std::size_t voxel) {
  return filled.site.flow.grid.voxelToPatient(filled.site.flow.grid.voxelAt(voxel));
}

bool reached(const FilledSite& filled, std::size_t voxel) {
  return filled.filling.arrivalMl()[voxel] >= 0.0F;
}

/// Voxels of a column of the body that count as touching its end, from that end inwards.
bool endReached(const FilledSite& filled, const std::vector<std::size_t>& column, bool superior) {
  const auto depth =
      static_cast<std::size_t>(std::ceil(kContactMm / filled.site.flow.grid.spacingMm()[2]));
  for (std::size_t n = 0; n < std::min(depth, column.size()); ++n) {
    if (reached(filled, superior ? column[column.size() - 1 - n] : column[n]))
      return true;
  }
  return false;
}

/// The body's voxels above (i, j), inferior first: k runs along the vertebra's superior axis.
std::vector<std::size_t> columnOf(const CementSite& site, int i, int j) {
  std::vector<std::size_t> column;
  for (int k = 0; k < site.flow.grid.size()[2]; ++k) {
    const std::size_t voxel = site.flow.grid.offset({i, j, k});
    if (site.place[voxel] == SitePlace::Body)
      column.push_back(voxel);
  }
  return column;
}

/// The vertebral body itself: `Body` voxels between the endplates' levels, without the arch.
bool hasBody(const FilledSite& filled) {
  return filled.site.anatomy != nullptr;
}

Grid gridAround(const std::vector<std::unique_ptr<FilledSite>>& sites) {
  Eigen::AlignedBox3d box;
  for (const auto& filled : sites) {
    for (const Vec3& corner : filled->site.flow.grid.cornersMm())
      box.extend(corner);
  }
  const double h = sites.front()->site.flow.grid.spacingMm()[0];
  std::array<int, 3> size{};
  for (int a = 0; a < 3; ++a)
    size[static_cast<std::size_t>(a)] = static_cast<int>(std::ceil(box.sizes()[a] / h)) + 1;
  return {size, box.min(), Vec3::Constant(h)};
}

}  // namespace

std::optional<Arrival> posteriorQuarterArrival(const FilledSite& filled) {
  std::optional<Arrival> first;
  for (std::size_t c = 0; c < filled.site.place.size(); ++c) {
    const auto atMl = static_cast<double>(filled.filling.arrivalMl()[c]);
    if (atMl >= 0.0 && (!first || atMl < first->atMl) && filled.site.inPosteriorQuarter(c))
      first = Arrival{atMl, pointOf(filled, c)};
  }
  return first;
}

double cementInMl(const FilledSite& filled, SitePlace place) {
  return cementMl(filled, [place](SitePlace at) { return at == place; });
}

double outsideBoneMl(const FilledSite& filled) {
  return cementMl(filled, isOutsideBone);
}

std::optional<double> bodyFraction(const FilledSite& filled) {
  if (!hasBody(filled) || filled.site.anatomy->body.volumeMl <= 0.0)
    return std::nullopt;
  return cementInMl(filled, SitePlace::Body) / filled.site.anatomy->body.volumeMl;
}

std::optional<double> lesionFraction(const FilledSite& filled) {
  std::size_t all = 0;
  std::size_t cemented = 0;
  for (std::size_t c = 0; c < filled.site.place.size(); ++c) {
    if (filled.site.lesion[c] == 0 || !isInBone(filled.site.place[c]))
      continue;
    ++all;
    cemented += reached(filled, c) ? 1 : 0;
  }
  if (all == 0)
    return std::nullopt;
  return static_cast<double>(cemented) / static_cast<double>(all);
}

std::optional<double> leftShare(const FilledSite& filled) {
  if (!hasBody(filled))
    return std::nullopt;
  const anatomy::VertebraAnatomy& anatomy = *filled.site.anatomy;
  double left = 0.0;
  double all = 0.0;
  for (std::size_t c = 0; c < filled.site.place.size(); ++c) {
    const double part = filled.site.place[c] == SitePlace::Body ? cementMm3(filled, c) : 0.0;
    if (part <= 0.0)
      continue;
    all += part;
    const double lateralMm = (pointOf(filled, c) - anatomy.bodyCentroidMm).dot(anatomy.frame.left);
    left += lateralMm > 0.0 ? part : 0.0;
  }
  if (all <= 0.0)
    return std::nullopt;
  return left / all;
}

std::optional<EndplateContact> endplateContact(const FilledSite& filled) {
  if (!hasBody(filled))
    return std::nullopt;
  EndplateContact contact;
  double columns = 0.0;
  const std::array<int, 3>& size = filled.site.flow.grid.size();
  for (int j = 0; j < size[1]; ++j) {
    for (int i = 0; i < size[0]; ++i) {
      const std::vector<std::size_t> column = columnOf(filled.site, i, j);
      if (column.empty())
        continue;
      columns += 1.0;
      contact.superior += endReached(filled, column, true) ? 1.0 : 0.0;
      contact.inferior += endReached(filled, column, false) ? 1.0 : 0.0;
    }
  }
  if (columns > 0.0) {
    contact.superior /= columns;
    contact.inferior /= columns;
  }
  return contact;
}

void addPosteriorDistance(const FilledSite& filled, std::vector<CementStep>& course) {
  if (!hasBody(filled))
    return;
  std::vector<std::pair<double, double>> byArrival;  // ml, mm
  for (std::size_t c = 0; c < filled.site.place.size(); ++c) {
    if (reached(filled, c) && isInBone(filled.site.place[c]))
      byArrival.emplace_back(static_cast<double>(filled.filling.arrivalMl()[c]),
                             *filled.site.inFrontOfPosteriorWallMm(pointOf(filled, c)));
  }
  std::sort(byArrival.begin(), byArrival.end());
  auto next = byArrival.begin();
  std::optional<double> nearestMm;
  for (CementStep& step : course) {
    for (; next != byArrival.end() && next->first <= step.injectedMl + 1e-6; ++next)
      nearestMm = std::min(nearestMm.value_or(next->second), next->second);
    if (nearestMm && step.structure == filled.site.structure)
      step.posteriorDistanceMm = nearestMm;
  }
}

Image<float> joinedArrival(const std::vector<std::unique_ptr<FilledSite>>& sites) {
  if (sites.empty())
    return {Grid(), std::vector<float>{-1.0F}};
  if (sites.size() == 1)
    return {sites.front()->site.flow.grid, sites.front()->filling.arrivalMl()};
  const Grid grid = gridAround(sites);
  std::vector<float> arrival(grid.voxelCount(), -1.0F);
  for (const auto& filled : sites) {
    const Grid& own = filled->site.flow.grid;
    for (std::size_t c = 0; c < arrival.size(); ++c) {
      const VoxelIndex voxel = own.nearestVoxel(grid.voxelToPatient(grid.voxelAt(c)));
      if (own.contains(voxel))
        arrival[c] = std::max(arrival[c], filled->filling.arrivalMl()[own.offset(voxel)]);
    }
  }
  return {grid, std::move(arrival)};
}

}  // namespace trocar::cement
