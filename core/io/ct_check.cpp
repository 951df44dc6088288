#include "core/io/ct_check.h"

#include "core/number_text.h"

#include <algorithm>

namespace trocar {
namespace {

// Ranges of a body in HU: air and lung, fat, all soft tissue, bone, and what a scanner can give.
constexpr int kLeastHu = -32768;
constexpr int kAirHu = -600;
constexpr int kFatLowHu = -200;
constexpr int kFatHighHu = -20;
constexpr int kSoftHu = 200;
constexpr int kScannerHu = 4095;

std::string percent(double share) {
  return plainNumber(100.0 * share, share > 0.99 && share < 1.0 ? 4 : 2) + " %";
}

/// Values from about 0 on with air there and a body near 1000: 1024 was never taken off.
bool lacksItsRescale(const HuSpread& spread) {
  return spread.share(kLeastHu, -101) < 0.001 && spread.share(-100, 350) >= 0.01 &&
         spread.share(824, 1224) >= 0.05 && spread.share(1225, 5000) >= 0.001 &&
         spread.share(824, 1224) > spread.share(450, 800);
}

/// More that is dense than any part of a body has, and hardly any air: the sign was turned.
bool looksInverted(const HuSpread& spread) {
  constexpr int kDenseHu = 700;
  return spread.share(kDenseHu, kScannerHu) > 0.15 && spread.share(kLeastHu, kAirHu) < 0.02;
}

/// Noisy air that is not at -1000: numbers that were scaled. Air that was cut off has one value,
/// and lungs reach farther down.
bool hasAirElsewhere(const HuSpread& spread) {
  constexpr int kNoAirHu = -850;
  constexpr int kNoFatHu = -250;
  constexpr int kNoise = 100;
  const int darkest = spread.quantile(0.001);
  return darkest > kNoAirHu && darkest < kNoFatHu &&
         spread.share(darkest, darkest + kNoise) >= 0.1 &&
         spread.share(spread.lowest(), spread.lowest()) <
             0.5 * spread.share(kLeastHu, darkest + kNoise);
}

/// A phantom drawn in HU: a few values without noise, air's among them and the rest those of
/// tissue.
bool looksDrawn(const HuSpread& spread) {
  constexpr int kMostValues = 16;
  constexpr int kDrawnAirHu = -900;
  return spread.distinct() <= kMostValues && spread.lowest() >= -1024 &&
         spread.lowest() <= kDrawnAirHu && spread.share(kDrawnAirHu + 1, kFatLowHu - 1) == 0.0 &&
         spread.share(kFatLowHu, kFatHighHu) >= 0.01 && spread.highest() <= kScannerHu;
}

bool looksLikeCt(const HuSpread& spread) {
  if (looksDrawn(spread))
    return true;
  if (looksInverted(spread) || hasAirElsewhere(spread) ||
      spread.share(kLeastHu, kNoTissueHu - 1) > 0.5 || spread.share(kScannerHu + 1, 32767) > 0.1)
    return false;
  if (spread.share(kLeastHu, kAirHu) >= 0.01)
    return spread.share(kFatLowHu, kScannerHu) >= 0.01;
  // Cut out of a body: fat and bone beside muscle, and noise leaves no single value on top.
  return spread.share(kFatLowHu, kFatHighHu) >= 0.01 &&
         spread.share(kSoftHu + 1, kScannerHu) >= 0.002 &&
         spread.share(kFatLowHu, kSoftHu) >= 0.3 && spread.share(0, 0) <= 0.2;
}

std::string withoutRescale(const HuSpread& spread) {
  return percent(spread.share(824, 1224)) +
         " lie between 824 and 1224, as in a CT that was saved without its rescale (intercept "
         "-1024)";
}

std::string doubtOfValues(const HuSpread& spread) {
  if (lacksItsRescale(spread))
    return "does not hold Hounsfield units: its values are " + spread.rangeText() + ", and " +
           withoutRescale(spread);
  if (hasAirElsewhere(spread))
    return "does not hold Hounsfield units: its air lies at about " +
           std::to_string(spread.quantile(0.02)) + ", not at -1000, so its values were scaled";
  return "does not look like a CT in Hounsfield units: of its values (" + spread.rangeText() +
         "), " + percent(spread.share(kLeastHu, kAirHu)) + " are air or lung (below -600), " +
         percent(spread.share(kFatLowHu, kFatHighHu)) + " fat (-200 to -20), " +
         percent(spread.share(kFatHighHu + 1, kSoftHu)) + " other soft tissue and " +
         percent(spread.share(kSoftHu + 1, kScannerHu)) +
         " bone (above 200); it may be another kind of image, or its values were changed";
}

std::string doubtOfSize(const Grid& grid) {
  constexpr double kLeastMm = 30.0;  // No crop of a vertebra with its arch is smaller.
  constexpr double kFinestMm = 0.1;  // The finest pixels of a scanner of people.
  constexpr double kLargestMm = 2500.0;
  Vec3 extent;
  for (int a = 0; a < 3; ++a)
    extent[a] = grid.spacingMm()[a] * grid.size()[static_cast<std::size_t>(a)];
  const std::string size = plainNumber(extent[0], 3) + " x " + plainNumber(extent[1], 3) + " x " +
                           plainNumber(extent[2], 3) + " mm";
  if (extent.maxCoeff() < kLeastMm)
    return "is only " + size +
           " in size, less than a vertebra, so its unit may not be the millimetre";
  if (grid.spacingMm().minCoeff() < kFinestMm)
    return "has voxels of " + plainNumber(grid.spacingMm().minCoeff(), 3) +
           " mm, finer than any scanner's, and is " + size +
           " in size, so its unit may not be the millimetre";
  if (extent.maxCoeff() > kLargestMm)
    return "is " + size + " in size, larger than a person, so its unit may not be the millimetre";
  return {};
}

/// Whether a value at an end of the range holds far more voxels than each of those beside it.
bool piledUp(const HuSpread& spread, int end, int inward) {
  constexpr int kBeside = 50;
  constexpr double kTimes = 20.0;
  const int first = end + inward;
  const int last = end + kBeside * inward;
  const double beside = spread.share(std::min(first, last), std::max(first, last)) / kBeside;
  return beside > 0.0 && spread.share(end, end) > std::max(0.001, kTimes * beside);
}

Remark clipRemark(const HuSpread& spread, int end, const std::string& side) {
  return {"hu-clipped",
          percent(spread.share(end, end)) + " of the voxels have exactly the " + side + " value, " +
              std::to_string(end) +
              " HU: the values beyond it were cut off before the file was written."};
}

}  // namespace

std::string whyNoCt(const HuSpread& spread) {
  constexpr double kTrace = 1e-3;
  const double negative = spread.share(-32768, -1);
  if (negative >= kTrace)
    return {};
  if (spread.isOneValue())
    return "all its values are " + spread.rangeText() + "; give the CT.";
  const std::string fewer = negative > 0.0
                                ? percent(1.0 - negative) + " of its values are 0 or more"
                                : "none of its values is negative";
  if (lacksItsRescale(spread))
    return fewer + " and " + withoutRescale(spread) + "; export the CT again with it.";
  return fewer + " (they are " + spread.rangeText() +
         "), so it shows hardly any air or fat. It may be an MR, a PET, another map or a label "
         "map; "
         "give the CT.";
}

std::vector<Doubt> doubtsAboutCt(const HuSpread& spread, const Grid& grid) {
  std::vector<Doubt> doubts;
  if (const std::string size = doubtOfSize(grid); !size.empty())
    doubts.emplace_back("odd-size", "The CT " + size + ".");
  if (!looksLikeCt(spread))
    doubts.emplace_back("not-hounsfield", "The CT " + doubtOfValues(spread) + ".");
  return doubts;
}

std::vector<Remark> remarksOnClipping(const HuSpread& spread) {
  constexpr int kAirEndsHu = -900;  // A CT clipped at -1000 or -1024 has lost nothing.
  constexpr int kMetalHu = 2000;    // Scanners themselves end at 3071 or 4095.
  std::vector<Remark> remarks;
  if (spread.lowest() > kAirEndsHu && piledUp(spread, spread.lowest(), 1))
    remarks.push_back(clipRemark(spread, spread.lowest(), "lowest"));
  if (spread.highest() < kMetalHu && piledUp(spread, spread.highest(), -1))
    remarks.push_back(clipRemark(spread, spread.highest(), "highest"));
  return remarks;
}

}  // namespace trocar
