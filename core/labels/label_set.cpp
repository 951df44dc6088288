#include "core/labels/label_set.h"

#include "core/error.h"
#include "core/parallel.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace trocar::labels {
namespace {

using Pair = std::pair<std::uint16_t, std::uint16_t>;
using PairCounts = std::map<Pair, std::size_t>;
using Counts = std::map<std::uint16_t, std::size_t>;  ///< Voxels of each value but 0 that occurs.
using Values = std::map<Pair, std::uint16_t>;

/// The box of all labelled voxels.
LabelExtent labelledBox(const Extents& extents) {
  LabelExtent box;
  for (const auto& [value, extent] : extents) {
    for (std::size_t a = 0; a < 3; ++a) {
      box.low[a] = box.voxels == 0 ? extent.low[a] : std::min(box.low[a], extent.low[a]);
      box.high[a] = box.voxels == 0 ? extent.high[a] : std::max(box.high[a], extent.high[a]);
    }
    box.voxels += extent.voxels;
  }
  return box;
}

/// Calls `run(offset, count, pair)` for the runs of equal pairs in the box of slice `k`.
template <typename Run>
void forRuns(const Grid& grid,
             const LabelExtent& box,
             int k,
             const std::uint16_t* under,
             const std::uint16_t* over,
             const Run& run) {
  const auto width = static_cast<std::size_t>(box.high[0] - box.low[0] + 1);
  for (int j = box.low[1]; j <= box.high[1]; ++j) {
    const std::size_t row = grid.offset({box.low[0], j, k});
    for (std::size_t from = row; from < row + width;) {
      const Pair pair{under[from], over[from]};
      std::size_t to = from + 1;
      while (to < row + width && under[to] == pair.first && over[to] == pair.second)
        ++to;
      run(from, to - from, pair);
      from = to;
    }
  }
}

/// How often two maps have each pair of values at one voxel of the box.
PairCounts pairsIn(const Grid& grid,
                   const LabelExtent& box,
                   const std::uint16_t* under,
                   const std::uint16_t* over) {
  PairCounts total;
  std::mutex adding;
  parallelShares(box.high[2] - box.low[2] + 1, [&](int begin, int end) {
    PairCounts found;
    for (int k = begin; k < end; ++k)
      forRuns(
          grid, box, box.low[2] + k, under, over, [&](std::size_t, std::size_t count, Pair pair) {
            found[pair] += count;
          });
    const std::lock_guard one(adding);
    for (const auto& [pair, count] : found)
      total[pair] += count;
  });
  return total;
}

/// A value for every pair: that of the map under where nothing lies over it, else that of the map
/// over where it is free, else a new one.
Values numbered(const PairCounts& pairs, const Counts& under) {
  std::set<std::uint16_t> taken = {0};
  for (const auto& [value, count] : under)
    taken.insert(value);
  Values values;
  std::uint32_t next = 1;
  for (const auto& [pair, count] : pairs) {
    std::uint16_t value = pair.first;
    if (pair.second != 0) {
      const bool keeps = pair.first == 0 && taken.count(pair.second) == 0;
      while (!keeps && next <= 65535 && taken.count(static_cast<std::uint16_t>(next)) > 0)
        ++next;
      if (next > 65535)
        throw Error("The label maps overlap in too many ways to be merged: give fewer of them.");
      value = keeps ? pair.second : static_cast<std::uint16_t>(next);
      taken.insert(value);
    }
    values[pair] = value;
  }
  return values;
}

/// Lays one map over the voxels of another.
void merge(const Grid& grid,
           const LabelExtent& box,
           const Values& values,
           std::uint16_t* under,
           const std::uint16_t* over) {
  parallelFor(box.high[2] - box.low[2] + 1, [&](int k) {
    forRuns(grid,
            box,
            box.low[2] + k,
            under,
            over,
            [&](std::size_t from, std::size_t count, Pair pair) {
              if (pair.second != 0)
                std::fill_n(under + from, count, values.at(pair));
            });
  });
}

/// The counts of a map after the merging.
void recount(const PairCounts& pairs, const Values& values, Counts& counts) {
  for (const auto& [pair, count] : pairs) {
    if (pair.second == 0)
      continue;
    if (pair.first != 0 && (counts[pair.first] -= count) == 0)
      counts.erase(pair.first);
    counts[values.at(pair)] += count;
  }
}

bool has(const std::vector<std::uint16_t>& ascending, std::uint16_t value) {
  return std::binary_search(ascending.begin(), ascending.end(), value);
}

/// What a structure's values on one side of the pairs became: those still there, and the pairs'.
std::vector<std::uint16_t> renumbered(const std::vector<std::uint16_t>& before,
                                      const Values& values,
                                      std::uint16_t Pair::*side,
                                      const Counts& stillThere) {
  std::set<std::uint16_t> now;
  for (const std::uint16_t value : before) {
    if (stillThere.count(value) > 0)
      now.insert(value);
  }
  for (const auto& [pair, value] : values) {
    if (pair.second != 0 && has(before, pair.*side))
      now.insert(value);
  }
  return {now.begin(), now.end()};
}

/// The structures of a map whose meanings are given; values that do not occur are left out.
std::vector<Structure> structuresOf(const LabelLayer& layer, const LabelMeanings& meanings) {
  std::vector<Structure> structures;
  for (const auto& [value, meaning] : meanings) {
    if (layer.extents.count(value) == 0)
      continue;
    const auto known = std::find_if(
        structures.begin(), structures.end(), [&, id = meaning.id](const Structure& s) {
          return s.id == id;
        });
    if (known == structures.end())
      structures.push_back(
          {meaning.id, meaning.name, meaning.role, LabelRegion{0, {value}}, meaning.basis});
    else
      std::get<LabelRegion>(known->region).values.push_back(value);
  }
  return structures;
}

}  // namespace

bool coincide(const Grid& a, const Grid& b) {
  if (a.size() != b.size())
    return false;
  const auto corners = a.cornersMm();
  const auto others = b.cornersMm();
  const double tolerance = 0.01 * a.spacingMm().minCoeff();
  for (std::size_t c = 0; c < corners.size(); ++c) {
    if ((corners[c] - others[c]).norm() > tolerance)
      return false;
  }
  return true;
}

void LabelSet::add(const LabelLayer& layer,
                   const LabelMeanings& meanings,
                   const std::string& source) {
  std::vector<Structure> fresh = structuresOf(layer, meanings);
  for (const Structure& structure : fresh) {
    for (const Structure& known : structures_) {
      if (known.id == structure.id)
        throw Error(source + " names the structure " + structure.id +
                    ", which another label map has named already: give one of them another id or "
                    "leave it out.");
    }
  }
  const std::size_t number = place(layer, fresh);
  for (Structure& structure : fresh) {
    std::get<LabelRegion>(structure.region).layer = static_cast<int>(number);
    structures_.push_back(std::move(structure));
  }
}

std::vector<LabelMap> LabelSet::layers() const {
  LabelSet copy = *this;
  return copy.takeLayers();
}

std::vector<LabelMap> LabelSet::takeLayers() {
  std::vector<LabelMap> maps;
  for (Layer& layer : layers_) {
    if (layer.map)
      maps.push_back(*std::move(layer.map));
    else
      maps.emplace_back(layer.grid, std::move(layer.voxels));
  }
  layers_.clear();
  return maps;
}

std::size_t LabelSet::place(const LabelLayer& layer, std::vector<Structure>& fresh) {
  for (std::size_t number = 0; number < layers_.size(); ++number) {
    if (coincide(layers_[number].grid, layer.labels.grid())) {
      overlay(number, layer, fresh);
      return number;
    }
  }
  layers_.push_back({.grid = layer.labels.grid(), .map = layer.labels});
  for (const auto& [value, extent] : layer.extents)
    layers_.back().counts[value] = extent.voxels;
  return layers_.size() - 1;
}

void LabelSet::overlay(std::size_t number, const LabelLayer& over, std::vector<Structure>& fresh) {
  if (over.extents.empty())
    return;
  Layer& layer = layers_[number];
  if (layer.map) {
    layer.voxels = layer.map->voxels();
    layer.map.reset();
  }
  const LabelExtent box = labelledBox(over.extents);
  const PairCounts pairs = pairsIn(layer.grid, box, layer.voxels.data(), over.labels.data());
  const Values values = numbered(pairs, layer.counts);
  merge(layer.grid, box, values, layer.voxels.data(), over.labels.data());
  recount(pairs, values, layer.counts);
  for (Structure& structure : structures_) {
    auto& region = std::get<LabelRegion>(structure.region);
    if (region.layer == static_cast<int>(number))
      region.values = renumbered(region.values, values, &Pair::first, layer.counts);
  }
  for (Structure& structure : fresh) {
    auto& region = std::get<LabelRegion>(structure.region);
    region.values = renumbered(region.values, values, &Pair::second, {});
  }
}

}  // namespace trocar::labels
