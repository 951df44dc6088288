#include "core/distance_field.h"

#include "core/distance_transform.h"
#include "core/error.h"
#include "core/extent_field.h"
#include "core/parallel.h"
#include "core/region_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <utility>

namespace trocar {
namespace {

/// Widens the samples' step, the finest axis first, until at most `maxSamples` cover the box of
/// indices `low` to `high` and `marginMm` around it.
std::array<Samples, 3> samplesAround(const LabelExtent& box,
                                     const Vec3& spacingMm,
                                     double marginMm,
                                     std::size_t maxSamples) {
  std::array<int, 3> stride = {1, 1, 1};
  while (true) {
    std::array<Samples, 3> samples;
    std::size_t count = 1;
    std::size_t finest = 0;
    const auto stepMm = [&](std::size_t a) { return spacingMm[static_cast<int>(a)] * stride[a]; };
    for (std::size_t a = 0; a < 3; ++a) {
      const int margin = static_cast<int>(std::ceil(marginMm / stepMm(a)));
      const int across = (box.high[a] - box.low[a] + stride[a] - 1) / stride[a];
      samples[a] = {box.low[a] - margin * stride[a], stride[a], across + 2 * margin + 1};
      count *= static_cast<std::size_t>(samples[a].count);
      finest = stepMm(a) < stepMm(finest) ? a : finest;
    }
    if (count <= maxSamples)
      return samples;
    ++stride[finest];
  }
}

Grid gridOf(const Grid& whole, const std::array<Samples, 3>& samples) {
  const Vec3 stride(samples[0].stride, samples[1].stride, samples[2].stride);
  const Vec3 first(samples[0].first, samples[1].first, samples[2].first);
  return {{samples[0].count, samples[1].count, samples[2].count},
          whole.voxelToPatient(first),
          whole.spacingMm().cwiseProduct(stride),
          whole.directions()};
}

MaskBlock blockOf(const LabelMap& labels, const LabelRegion& region, const LabelExtent& box) {
  const std::vector<std::uint8_t> member = membershipOf(region);
  MaskBlock block;
  for (std::size_t a = 0; a < 3; ++a)
    block.size[a] = box.high[a] - box.low[a] + 1;
  block.spacingMm = labels.grid().spacingMm();
  block.inside.reserve(static_cast<std::size_t>(block.size[0]) *
                       static_cast<std::size_t>(block.size[1]) *
                       static_cast<std::size_t>(block.size[2]));
  const auto belongs = [&](std::uint16_t value) { return member[value]; };
  for (int k = box.low[2]; k <= box.high[2]; ++k) {
    for (int j = box.low[1]; j <= box.high[1]; ++j) {
      const std::uint16_t* row = labels.data() + labels.grid().offset({box.low[0], j, k});
      std::transform(row, row + block.size[0], std::back_inserter(block.inside), belongs);
    }
  }
  return block;
}

DistanceField fieldOfLabels(const LabelMap& labels,
                            const LabelRegion& region,
                            const LabelExtent& box,
                            double marginMm,
                            std::size_t maxSamples) {
  std::array<Samples, 3> samples =
      samplesAround(box, labels.grid().spacingMm(), marginMm, maxSamples);
  const Grid grid = gridOf(labels.grid(), samples);
  DistanceField::IndexBox bounds;
  for (std::size_t a = 0; a < 3; ++a) {
    const double stride = samples[a].stride;
    bounds.low[static_cast<int>(a)] = (box.low[a] - 0.5 - samples[a].first) / stride;
    bounds.high[static_cast<int>(a)] = (box.high[a] + 0.5 - samples[a].first) / stride;
    samples[a].first -= box.low[a];
  }
  return {
      Image<float>(grid, signedDistances(blockOf(labels, region, box), samples)), bounds, marginMm};
}

template <typename ClosedRegion>
DistanceField fieldOfClosedForm(const ClosedRegion& region,
                                const Box& box,
                                double marginMm,
                                std::size_t maxSamples) {
  const Vec3 size = (box.highMm - box.lowMm).array().ceil();
  const LabelExtent voxels{
      1,
      {0, 0, 0},
      {static_cast<int>(size[0]), static_cast<int>(size[1]), static_cast<int>(size[2])}};
  const Grid millimetres({1, 1, 1}, box.lowMm, Vec3::Ones());
  const Grid grid = gridOf(millimetres, samplesAround(voxels, Vec3::Ones(), marginMm, maxSamples));
  std::vector<float> distances(grid.voxelCount());
  const int slices = grid.size()[2];
  const std::size_t plane = grid.voxelCount() / static_cast<std::size_t>(slices);
  parallelFor(slices, [&](int k) {
    const std::size_t first = static_cast<std::size_t>(k) * plane;
    for (std::size_t v = first; v < first + plane; ++v)
      distances[v] =
          static_cast<float>(signedDistanceMm(region, grid.voxelToPatient(grid.voxelAt(v))));
  });
  const DistanceField::IndexBox bounds{grid.patientToVoxel(box.lowMm),
                                       grid.patientToVoxel(box.highMm)};
  return {Image<float>(grid, std::move(distances)), bounds, marginMm};
}

const LabelExtent& notEmpty(const std::optional<LabelExtent>& extent, const Structure& structure) {
  if (!extent)
    throw Error("The structure " + structure.id + " has no voxels: remove it or draw it again.");
  return *extent;
}

DistanceField fieldOf(const Case& patient,
                      const Structure& structure,
                      const std::optional<LabelExtent>& extent,
                      double marginMm,
                      std::size_t maxSamples) {
  if (const auto* labels = std::get_if<LabelRegion>(&structure.region)) {
    const LabelMap& layer = patient.layers.at(static_cast<std::size_t>(labels->layer));
    return fieldOfLabels(layer, *labels, notEmpty(extent, structure), marginMm, maxSamples);
  }
  const Box box = boundsOf(patient, structure).value();
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    return fieldOfClosedForm(*tube, box, marginMm, maxSamples);
  return fieldOfClosedForm(std::get<EllipsoidRegion>(structure.region), box, marginMm, maxSamples);
}

/// `index` lies in the box of the voxel centres.
double interpolated(const Image<float>& image, const Vec3& index) {
  const std::array<int, 3>& size = image.grid().size();
  std::array<int, 3> low{};
  Vec3 part;
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<int>(a);
    low[a] = std::min(static_cast<int>(index[axis]), std::max(size[a] - 2, 0));
    part[axis] = index[axis] - low[a];
  }
  const std::ptrdiff_t right = size[0] > 1 ? 1 : 0;
  const std::ptrdiff_t row = size[1] > 1 ? size[0] : 0;
  const std::ptrdiff_t slice = size[2] > 1 ? static_cast<std::ptrdiff_t>(size[0]) * size[1] : 0;
  const float* corner = image.data() + image.grid().offset({low[0], low[1], low[2]});
  const auto along = [&](const float* at) { return at[0] + part[0] * (at[right] - at[0]); };
  const auto across = [&](const float* at) {
    const double near = along(at);
    return near + part[1] * (along(at + row) - near);
  };
  const double below = across(corner);
  return below + part[2] * (across(corner + slice) - below);
}

}  // namespace

DistanceField::DistanceField(Image<float> samples, const IndexBox& region, double marginMm)
    : image_(std::move(samples)), region_(region), marginMm_(marginMm) {}

double DistanceField::at(const Vec3& pointMm) const {
  const Grid& grid = image_.grid();
  const Vec3 index = grid.patientToVoxel(pointMm);
  const Vec3 last(grid.size()[0] - 1, grid.size()[1] - 1, grid.size()[2] - 1);
  const Vec3 inside = index.cwiseMax(Vec3::Zero()).cwiseMin(last);
  const double distance = interpolated(image_, inside);
  if (inside == index)
    return distance;
  const double awayMm = (index - inside).cwiseProduct(grid.spacingMm()).norm();
  const Vec3 beyond = (region_.low - index).cwiseMax(index - region_.high).cwiseMax(Vec3::Zero());
  return std::max(distance - awayMm, beyond.cwiseProduct(grid.spacingMm()).norm());
}

Vec3 DistanceField::gradientAt(const Vec3& pointMm) const {
  const double step = 0.5 * image_.grid().spacingMm().minCoeff();
  Vec3 rise;
  for (int a = 0; a < 3; ++a)
    rise[a] = at(pointMm + step * Vec3::Unit(a)) - at(pointMm - step * Vec3::Unit(a));
  const double length = rise.norm();
  return length > 1e-9 ? Vec3(rise / length) : Vec3::Zero();
}

DistanceField makeDistanceField(const Case& patient,
                                const Structure& structure,
                                double marginMm,
                                std::size_t maxSamples) {
  std::optional<LabelExtent> extent;
  if (const auto* labels = std::get_if<LabelRegion>(&structure.region))
    extent = extentOf(patient.layers.at(static_cast<std::size_t>(labels->layer)), *labels);
  return fieldOf(patient, structure, extent, marginMm, maxSamples);
}

DistanceField makeDistanceField(const Case& patient,
                                const Structure& structure,
                                const CaseExtents& extents,
                                double marginMm,
                                std::size_t maxSamples) {
  const auto* labels = std::get_if<LabelRegion>(&structure.region);
  return fieldOf(patient,
                 structure,
                 labels != nullptr ? extents.of(*labels) : std::nullopt,
                 marginMm,
                 maxSamples);
}

/// One slot a structure, filled once.
class DistanceFields::Store {
 public:
  explicit Store(const Case& patient) : patient_(patient) {
    for (const Structure& structure : patient.structures)
      slots_[structure.id] = {&structure, std::make_shared<Slot>()};
    constexpr std::size_t kAllSamples = 240'000'000;  // 4 bytes each: under 1 GB.
    maxSamples_ = std::clamp<std::size_t>(
        kAllSamples / std::max<std::size_t>(1, slots_.size()), 1'000'000, 16'000'000);
  }

  /// Shares the slots of structures that are the same there, where they are sampled alike.
  void share(const Store& before) {
    if (maxSamples_ != before.maxSamples_)
      return;
    for (auto& [id, here] : slots_) {
      const auto there = before.slots_.find(id);
      if (there != before.slots_.end() &&
          sameRegion(patient_, *here.structure, before.patient_, *there->second.structure))
        here.slot = there->second.slot;
    }
  }

  const DistanceField& of(std::string_view structureId) {
    const auto found = slots_.find(structureId);
    if (found == slots_.end())
      throw Error("The case has no structure " + std::string(structureId) +
                  ": choose one that `trocar inspect` lists.");
    const auto& [structure, slot] = found->second;
    std::call_once(slot->made,
                   [&, of = structure, to = slot.get()] { to->field.emplace(make(*of)); });
    return *slot->field;
  }

 private:
  struct Slot {
    std::once_flag made;
    std::optional<DistanceField> field;
  };
  struct Place {
    const Structure* structure = nullptr;
    std::shared_ptr<Slot> slot;
  };

  DistanceField make(const Structure& structure) {
    constexpr double kMarginMm = 60.0;
    std::call_once(scanned_, [&] { extents_.emplace(patient_); });
    std::optional<LabelExtent> extent;
    if (const auto* labels = std::get_if<LabelRegion>(&structure.region))
      extent = extents_->of(*labels);
    return fieldOf(patient_, structure, extent, kMarginMm, maxSamples_);
  }

  const Case& patient_;
  std::size_t maxSamples_ = 0;
  std::map<std::string, Place, std::less<>> slots_;
  std::once_flag scanned_;
  std::optional<CaseExtents> extents_;
};

DistanceFields::DistanceFields(std::shared_ptr<const Case> patient)
    : patient_(std::move(patient)), store_(std::make_unique<Store>(*patient_)) {}

DistanceFields::DistanceFields(std::shared_ptr<const Case> patient, const DistanceFields& before)
    : DistanceFields(std::move(patient)) {
  store_->share(*before.store_);
}

DistanceFields::~DistanceFields() = default;

const DistanceField& DistanceFields::of(std::string_view structureId) const {
  return store_->of(structureId);
}

}  // namespace trocar
