#include "core/io/slice_order.h"

#include "core/number_text.h"
#include "core/parallel.h"
#include "core/pixel_sums.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace trocar {
namespace {

/// Slices as means over blocks of pixels, in which noise is small beside anatomy.
class SmallSlices {
 public:
  SmallSlices(std::span<const std::int16_t> hu,
              const std::array<int, 2>& size,
              const std::array<double, 2>& pixelMm) {
    constexpr double kBlockMm = 4.0;
    std::array<std::size_t, 2> pixels{};
    for (std::size_t a = 0; a < 2; ++a) {
      pixels[a] = static_cast<std::size_t>(size[a]);
      stride_[a] = std::clamp<std::size_t>(
          static_cast<std::size_t>(std::lround(kBlockMm / pixelMm[a])), 1, pixels[a]);
      blocks_[a] = pixels[a] / stride_[a];
    }
    const std::size_t plane = pixels[0] * pixels[1];
    count_ = hu.size() / plane;
    means_.resize(count_ * blocks_[0] * blocks_[1]);
    parallelFor(count_, [&](std::size_t k) { reduce(hu.subspan(k * plane, plane), pixels[0], k); });
  }

  std::size_t count() const { return count_; }

  double differenceHu(std::size_t a, std::size_t b) const {
    const std::size_t each = blocks_[0] * blocks_[1];
    const float* one = means_.data() + a * each;
    const float* other = means_.data() + b * each;
    float sum = 0.0F;
#pragma omp simd reduction(+ : sum)
    for (std::size_t n = 0; n < each; ++n)
      sum += std::abs(one[n] - other[n]);
    return sum / static_cast<double>(each);
  }

 private:
  void reduce(std::span<const std::int16_t> slice, std::size_t width, std::size_t k) {
    constexpr std::int16_t kMostHu = 1000;  // Metal and its streaks must not outweigh anatomy.
    float* mean = means_.data() + k * blocks_[0] * blocks_[1];
    const float share = 1.0F / static_cast<float>(stride_[0] * stride_[1]);
    std::vector<std::int32_t> sums(width);
    for (std::size_t row = 0; row < blocks_[1]; ++row) {
      std::fill(sums.begin(), sums.end(), 0);
      for (std::size_t j = row * stride_[1]; j < (row + 1) * stride_[1]; ++j)
        addClampedPixels(slice.data() + j * width, width, kMostHu, sums.data());
      const std::int32_t* sum = sums.data();
      for (std::size_t block = 0; block < blocks_[0]; ++block, sum += stride_[0])
        *mean++ = share * static_cast<float>(std::accumulate(sum, sum + stride_[0], 0));
    }
  }

  std::array<std::size_t, 2> stride_{};
  std::array<std::size_t, 2> blocks_{};
  std::size_t count_ = 0;
  std::vector<float> means_;
};

/// The slices in an order that may be changed, and how much neighbours differ in it.
class SliceOrder {
 public:
  explicit SliceOrder(const SmallSlices& slices)
      : slices_(slices), order_(slices.count()), near_(slices.count()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    parallelFor(near_.size(), [&](std::size_t k) {
      for (std::size_t n = 0; n < kNear + 1 && k + n + 1 < near_.size(); ++n)
        near_[k].push_back(slices_.differenceHu(k, k + n + 1));
    });
  }

  /// The exchange that makes neighbours most alike, if any does so clearly.
  std::optional<ExchangedSlices> bestExchange() const {
    std::optional<ExchangedSlices> best;
    const auto consider = [&](std::size_t i, std::size_t j) {
      const std::optional<ExchangedSlices> exchange = exchangeOf(i, j);
      if (exchange && (!best || gain(*exchange) > gain(*best)))
        best = exchange;
    };
    for (std::size_t i = 0; i < order_.size(); ++i) {
      for (std::size_t j = i + 1; j <= i + kNear && j < order_.size(); ++j)
        consider(i, j);
    }
    const std::vector<std::size_t> lost = unlikeBoth();
    for (std::size_t a = 0; a < lost.size(); ++a) {
      for (std::size_t b = a + 1; b < lost.size(); ++b)
        consider(lost[a], lost[b]);
    }
    return best;
  }

  void exchange(const ExchangedSlices& slices) {
    std::swap(order_[slices.first], order_[slices.second]);
  }

 private:
  static constexpr std::size_t kNear = 8;

  static double gain(const ExchangedSlices& exchange) {
    return exchange.apartHu - exchange.exchangedHu;
  }

  double difference(std::size_t i, std::size_t j) const {
    const auto [a, b] = std::minmax(order_[i], order_[j]);
    if (a == b)
      return 0.0;
    const std::size_t apart = b - a - 1;
    return apart < near_[a].size() ? near_[a][apart] : slices_.differenceHu(a, b);
  }

  std::vector<std::size_t> unlikeBoth() const {
    constexpr std::size_t kMost = 40;  // More are no exchange.
    std::vector<std::size_t> lost;
    for (std::size_t k = 1; k + 1 < order_.size() && lost.size() < kMost; ++k) {
      if (std::min(difference(k - 1, k), difference(k, k + 1)) > difference(k - 1, k + 1))
        lost.push_back(k);
    }
    return lost;
  }

  /// Slices i < j in each other's places; nullopt unless that is clearly better. Real neighbours
  /// differ by 10 to 60 HU, those two apart by 1.1 to 1.9 times as much.
  std::optional<ExchangedSlices> exchangeOf(std::size_t i, std::size_t j) const {
    constexpr double kClearly = 0.85;
    constexpr double kWorst = 0.95;
    constexpr double kLeastHu = 1.0;
    const bool neighbours = j == i + 1;
    ExchangedSlices exchange{i, j};
    double edges = 0.0;
    double mostApart = neighbours ? difference(i, j) : 0.0;
    double mostExchanged = mostApart;
    const auto compare = [&](std::size_t beside, std::size_t here, std::size_t there) {
      const double now = difference(beside, here);
      const double then = difference(beside, there);
      exchange.apartHu += now;
      exchange.exchangedHu += then;
      mostApart = std::max(mostApart, now);
      mostExchanged = std::max(mostExchanged, then);
      ++edges;
    };
    if (i > 0)
      compare(i - 1, i, j);
    if (j + 1 < order_.size())
      compare(j + 1, j, i);
    if (!neighbours) {
      compare(i + 1, i, j);
      compare(j - 1, j, i);
    }
    if (edges == 0.0)
      return std::nullopt;
    exchange.apartHu /= edges;
    exchange.exchangedHu /= edges;
    // A slice that fits nowhere is not exchanged: it would stay the worst at its other place too.
    const bool better = exchange.exchangedHu < kClearly * exchange.apartHu &&
                        mostExchanged < kWorst * mostApart && gain(exchange) > kLeastHu;
    return better ? std::optional(exchange) : std::nullopt;
  }

  const SmallSlices& slices_;
  std::vector<std::size_t> order_;
  std::vector<std::vector<double>> near_;  ///< Of slice k to those after it, in their own order.
};

/// None where more than a tenth would be: then it says nothing of single ones.
template <typename Item>
void dropMany(std::vector<Item>& items, std::size_t slices) {
  constexpr std::size_t kFewestSlices = 10;
  if (slices < kFewestSlices || 10 * items.size() > slices)
    items.clear();
}

std::vector<ExchangedSlices> exchangedIn(const SmallSlices& slices) {
  constexpr std::size_t kMost = 8;  // More only say that the order is lost.
  std::vector<ExchangedSlices> found;
  SliceOrder order(slices);
  while (found.size() < kMost) {
    const std::optional<ExchangedSlices> next = order.bestExchange();
    if (!next)
      break;
    order.exchange(*next);
    found.push_back(*next);
  }
  return found;
}

std::vector<OddSlice> oddIn(const SmallSlices& slices) {
  constexpr double kTimes = 1.3;
  constexpr double kLeastHu = 5.0;
  std::vector<OddSlice> odd;
  for (std::size_t k = 1; k + 1 < slices.count(); ++k) {
    const double apart = std::min(slices.differenceHu(k - 1, k), slices.differenceHu(k, k + 1));
    const double beside = slices.differenceHu(k - 1, k + 1);
    if (apart > kTimes * beside && apart - beside > kLeastHu)
      odd.push_back({k, apart, beside});
  }
  dropMany(odd, slices.count());
  return odd;
}

std::vector<std::size_t> copiesIn(std::span<const std::int16_t> hu,
                                  std::size_t plane,
                                  const SmallSlices& slices) {
  std::vector<std::size_t> copies;
  for (std::size_t k = 1; k < slices.count(); ++k) {
    const auto slice = hu.subspan(k * plane, plane);
    const bool plain = std::all_of(
        slice.begin(), slice.end(), [&](std::int16_t value) { return value == slice.front(); });
    if (slices.differenceHu(k - 1, k) == 0.0 && !plain &&
        std::equal(slice.begin(), slice.end(), hu.subspan((k - 1) * plane, plane).begin()))
      copies.push_back(k);
  }
  dropMany(copies, slices.count());
  return copies;
}

std::string andMore(std::size_t count) {
  return count > 1 ? " (and " + std::to_string(count - 1) + " more likewise)" : std::string();
}

Doubt exchangeDoubt(const std::vector<ExchangedSlices>& found,
                    const std::function<std::string(std::size_t)>& named) {
  const ExchangedSlices& first = found.front();
  return {"exchanged-slices",
          "The contents of " + named(first.first) + " and " + named(first.second) +
              andMore(found.size()) +
              " seem to be exchanged: they differ from the slices beside them by " +
              decimalText(first.apartHu, 0) + " HU, in each other's place by " +
              decimalText(first.exchangedHu, 0) + " HU only."};
}

}  // namespace

SliceLooks looksOf(std::span<const std::int16_t> hu,
                   const std::array<int, 2>& size,
                   const std::array<double, 2>& pixelMm) {
  constexpr std::size_t kFewest = 4;
  const SmallSlices slices(hu, size, pixelMm);
  if (slices.count() < kFewest)
    return {};
  SliceLooks looks{exchangedIn(slices), oddIn(slices), {}};
  if (!looks.exchanged.empty())
    looks.odd.clear();
  looks.copies = copiesIn(hu, hu.size() / slices.count(), slices);
  return looks;
}

void raiseLooks(const SliceLooks& looks,
                const std::function<std::string(std::size_t)>& named,
                const std::function<Doubt(const Doubt&)>& about,
                const ImportChoices& choices,
                std::vector<Remark>& remarks) {
  if (!looks.exchanged.empty())
    raise(about(exchangeDoubt(looks.exchanged, named)), choices, remarks);
  if (!looks.odd.empty()) {
    const OddSlice& odd = looks.odd.front();
    remarks.push_back({"odd-slices",
                       "The content of " + named(odd.slice) + andMore(looks.odd.size()) +
                           " differs from both slices beside it by " + decimalText(odd.apartHu, 0) +
                           " HU, these from each other by " + decimalText(odd.besideHu, 0) +
                           " HU: it may be turned, damaged or of another image."});
  }
  if (!looks.copies.empty())
    remarks.push_back({"copied-slices",
                       "The content of " + named(looks.copies.front()) +
                           andMore(looks.copies.size()) +
                           " is an exact copy of the slice before it: one of the two was not "
                           "scanned."});
}

}  // namespace trocar
