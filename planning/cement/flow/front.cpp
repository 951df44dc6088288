#include "planning/cement/flow/front.h"

#include <queue>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

namespace trocar::cement {
namespace {

/// A voxel that is filling. Volumes count from the start of the advance.
struct FrontFill {
  double share = 0.0;     ///< Of the injected volume that comes here.
  double sinceMm3 = 0.0;  ///< Injected volume at which `fillMm3` was true.
  double fillMm3 = 0.0;
  double fullAtMm3 = 0.0;
};

/// A share of the injected volume that does not stay in the domain.
struct Loss {
  double share = 0.0;
  double sinceMm3 = 0.0;
  double sumMm3 = 0.0;

  void add(double nowMm3, double more) {
    sumMm3 += share * (nowMm3 - sinceMm3);
    sinceMm3 = nowMm3;
    share += more;
  }
};

/// Where a full voxel passes cement to.
struct Exits {
  std::array<std::pair<std::size_t, double>, 6> to;
  int count = 0;
  double outlet = 0.0;
  double total = 0.0;
};

using Event =
    std::pair<double, std::size_t>;  ///< Injected volume at which a voxel is full, and the voxel.

class Advance {
 public:
  Advance(const FlowField& field, FrontState& state) : field_(field), state_(state) {}

  double run(std::size_t source, double volumeMm3) {
    endMm3_ = volumeMm3;
    pour(source, 1.0);
    while (!events_.empty() && events_.top().first <= endMm3_)
      complete();
    nowMm3_ = endMm3_;
    settleAll();
    for (auto& [voxel, loss] : escaped_) {
      loss.add(nowMm3_, 0.0);
      state_.escapes[voxel].push_back({state_.clockMl + nowMm3_ / 1000.0, loss.sumMm3});
    }
    unplaced_.add(nowMm3_, 0.0);
    return unplaced_.sumMm3;
  }

 private:
  bool isFull(std::size_t voxel) const { return state_.fill[voxel] >= 1.0F; }

  Exits exitsOf(std::size_t voxel) const {
    Exits exits;
    const auto consider = [&](std::size_t neighbour, double coefficient) {
      const double flow = coefficient * (field_.pressurePa[voxel] - field_.pressurePa[neighbour]);
      if (flow <= 0.0)
        return;
      exits.to[static_cast<std::size_t>(exits.count++)] = {neighbour, flow};
      exits.total += flow;
    };
    for (int axis = 0; axis < 3; ++axis) {
      const auto step = static_cast<std::size_t>(field_.domain.stride(axis));
      const std::vector<double>& toNext = field_.system.toNext[static_cast<std::size_t>(axis)];
      consider(voxel + step, toNext[voxel]);
      consider(voxel - step, toNext[voxel - step]);
    }
    exits.outlet = std::max(0.0, field_.outlet[voxel] * field_.pressurePa[voxel]);
    exits.total += exits.outlet;
    return exits;
  }

  /// Sends a share of the injected volume into a voxel, from there through full ones to where it
  /// stays. Pressure falls from voxel to voxel, so the highest waiting one has received all it
  /// gets.
  void pour(std::size_t voxel, double share) {
    std::priority_queue<std::pair<double, std::size_t>> waiting;
    std::unordered_map<std::size_t, double> shares;
    const auto send = [&](std::size_t to, double part) {
      if (!isFull(to)) {
        collect(to, part);
        return;
      }
      double& sum = shares[to];
      if (sum == 0.0)
        waiting.emplace(field_.pressurePa[to], to);
      sum += part;
    };
    send(voxel, share);
    while (!waiting.empty()) {
      const std::size_t full = waiting.top().second;
      waiting.pop();
      const double part = std::exchange(shares[full], 0.0);
      const Exits exits = exitsOf(full);
      if (exits.total <= 0.0) {
        unplaced_.add(nowMm3_, part);
        continue;
      }
      for (int exit = 0; exit < exits.count; ++exit) {
        const auto& [to, flow] = exits.to[static_cast<std::size_t>(exit)];
        send(to, part * flow / exits.total);
      }
      if (exits.outlet > 0.0)
        escaped_[full].add(nowMm3_, part * exits.outlet / exits.total);
    }
  }

  void collect(std::size_t voxel, double share) {
    const auto [place, isNew] = filling_.try_emplace(voxel);
    FrontFill& filling = place->second;
    if (isNew) {
      filling.fillMm3 = static_cast<double>(state_.fill[voxel]) * field_.domain.poreMm3(voxel);
      order_.push_back(voxel);
    } else {
      settle(voxel, filling);
    }
    filling.sinceMm3 = nowMm3_;
    filling.share += share;
    filling.fullAtMm3 =
        nowMm3_ + std::max(0.0, field_.domain.poreMm3(voxel) - filling.fillMm3) / filling.share;
    events_.emplace(filling.fullAtMm3, voxel);
  }

  /// Brings a voxel's content to the present.
  void settle(std::size_t voxel, FrontFill& filling) {
    const double pore = field_.domain.poreMm3(voxel);
    const double before = filling.fillMm3;
    filling.fillMm3 = std::min(pore, before + filling.share * (nowMm3_ - filling.sinceMm3));
    if (state_.arrivalMl[voxel] < 0.0F && filling.fillMm3 >= 0.5 * pore) {
      const double atMm3 = filling.sinceMm3 + std::max(0.0, 0.5 * pore - before) / filling.share;
      state_.arrivalMl[voxel] = static_cast<float>(state_.clockMl + atMm3 / 1000.0);
    }
    filling.sinceMm3 = nowMm3_;
    state_.fill[voxel] = static_cast<float>(filling.fillMm3 / pore);
  }

  void complete() {
    const auto [atMm3, voxel] = events_.top();
    events_.pop();
    FrontFill& filling = filling_.at(voxel);
    if (isFull(voxel) || filling.fullAtMm3 != atMm3)
      return;
    nowMm3_ = atMm3;
    settle(voxel, filling);
    state_.fill[voxel] = 1.0F;
    pour(voxel, std::exchange(filling.share, 0.0));
  }

  void settleAll() {
    for (const std::size_t voxel : order_) {
      if (!isFull(voxel))
        settle(voxel, filling_.at(voxel));
    }
  }

  const FlowField& field_;
  FrontState& state_;
  std::unordered_map<std::size_t, FrontFill> filling_;
  std::vector<std::size_t> order_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  double nowMm3_ = 0.0;
  double endMm3_ = 0.0;
  Loss unplaced_;
  std::map<std::size_t, Loss> escaped_;
};

}  // namespace

double advanceFront(const FlowField& field,
                    std::size_t source,
                    double volumeMm3,
                    FrontState& state) {
  return Advance(field, state).run(source, volumeMm3);
}

}  // namespace trocar::cement
