#include "core/io/dicom/slice_spacing.h"

#include "core/io/dicom/line_of_most.h"
#include "core/quantile.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

/// How far a slice may lie from its even place: files round to 0.1 mm at either end, scanners to a
/// few hundredths of the step; never near to its neighbour's.
double toleranceMm(double stepMm) {
  constexpr double kRoundingMm = 0.1 + 1e-6;
  return std::min(std::max(kRoundingMm, 0.05 * stepMm), 0.25 * stepMm);
}

std::vector<double> gapsOf(const std::vector<double>& alongMm) {
  std::vector<double> gaps;
  for (std::size_t n = 1; n < alongMm.size(); ++n)
    gaps.push_back(alongMm[n] - alongMm[n - 1]);
  return gaps;
}

/// The middle of the gaps that are hardly wider than the narrowest.
double narrowGap(const std::vector<double>& gaps) {
  const double least = *std::min_element(gaps.begin(), gaps.end());
  std::vector<double> narrow;
  std::copy_if(gaps.begin(), gaps.end(), std::back_inserter(narrow), [&](double gap) {
    return gap < 1.25 * least;
  });
  return median(narrow);
}

/// The number of each slice on a grid of about this step; empty where they fit none.
std::vector<int> slotsOf(const std::vector<double>& alongMm, double stepMm) {
  std::vector<int> slots = {0};
  for (const double gap : gapsOf(alongMm)) {
    const double steps = gap / stepMm;
    if (!(steps < 2.0 * static_cast<double>(alongMm.size())))
      return {};
    slots.push_back(slots.back() + std::max(1, static_cast<int>(std::lround(steps))));
  }
  const double step = (alongMm.back() - alongMm.front()) / slots.back();
  for (std::size_t n = 0; n < alongMm.size(); ++n) {
    if (std::abs(alongMm[n] - alongMm.front() - step * slots[n]) > toleranceMm(step))
      return {};
  }
  return slots;
}

void addMadeUp(std::vector<SliceRange>& ranges, int slice) {
  if (!ranges.empty() && ranges.back().last + 1 == slice)
    ranges.back().last = slice;
  else
    ranges.push_back({slice, slice});
}

/// Scanned slices in their slots, and between them what lies nearest.
void fillSlots(const std::vector<int>& slots, SliceSpacing& spacing) {
  for (std::size_t n = 0; n < slots.size(); ++n) {
    spacing.sources.push_back({n, n, 0.0});
    if (n + 1 == slots.size())
      break;
    const int gap = slots[n + 1] - slots[n];
    for (int k = 1; k < gap; ++k) {
      addMadeUp(spacing.madeUp, slots[n] + k);
      spacing.sources.push_back({n, n + 1, static_cast<double>(k) / gap});
    }
  }
  spacing.even = spacing.madeUp.empty();
}

/// Slices at even steps between scanned ones at any place.
void interpolate(const std::vector<double>& alongMm, SliceSpacing& spacing) {
  constexpr double kFarApart = 1.5;  ///< In steps: between such slices one is missing.
  const double lengthMm = alongMm.back() - alongMm.front();
  const auto count = static_cast<int>(std::lround(lengthMm / spacing.stepMm)) + 1;
  std::size_t above = 1;
  for (int k = 0; k < count; ++k) {
    const double along = std::min(alongMm.front() + spacing.stepMm * k, alongMm.back());
    while (above + 1 < alongMm.size() && alongMm[above] < along)
      ++above;
    const double gap = alongMm[above] - alongMm[above - 1];
    const double part = (along - alongMm[above - 1]) / gap;
    spacing.sources.push_back({above - 1, above, part});
    const double fromScannedMm = gap * std::min(part, 1.0 - part);
    if (gap > kFarApart * spacing.stepMm && fromScannedMm > toleranceMm(spacing.stepMm))
      addMadeUp(spacing.madeUp, k);
  }
  spacing.even = false;
  spacing.onGrid = false;
}

}  // namespace

int SliceSpacing::madeUpSlices() const {
  int count = 0;
  for (const SliceRange& range : madeUp)
    count += range.last - range.first + 1;
  return count;
}

OffPlace offPlaceOf(const std::vector<double>& alongMm) {
  OffPlace off;
  std::vector<double> numbers;
  for (std::size_t n = 0; n < alongMm.size(); ++n)
    numbers.push_back(static_cast<double>(n));
  const StraightLine line = lineOfMost(numbers, alongMm);
  for (std::size_t n = 0; n < alongMm.size(); ++n) {
    off.offMm.push_back(std::abs(alongMm[n] - line.start - line.slope * numbers[n]));
    if (off.offMm.back() > toleranceMm(line.slope))
      off.slices.push_back(n);
  }
  if (off.slices.size() > std::max<std::size_t>(1, alongMm.size() / 10))
    off.slices.clear();
  return off;
}

SliceSpacing spacingOf(const std::vector<double>& alongMm, double thicknessMm) {
  SliceSpacing spacing;
  if (alongMm.size() == 1) {
    spacing.stepMm = thicknessMm > 0.0 ? thicknessMm : 1.0;
    spacing.sources = {{}};
    return spacing;
  }
  const std::vector<double> gaps = gapsOf(alongMm);
  const double lengthMm = alongMm.back() - alongMm.front();
  spacing.widestMm = *std::max_element(gaps.begin(), gaps.end());
  const double middleMm = median(gaps);
  for (const double step :
       {lengthMm / static_cast<double>(gaps.size()), middleMm, narrowGap(gaps)}) {
    const std::vector<int> slots = slotsOf(alongMm, step);
    if (slots.empty())
      continue;
    spacing.stepMm = lengthMm / slots.back();
    fillSlots(slots, spacing);
    return spacing;
  }
  spacing.stepMm = middleMm;
  if (lengthMm / middleMm < 4.0 * static_cast<double>(alongMm.size()))
    interpolate(alongMm, spacing);
  return spacing;
}

}  // namespace trocar
