#include "core/labels/label_set.h"

#include "core/error.h"

#include <algorithm>
#include <map>
#include <set>

namespace trocar::labels {
namespace {

using Pair = std::pair<std::uint16_t, std::uint16_t>;

/// Every pair of values that two maps have at one voxel.
std::set<Pair> pairsOf(const LabelMap& under, const LabelMap& over) {
  std::set<Pair> pairs;
  Pair last{0, 0};
  pairs.insert(last);
  for (std::size_t v = 0; v < under.voxels().size(); ++v) {
    const Pair pair{under.data()[v], over.data()[v]};
    if (pair != last)
      pairs.insert(pair);
    last = pair;
  }
  return pairs;
}

/// A value for every pair: that of the map under where nothing lies over it, a new one elsewhere.
std::map<Pair, std::uint16_t> numbered(const std::set<Pair>& pairs) {
  std::set<std::uint16_t> taken;
  for (const Pair& pair : pairs)
    taken.insert(pair.first);
  std::map<Pair, std::uint16_t> values;
  std::uint32_t next = 1;
  for (const Pair& pair : pairs) {
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

LabelMap merged(const LabelMap& under,
                const LabelMap& over,
                const std::map<Pair, std::uint16_t>& values) {
  std::vector<std::uint16_t> voxels(under.voxels().size());
  Pair last{0, 0};
  std::uint16_t value = values.at(last);
  for (std::size_t v = 0; v < voxels.size(); ++v) {
    const Pair pair{under.data()[v], over.data()[v]};
    if (pair != last)
      value = values.at(pair);
    last = pair;
    voxels[v] = value;
  }
  return {under.grid(), std::move(voxels)};
}

bool has(const std::vector<std::uint16_t>& ascending, std::uint16_t value) {
  return std::binary_search(ascending.begin(), ascending.end(), value);
}

/// The structures of a map whose meanings are given; values that do not occur are left out.
std::vector<Structure> structuresOf(const LabelMap& labels, const LabelMeanings& meanings) {
  std::vector<bool> present(65536, false);
  for (const std::uint16_t value : labels.voxels())
    present[value] = true;
  std::vector<Structure> structures;
  for (const auto& [value, meaning] : meanings) {
    if (!present[value])
      continue;
    const auto known = std::find_if(
        structures.begin(), structures.end(), [&, id = meaning.id](const Structure& s) {
          return s.id == id;
        });
    if (known == structures.end())
      structures.push_back(
          {meaning.id, meaning.name, meaning.role, LabelRegion{0, {value}}, Basis::Measured});
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

void LabelSet::add(const LabelMap& labels,
                   const LabelMeanings& meanings,
                   const std::string& source) {
  std::vector<Structure> fresh = structuresOf(labels, meanings);
  for (const Structure& structure : fresh) {
    for (const Structure& known : structures_) {
      if (known.id == structure.id)
        throw Error(source + " names the structure " + structure.id +
                    ", which another label map has named already: give one of them another id or "
                    "leave it out.");
    }
  }
  const std::size_t layer = place(labels, fresh);
  for (Structure& structure : fresh) {
    std::get<LabelRegion>(structure.region).layer = static_cast<int>(layer);
    structures_.push_back(std::move(structure));
  }
}

std::size_t LabelSet::place(const LabelMap& labels, std::vector<Structure>& fresh) {
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    if (coincide(layers_[layer].grid(), labels.grid())) {
      overlay(layer, labels, fresh);
      return layer;
    }
  }
  layers_.push_back(labels);
  return layers_.size() - 1;
}

void LabelSet::overlay(std::size_t layer, const LabelMap& labels, std::vector<Structure>& fresh) {
  const std::map<Pair, std::uint16_t> values = numbered(pairsOf(layers_[layer], labels));
  const auto renumber = [&](Structure& structure, std::uint16_t Pair::*side) {
    auto& region = std::get<LabelRegion>(structure.region);
    std::set<std::uint16_t> now;
    for (const auto& [pair, value] : values) {
      if (has(region.values, pair.*side))
        now.insert(value);
    }
    region.values.assign(now.begin(), now.end());
  };
  for (Structure& structure : structures_) {
    if (std::get<LabelRegion>(structure.region).layer == static_cast<int>(layer))
      renumber(structure, &Pair::first);
  }
  for (Structure& structure : fresh)
    renumber(structure, &Pair::second);
  layers_[layer] = merged(layers_[layer], labels, values);
}

}  // namespace trocar::labels
