#include "core/distance_field.h"

#include "core/box.h"
#include "core/distance_transform.h"
#include "core/error.h"
#include "core/extent_field.h"
#include "core/parallel.h"
#include "core/region_distance.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <limits>
#include <list>
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

/// Samples from `first` on, `count` along each axis.
struct IndexPart {
  std::array<int, 3> first{};
  std::array<int, 3> count{};

  std::array<Samples, 3> of(const std::array<Samples, 3>& all) const {
    std::array<Samples, 3> samples = all;
    for (std::size_t a = 0; a < 3; ++a) {
      samples[a].first = all[a].at(first[a]);
      samples[a].count = count[a];
    }
    return samples;
  }
};

/// All samples of a grid, or those that tell the distances of the points in `within`.
IndexPart partOf(const Grid& grid, const Box* within) {
  IndexPart part{{}, grid.size()};
  if (within == nullptr)
    return part;
  Vec3 low = Vec3::Constant(std::numeric_limits<double>::infinity());
  Vec3 high = -low;
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 point = within->lowMm;
    for (int a = 0; a < 3; ++a) {
      if ((corner >> a) % 2 != 0)
        point[a] = within->highMm[a];
    }
    low = low.cwiseMin(grid.patientToVoxel(point));
    high = high.cwiseMax(grid.patientToVoxel(point));
  }
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<int>(a);
    const double last = grid.size()[a] - 1;
    const auto sampleBefore = [&](double index) {
      return static_cast<int>(std::floor(std::clamp(index, 0.0, last)));
    };
    part.first[a] = std::max(0, std::min(sampleBefore(low[axis]), grid.size()[a] - 2) - 1);
    const int end = std::min(sampleBefore(high[axis]) + 3, grid.size()[a]);
    part.count[a] = end - part.first[a];
  }
  return part;
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

/// How finely a field is sampled, how far, and where it is wanted: everywhere, or in a box.
struct Wanted {
  double marginMm;
  std::size_t maxSamples;
  const Box* within = nullptr;
};

DistanceField fieldOfLabels(const LabelMap& labels,
                            const LabelRegion& region,
                            const LabelExtent& box,
                            const Wanted& wanted) {
  const std::array<Samples, 3> all =
      samplesAround(box, labels.grid().spacingMm(), wanted.marginMm, wanted.maxSamples);
  DistanceField::Layout layout{gridOf(labels.grid(), all), {}, {}, wanted.marginMm};
  for (std::size_t a = 0; a < 3; ++a) {
    const double stride = all[a].stride;
    layout.low[static_cast<int>(a)] = (box.low[a] - 0.5 - all[a].first) / stride;
    layout.high[static_cast<int>(a)] = (box.high[a] + 0.5 - all[a].first) / stride;
  }
  const IndexPart part = partOf(layout.grid, wanted.within);
  std::array<Samples, 3> samples = part.of(all);
  const Grid grid = gridOf(labels.grid(), samples);
  for (std::size_t a = 0; a < 3; ++a)
    samples[a].first -= box.low[a];
  return {layout,
          Image<float>(grid, signedDistances(blockOf(labels, region, box), samples)),
          part.first};
}

template <typename ClosedRegion>
DistanceField fieldOfClosedForm(const ClosedRegion& region, const Box& box, const Wanted& wanted) {
  const Vec3 size = (box.highMm - box.lowMm).array().ceil();
  const LabelExtent voxels{
      1,
      {0, 0, 0},
      {static_cast<int>(size[0]), static_cast<int>(size[1]), static_cast<int>(size[2])}};
  const Grid millimetres({1, 1, 1}, box.lowMm, Vec3::Ones());
  const std::array<Samples, 3> all =
      samplesAround(voxels, Vec3::Ones(), wanted.marginMm, wanted.maxSamples);
  const Grid whole = gridOf(millimetres, all);
  const IndexPart part = partOf(whole, wanted.within);
  const Grid grid = gridOf(millimetres, part.of(all));
  std::vector<float> distances(grid.voxelCount());
  parallelFor(part.count[2], [&](int k) {
    float* to = distances.data() + grid.offset({0, 0, k});
    for (int j = 0; j < part.count[1]; ++j) {
      for (int i = 0; i < part.count[0]; ++i, ++to) {
        const Vec3 at(part.first[0] + i, part.first[1] + j, part.first[2] + k);
        *to = static_cast<float>(signedDistanceMm(region, whole.voxelToPatient(at)));
      }
    }
  });
  const DistanceField::Layout layout{
      whole, whole.patientToVoxel(box.lowMm), whole.patientToVoxel(box.highMm), wanted.marginMm};
  return {layout, Image<float>(grid, std::move(distances)), part.first};
}

const LabelExtent& notEmpty(const std::optional<LabelExtent>& extent, const Structure& structure) {
  if (!extent)
    throw Error("The structure " + structure.id + " has no voxels: remove it or draw it again.");
  return *extent;
}

DistanceField fieldOf(const Case& patient,
                      const Structure& structure,
                      const std::optional<LabelExtent>& extent,
                      const Wanted& wanted) {
  if (const auto* labels = std::get_if<LabelRegion>(&structure.region)) {
    const LabelMap& layer = patient.layers.at(static_cast<std::size_t>(labels->layer));
    return fieldOfLabels(layer, *labels, notEmpty(extent, structure), wanted);
  }
  const Box box = boundsOf(patient, structure).value();
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    return fieldOfClosedForm(*tube, box, wanted);
  return fieldOfClosedForm(std::get<EllipsoidRegion>(structure.region), box, wanted);
}

/// `index` lies in the box of the voxel centres of a grid of `size`, of which `image` holds the
/// part from `first` on.
double interpolated(const Image<float>& image,
                    const std::array<int, 3>& first,
                    const std::array<int, 3>& size,
                    const Vec3& index) {
  std::array<int, 3> low{};
  Vec3 part;
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<int>(a);
    low[a] = std::min(static_cast<int>(index[axis]), std::max(size[a] - 2, 0));
    part[axis] = index[axis] - low[a];
    low[a] -= first[a];
  }
  const std::array<int, 3>& held = image.grid().size();
  assert(low[0] >= 0 && low[1] >= 0 && low[2] >= 0);
  assert(low[0] < held[0] && low[1] < held[1] && low[2] < held[2]);
  const std::ptrdiff_t right = size[0] > 1 ? 1 : 0;
  const std::ptrdiff_t row = size[1] > 1 ? held[0] : 0;
  const std::ptrdiff_t slice = size[2] > 1 ? static_cast<std::ptrdiff_t>(held[0]) * held[1] : 0;
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

DistanceField::DistanceField(const Layout& layout,
                             Image<float> samples,
                             const std::array<int, 3>& first)
    : layout_(layout), image_(std::move(samples)), first_(first) {}

double DistanceField::at(const Vec3& pointMm) const {
  const Grid& grid = layout_.grid;
  const Vec3 index = grid.patientToVoxel(pointMm);
  const Vec3 last(grid.size()[0] - 1, grid.size()[1] - 1, grid.size()[2] - 1);
  const Vec3 inside = index.cwiseMax(Vec3::Zero()).cwiseMin(last);
  const double distance = interpolated(image_, first_, grid.size(), inside);
  if (inside == index)
    return distance;
  const double awayMm = (index - inside).cwiseProduct(grid.spacingMm()).norm();
  const Vec3 beyond = (layout_.low - index).cwiseMax(index - layout_.high).cwiseMax(Vec3::Zero());
  return std::max(distance - awayMm, beyond.cwiseProduct(grid.spacingMm()).norm());
}

Vec3 DistanceField::gradientAt(const Vec3& pointMm) const {
  const double step = 0.5 * layout_.grid.spacingMm().minCoeff();
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
  return fieldOf(patient, structure, extent, {marginMm, maxSamples});
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
                 {marginMm, maxSamples});
}

/// One slot a structure: its field, made once, or a part of it before that.
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
    const Place& place = placeOf(structureId);
    if (const DistanceField* whole = place.slot->made)
      return *whole;
    const std::scoped_lock lock(place.slot->making);
    return whole(place);
  }

  const DistanceField& around(std::string_view structureId, const Box& box) {
    const Place& place = placeOf(structureId);
    Slot& slot = *place.slot;
    if (const DistanceField* whole = slot.made)
      return *whole;
    const std::scoped_lock lock(slot.making);
    if (slot.made != nullptr)
      return *slot.made;
    for (const Part& part : slot.parts) {
      if (holds(part.within, box.lowMm) && holds(part.within, box.highMm))
        return part.field;
    }
    return slot.partsSuffice() ? addPart(place, box) : whole(place);
  }

 private:
  struct Part {
    Box within;  ///< What it tells about.
    DistanceField field;
  };
  struct Slot {
    /// A few small parts take less than the whole.
    bool partsSuffice() const {
      std::size_t held = 0;
      for (const Part& part : parts)
        held += part.field.image().voxels().size();
      return parts.empty() || 4 * held < parts.front().field.grid().voxelCount();
    }

    std::mutex making;
    std::optional<DistanceField> field;
    std::atomic<const DistanceField*> made = nullptr;  ///< The whole field.
    std::list<Part> parts;
  };
  struct Place {
    const Structure* structure = nullptr;
    std::shared_ptr<Slot> slot;
  };

  const Place& placeOf(std::string_view structureId) const {
    const auto found = slots_.find(structureId);
    if (found == slots_.end())
      throw Error("The case has no structure " + std::string(structureId) +
                  ": choose one that `trocar inspect` lists.");
    return found->second;
  }

  /// While the slot is locked.
  const DistanceField& whole(const Place& place) {
    Slot& slot = *place.slot;
    if (slot.made == nullptr)
      slot.made = &slot.field.emplace(make(*place.structure, nullptr));
    return *slot.made;
  }

  const DistanceField& addPart(const Place& place, const Box& box) {
    constexpr double kBeyondMm = 10.0;  // Where a needle may be moved to next.
    const Vec3 beyond = Vec3::Constant(kBeyondMm);
    const Box within{box.lowMm - beyond, box.highMm + beyond};
    place.slot->parts.push_back({within, make(*place.structure, &within)});
    return place.slot->parts.back().field;
  }

  DistanceField make(const Structure& structure, const Box* within) {
    constexpr double kMarginMm = 60.0;
    std::call_once(scanned_, [&] { extents_.emplace(patient_); });
    std::optional<LabelExtent> extent;
    if (const auto* labels = std::get_if<LabelRegion>(&structure.region))
      extent = extents_->of(*labels);
    return fieldOf(patient_, structure, extent, {kMarginMm, maxSamples_, within});
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

const DistanceField& DistanceFields::around(std::string_view structureId, const Box& box) const {
  return store_->around(structureId, box);
}

}  // namespace trocar
