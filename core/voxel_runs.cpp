#include "core/voxel_runs.h"

#include "core/error.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <tuple>
#include <utility>

namespace trocar {
namespace {

/// Runs as intervals of one line on which the rows follow each other.
using Interval = std::pair<std::int64_t, std::int64_t>;
constexpr int kRowBits = 20;  // No scanner has a million voxels in a row.
constexpr int kMostIndex =
    (1 << kRowBits) - 2;  // The last is never taken, so that no two rows touch.

std::int64_t along(int i, int j, int k) {
  return ((static_cast<std::int64_t>(k) << kRowBits) + j) * (std::int64_t{1} << kRowBits) + i;
}

Interval intervalOf(const RowRun& run) {
  return {along(run.first, run.j, run.k), along(run.end, run.j, run.k)};
}

RowRun runOf(const Interval& interval) {
  constexpr std::int64_t kRow = std::int64_t{1} << kRowBits;
  const std::int64_t row = interval.first / kRow;
  return {static_cast<int>(row / kRow),
          static_cast<int>(row % kRow),
          static_cast<int>(interval.first % kRow),
          static_cast<int>(interval.second - row * kRow)};
}

/// Those of both lists where `keep(inA, inB)` holds.
template <typename Keep>
VoxelRuns combined(const VoxelRuns& a, const VoxelRuns& b, const Keep& keep) {
  struct Edge {
    std::int64_t at;
    bool ofA;
    bool enters;
  };
  std::vector<Edge> edges;
  edges.reserve(2 * (a.runs().size() + b.runs().size()));
  for (const bool ofA : {true, false}) {
    for (const RowRun& run : (ofA ? a : b).runs()) {
      const Interval interval = intervalOf(run);
      edges.push_back({interval.first, ofA, true});
      edges.push_back({interval.second, ofA, false});
    }
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& x, const Edge& y) { return x.at < y.at; });
  std::vector<RowRun> kept;
  bool inA = false, inB = false;
  for (std::size_t n = 0; n < edges.size(); ++n) {
    (edges[n].ofA ? inA : inB) = edges[n].enters;
    const bool more = n + 1 < edges.size() && edges[n + 1].at > edges[n].at;
    if (more && keep(inA, inB))
      kept.push_back(runOf({edges[n].at, edges[n + 1].at}));
  }
  return VoxelRuns(std::move(kept));
}

/// Reads numbers and the signs between them.
class RunReader {
 public:
  explicit RunReader(std::string_view text) : text_(text) {}

  bool atEnd() const { return text_.empty(); }
  bool takes(char sign) {
    if (text_.empty() || text_.front() != sign)
      return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char sign) {
    if (!takes(sign))
      refuse();
  }
  int number() {
    int value = -1;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc() || value < 0 || value > kMostIndex)
      refuse();
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return value;
  }
  [[noreturn]] void refuse() const {
    throw Error("\"" + std::string(text_.substr(0, 12)) +
                "\" is no run of voxels: write slice:row=first-last, such as 12:40=7-9.");
  }

 private:
  std::string_view text_;
};

}  // namespace

VoxelRuns::VoxelRuns(std::vector<RowRun> runs) {
  std::sort(runs.begin(), runs.end());
  std::vector<RowRun> joined;
  for (const RowRun& run : runs) {
    assert(run.first >= 0 && run.j >= 0 && run.k >= 0 && run.first < run.end);
    const bool touches = !joined.empty() && joined.back().k == run.k && joined.back().j == run.j &&
                         joined.back().end >= run.first;
    if (touches)
      joined.back().end = std::max(joined.back().end, run.end);
    else
      joined.push_back(run);
  }
  if (!joined.empty())
    runs_ = std::make_shared<const std::vector<RowRun>>(std::move(joined));
}

const std::vector<RowRun>& VoxelRuns::runs() const& {
  static const std::vector<RowRun> none;
  return runs_ ? *runs_ : none;
}

std::size_t VoxelRuns::voxelCount() const {
  std::size_t count = 0;
  for (const RowRun& run : runs())
    count += static_cast<std::size_t>(run.end - run.first);
  return count;
}

bool VoxelRuns::contains(const VoxelIndex& voxel) const {
  const auto after = std::upper_bound(
      runs().begin(), runs().end(), voxel, [](const VoxelIndex& v, const RowRun& run) {
        return std::tuple(v.k, v.j, v.i) < std::tuple(run.k, run.j, run.first);
      });
  if (after == runs().begin())
    return false;
  const RowRun& run = *std::prev(after);
  return run.k == voxel.k && run.j == voxel.j && voxel.i < run.end;
}

std::optional<VoxelBox> VoxelRuns::box() const {
  if (empty())
    return std::nullopt;
  const RowRun& one = runs().front();
  VoxelBox box{{one.first, one.j, one.k}, {one.end - 1, one.j, one.k}};
  for (const RowRun& run : runs()) {
    box.low = {std::min(box.low[0], run.first), std::min(box.low[1], run.j), box.low[2]};
    box.high = {std::max(box.high[0], run.end - 1), std::max(box.high[1], run.j), run.k};
  }
  return box;
}

bool VoxelRuns::operator==(const VoxelRuns& other) const {
  return runs_ == other.runs_ || runs() == other.runs();
}

VoxelRuns united(const VoxelRuns& a, const VoxelRuns& b) {
  return combined(a, b, [](bool inA, bool inB) { return inA || inB; });
}
VoxelRuns without(const VoxelRuns& a, const VoxelRuns& b) {
  return combined(a, b, [](bool inA, bool inB) { return inA && !inB; });
}
VoxelRuns common(const VoxelRuns& a, const VoxelRuns& b) {
  return combined(a, b, [](bool inA, bool inB) { return inA && inB; });
}

VoxelPatch patchOf(const VoxelRuns& set, const Grid& grid, int margin) {
  std::optional<VoxelBox> box = set.box();
  if (!box)
    return {};
  for (std::size_t a = 0; a < 3; ++a) {
    box->low[a] = std::max(0, box->low[a] - margin);
    box->high[a] = std::min(grid.size()[a] - 1, box->high[a] + margin);
  }
  return patchOf(set, *box);
}

VoxelPatch patchOf(const VoxelRuns& set, const VoxelBox& box) {
  VoxelPatch patch{box.low, {}, {}};
  for (std::size_t a = 0; a < 3; ++a)
    patch.size[a] = box.high[a] - box.low[a] + 1;
  patch.voxels.assign(patch.offset(0, 0, patch.size[2]), 0);
  for (const RowRun& run : set.runs()) {
    const int first = std::max(run.first, box.low[0]), last = std::min(run.end - 1, box.high[0]);
    const bool inside = run.j >= box.low[1] && run.j <= box.high[1] && run.k >= box.low[2] &&
                        run.k <= box.high[2] && first <= last;
    if (inside)
      std::fill_n(
          patch.voxels.begin() + static_cast<std::ptrdiff_t>(patch.offset(
                                     first - box.low[0], run.j - box.low[1], run.k - box.low[2])),
          last - first + 1,
          std::uint8_t{1});
  }
  return patch;
}

VoxelRuns runsOf(const VoxelPatch& patch) {
  std::vector<RowRun> runs;
  for (int k = 0; k < patch.size[2]; ++k) {
    for (int j = 0; j < patch.size[1]; ++j) {
      const std::uint8_t* row = patch.voxels.data() + patch.offset(0, j, k);
      for (int i = 0; i < patch.size[0]; ++i) {
        if (row[i] == 0)
          continue;
        const int first = i;
        while (i < patch.size[0] && row[i] != 0)
          ++i;
        runs.push_back(
            {k + patch.low[2], j + patch.low[1], first + patch.low[0], i + patch.low[0]});
      }
    }
  }
  return VoxelRuns(std::move(runs));
}

std::optional<VoxelBox> voxelsAround(const Grid& grid,
                                     const std::vector<Vec3>& pointsMm,
                                     double reachMm) {
  if (pointsMm.empty())
    return std::nullopt;
  Vec3 low = grid.patientToVoxel(pointsMm.front()), high = low;
  for (const Vec3& point : pointsMm) {
    const Vec3 index = grid.patientToVoxel(point);
    low = low.cwiseMin(index);
    high = high.cwiseMax(index);
  }
  VoxelBox box;
  for (int a = 0; a < 3; ++a) {
    const auto axis = static_cast<std::size_t>(a);
    const double reach = reachMm / grid.spacingMm()[a], last = grid.size()[axis] - 1;
    const double from = std::ceil(low[a] - reach), to = std::floor(high[a] + reach);
    if (!(from <= last && to >= 0.0))
      return std::nullopt;
    box.low[axis] = static_cast<int>(std::max(0.0, from));
    box.high[axis] = static_cast<int>(std::min(last, to));
    if (box.low[axis] > box.high[axis])
      return std::nullopt;
  }
  return box;
}

VoxelRuns runsOf(const Case& patient, const Structure& structure) {
  const Grid& grid = patient.ct.grid();
  const std::optional<Box> bounds = boundsOf(patient, structure);
  if (!bounds)
    return {};
  std::vector<Vec3> corners;
  for (int corner = 0; corner < 8; ++corner)
    corners.push_back({((corner & 1) != 0 ? bounds->highMm : bounds->lowMm)[0],
                       ((corner & 2) != 0 ? bounds->highMm : bounds->lowMm)[1],
                       ((corner & 4) != 0 ? bounds->highMm : bounds->lowMm)[2]});
  const std::optional<VoxelBox> box = voxelsAround(grid, corners, 0.0);
  if (!box)
    return {};
  VoxelPatch patch = patchOf({}, *box);
  for (int k = 0; k < patch.size[2]; ++k)
    for (int j = 0; j < patch.size[1]; ++j)
      for (int i = 0; i < patch.size[0]; ++i) {
        const VoxelIndex voxel{i + box->low[0], j + box->low[1], k + box->low[2]};
        patch.voxels[patch.offset(i, j, k)] =
            contains(patient, structure, grid.voxelToPatient(voxel)) ? 1 : 0;
      }
  return runsOf(patch);
}

std::string toText(const VoxelRuns& set) {
  std::string text;
  const RowRun* before = nullptr;
  for (const RowRun& run : set.runs()) {
    if (!before || before->k != run.k)
      text += (before ? ";" : "") + std::to_string(run.k) + ":" + std::to_string(run.j) + "=";
    else if (before->j != run.j)
      text += " " + std::to_string(run.j) + "=";
    else
      text += ",";
    text += std::to_string(run.first) + "-" + std::to_string(run.end - 1);
    before = &run;
  }
  return text;
}

VoxelRuns voxelRunsFromText(std::string_view text) {
  RunReader reader(text);
  std::vector<RowRun> runs;
  while (!reader.atEnd()) {
    RowRun run;
    run.k = reader.number();
    reader.expect(':');
    do {
      run.j = reader.number();
      reader.expect('=');
      do {
        run.first = reader.number();
        reader.expect('-');
        run.end = reader.number() + 1;
        const bool apart =
            runs.empty() || std::tuple(runs.back().k, runs.back().j) < std::tuple(run.k, run.j) ||
            (runs.back().k == run.k && runs.back().j == run.j && runs.back().end < run.first);
        if (run.end <= run.first || !apart)
          reader.refuse();
        runs.push_back(run);
      } while (reader.takes(','));
    } while (reader.takes(' '));
    if (reader.atEnd())
      break;
    reader.expect(';');
    if (reader.atEnd())
      reader.refuse();
  }
  return VoxelRuns(std::move(runs));
}

}  // namespace trocar
