#include "core/segmentation/spine/level_names.h"

#include "core/case.h"
#include "core/error.h"
#include "core/patient/morphometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar::segmentation {
namespace {

/// Cranial to caudal: C1 to C7, T1 to T12, L1 to L5, and what may lie at the end of a spine with
/// one vertebra more.
const std::vector<std::string>& spine() {
  static const std::vector<std::string> kSpine = [] {
    std::vector<std::string> all;
    for (const auto& [region, count] : {std::pair("C", 7), std::pair("T", 12), std::pair("L", 6)}) {
      for (int n = 1; n <= count; ++n)
        all.push_back(region + std::to_string(n));
    }
    return all;
  }();
  return kSpine;
}

/// A box beside the spine, in mm to the side, back and up.
struct Beside {
  double fromMm, toMm, frontMm, backMm, lowMm, highMm;
};

/// Share of bone in a box to one side (-1 right, 1 left); nullopt where the CT shows less than
/// half.
std::optional<double> boneBeside(
    const Volume& ct, const Station& frame, double side, const Beside& box, double boneHu) {
  constexpr double kStepMm = 2.0;
  constexpr double kOutside = -3000.0;
  int bone = 0, seen = 0, all = 0;
  for (double x = box.fromMm; x <= box.toMm; x += kStepMm) {
    for (double y = box.frontMm; y <= box.backMm; y += kStepMm) {
      for (double z = box.lowMm; z <= box.highMm; z += kStepMm) {
        const Vec3 point = frame.atMm + side * x * frame.left + y * frame.posterior + z * frame.up;
        const double hu = huAt(ct, point, kOutside);
        ++all;
        seen += hu > kOutside ? 1 : 0;
        bone += hu > boneHu ? 1 : 0;
      }
    }
  }
  return 2 * seen >= all ? std::optional(static_cast<double>(bone) / seen) : std::nullopt;
}

/// The axis' frame, turned so that `up` is a normal of a disc or body.
Station frameAt(const Vec3& atMm, const Vec3& up, const Station& station) {
  Station frame{.atMm = atMm, .up = up};
  frame.left = (station.left - station.left.dot(up) * up).normalized();
  frame.posterior = up.cross(frame.left);
  return frame;
}

/// Whether the sacrum's wings lie below a disc: fused with bone on both sides, where lumbar
/// vertebrae have muscle. From three real spines and the six bundled ones: 0.33 to 0.71 below the
/// lowest disc, on the lesser side 0.15 and more, at most 0.16 below others unless contrast lies on
/// one side.
std::optional<bool> sacrumBelow(const Volume& ct,
                                const Station& station,
                                const DiscPlane& disc,
                                double widthMm) {
  constexpr double kBelowMm = 14.0, kWings = 0.3, kLesserWing = 0.1, kOneWing = 0.4;
  constexpr double kSpongyHu = 100.0;
  const Station frame = frameAt(disc.centreMm - kBelowMm * disc.normal, disc.normal, station);
  const double half = 0.5 * widthMm;
  const Beside wing{half + 4.0, half + 16.0, -6.0, 14.0, -6.0, 6.0};
  const std::optional<double> right = boneBeside(ct, frame, -1.0, wing, kSpongyHu);
  const std::optional<double> left = boneBeside(ct, frame, 1.0, wing, kSpongyHu);
  if (right && left)
    return 0.5 * (*right + *left) >= kWings && std::min(*right, *left) >= kLesserWing;
  if (right || left)
    return std::max(right.value_or(0.0), left.value_or(0.0)) >= kOneWing;
  return std::nullopt;
}

/// Share of bone beside the posterior wall, where heads and necks of ribs lie.
std::optional<double> ribNecks(const Volume& ct,
                               const Station& station,
                               const DiscPlane& below,
                               const DiscPlane& above,
                               double widthMm) {
  constexpr double kCortexHu = 150.0;
  const double heightMm = (above.centreMm - below.centreMm).norm();
  const Station frame = frameAt(
      0.5 * (below.centreMm + above.centreMm), (below.normal + above.normal).normalized(), station);
  const double half = 0.5 * widthMm;
  const Beside neck{half, half + 12.0, 12.0, 30.0, 0.05 * heightMm, 0.5 * heightMm};
  const std::optional<double> right = boneBeside(ct, frame, -1.0, neck, kCortexHu);
  const std::optional<double> left = boneBeside(ct, frame, 1.0, neck, kCortexHu);
  if (right && left)
    return 0.5 * (*right + *left);
  return right ? right : left;
}

/// Natural logarithm of how likely so much bone is seen beside a level. On three real spines and
/// two bundled ones 0.00 to 0.23 beside L1 to L4, 0.26 to 0.50 beside T11 and above; the twelfth
/// rib is short or missing too often to tell much, and the sacrum hides the answer beside L5.
double ribsAt(const std::string& level, double necks) {
  constexpr double kBetween = 0.245, kSpread = 0.04, kMost = 3.0, kLittle = 0.3;
  const double ribs = std::clamp((necks - kBetween) / kSpread, -kMost, kMost);
  if (level == "T12")
    return kLittle * ribs;
  if (level == "L1")
    return -kLittle * ribs;
  if (level == "L5" || level == "L6")
    return 0.0;
  return level.front() == 'T' ? ribs : -ribs;
}

/// The same of a sacrum, or none, below a level: 4 to 30 % of people, about 12 % on average, have a
/// transitional vertebra (Konin & Walz 2010), most of them still called L5.
double sacrumUnder(const std::string& level, bool sacrum) {
  double chance = 0.001;
  if (level == "L5")
    chance = 0.94;
  else if (level == "L6" || level == "L4")
    chance = 0.03;
  return std::log(sacrum ? chance : 1.0 - chance);
}

/// From the middle of the disc below a level to that of the disc above it in the average adult, in
/// mm, for all of spine(); cervical ones as the mean of C3 to C7 (Panjabi et al., Spine
/// 1991;16:861: bodies of 11 to 13 mm; discs of 5 mm), and L6 as L5.
const std::vector<double>& pitchesMm() {
  static const std::vector<double> kPitches = [] {
    constexpr double kCervicalMm = 17.0, kCervicalLevels = 7;
    std::vector<double> pitches(static_cast<std::size_t>(kCervicalLevels), kCervicalMm);
    double discAboveMm = synthetic::averageVertebrae().front().discHeightMm;
    for (const synthetic::VertebraSize& size : synthetic::averageVertebrae()) {
      pitches.push_back(size.heightMm() + 0.5 * (discAboveMm + size.discHeightMm));
      discAboveMm = size.discHeightMm;
    }
    pitches.push_back(pitches.back());
    return pitches;
  }();
  return kPitches;
}

/// Natural logarithm of how likely the distances between discs are where the lowest level is that
/// one, for a person of any size: the logarithm of the size is normal about that of an average of
/// women and men, 0.97, with a standard deviation of 0.07 (morphometry.json), and each level
/// differs from it by 0.08, which is what both a person's own shape and finding the discs amount
/// to.
double pitchesFrom(std::size_t lowest, const std::vector<DiscPlane>& discs) {
  constexpr double kSize = 0.97, kSizeSpread = 0.07, kSpread = 0.08;
  double sum = 0.0, squares = 0.0;
  double count = 0.0;
  for (std::size_t n = 0; n + 1 < discs.size() && n <= lowest; ++n) {
    const double pitch = (discs[n + 1].centreMm - discs[n].centreMm).norm();
    const double off = std::log(pitch / (kSize * pitchesMm()[lowest - n]));
    sum += off;
    squares += off * off;
    count += 1.0;
  }
  // The size integrated out: the levels share its error.
  const double own = kSpread * kSpread, shared = kSizeSpread * kSizeSpread;
  const double explained = shared * sum * sum / (own + count * shared);
  return -0.5 * (squares - explained) / own;
}

/// Index in spine() of the lowest level by the anchors.
std::optional<int> lowestByAnchors(const std::vector<DiscPlane>& discs,
                                   const std::vector<LevelAnchor>& anchors) {
  std::optional<int> lowest;
  std::string first;
  for (const LevelAnchor& anchor : anchors) {
    const auto named = std::find(spine().begin(), spine().end(), anchor.level);
    if (named == spine().end())
      throw Error("--level " + anchor.level +
                  ": it is no vertebra; name C1 to C7, T1 to T12 or L1 to L6.");
    int between = -1;
    for (std::size_t n = 0; n + 1 < discs.size(); ++n) {
      const bool above = (anchor.pointMm - discs[n].centreMm).dot(discs[n].normal) > 0.0;
      const bool below = (anchor.pointMm - discs[n + 1].centreMm).dot(discs[n + 1].normal) < 0.0;
      if (above && below)
        between = static_cast<int>(n);
    }
    if (between < 0)
      throw Error("--level " + anchor.level +
                  ": its point lies in no vertebra that was found; give a point in a body.");
    const int index = static_cast<int>(named - spine().begin()) + between;
    if (lowest && *lowest != index)
      throw Error("--level " + anchor.level + " contradicts --level " + first +
                  ": between the two points lie not as many vertebrae as between the names.");
    lowest = index;
    first = anchor.level;
  }
  return lowest;
}

std::vector<std::string> levelsFrom(int lowest, std::size_t count) {
  std::vector<std::string> levels;
  for (int n = lowest; levels.size() < count && n >= 0; --n)
    levels.push_back(n < static_cast<int>(spine().size()) ? spine()[static_cast<std::size_t>(n)]
                                                          : std::string());
  return levels;
}

}  // namespace

void leaveOutSacrum(const Volume& ct,
                    const std::vector<Station>& axis,
                    const std::vector<double>& widthsMm,
                    std::vector<DiscPlane>& discs,
                    std::optional<bool>& sacrum) {
  constexpr std::size_t kDiscsOfSacrum = 2;  // Between its segments, where they show.
  for (std::size_t n = 0; n < std::min(kDiscsOfSacrum + 1, discs.size()); ++n) {
    const auto s = static_cast<std::size_t>(discs[n].station);
    const std::optional<bool> below = sacrumBelow(ct, axis[s], discs[n], widthsMm[s]);
    if (n == 0 || below == true)
      sacrum = below;
    if (below == true && n > 0) {
      discs.erase(discs.begin(), discs.begin() + static_cast<std::ptrdiff_t>(n));
      n = 0;
    }
  }
}

LevelNames nameLevels(const Volume& ct,
                      const std::vector<Station>& axis,
                      const std::vector<double>& widthsMm,
                      std::vector<DiscPlane>& discs,
                      const std::vector<LevelAnchor>& anchors) {
  LevelNames names;
  std::optional<bool> sacrum;
  leaveOutSacrum(ct, axis, widthsMm, discs, sacrum);
  const std::size_t count = discs.empty() ? 0 : discs.size() - 1;
  if (count == 0)
    return names;
  if (const std::optional<int> said = lowestByAnchors(discs, anchors)) {
    names.levels = levelsFrom(*said, count);
    names.certainty = 1.0;
    return names;
  }
  std::vector<std::optional<double>> necks;
  for (std::size_t n = 0; n < count; ++n) {
    const auto middle = static_cast<std::size_t>((discs[n].station + discs[n + 1].station) / 2);
    necks.push_back(ribNecks(ct, axis[middle], discs[n], discs[n + 1], widthsMm[middle]));
  }
  std::vector<double> likely;
  for (std::size_t lowest = 0; lowest < spine().size(); ++lowest) {
    double log = lowest + 1 < count ? -1e9 : 0.0;
    log += pitchesFrom(lowest, discs);
    log += sacrum ? sacrumUnder(spine()[lowest], *sacrum) : 0.0;
    for (std::size_t n = 0; n < count && n <= lowest; ++n)
      log += necks[n] ? ribsAt(spine()[lowest - n], *necks[n]) : 0.0;
    likely.push_back(log);
  }
  const auto best = std::max_element(likely.begin(), likely.end());
  double sum = 0.0, next = -std::numeric_limits<double>::max();
  for (auto at = likely.begin(); at != likely.end(); ++at) {
    sum += std::exp(*at - *best);
    if (at != best && *at > next) {
      next = *at;
      names.second = spine()[static_cast<std::size_t>(at - likely.begin())];
    }
  }
  names.levels = levelsFrom(static_cast<int>(best - likely.begin()), count);
  names.certainty = 1.0 / sum;
  return names;
}

}  // namespace trocar::segmentation
