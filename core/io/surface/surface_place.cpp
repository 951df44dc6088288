#include "core/io/surface/surface_place.h"

#include "core/error.h"
#include "core/io/image/placement.h"
#include "core/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace trocar {
namespace {

constexpr double kOutside = 0.05;  ///< Of its points so many in the CT: it lies elsewhere.
constexpr double kCut = 0.01;
constexpr double kSmallestMm = 2.0;

struct LengthUnit {
  const char* word;
  const char* name;
  double mm;
};
constexpr std::array<LengthUnit, 3> kUnits = {
    {{"mm", "millimetres", 1.0}, {"cm", "centimetres", 10.0}, {"m", "metres", 1000.0}}};

const LengthUnit& unitOf(const std::string& word) {
  const auto found = std::find_if(kUnits.begin(), kUnits.end(), [&](const LengthUnit& unit) {
    return word.empty() || word == unit.word;
  });
  if (found == kUnits.end())
    throw Error("\"" + word + "\" is no unit of a surface: give mm, cm or m.");
  return *found;
}

/// What the axes of a surface are in the patient.
struct SurfaceAxes {
  std::string letters;
  Eigen::Matrix3d directions;
};

SurfaceAxes axesOf(const std::string& letters, const std::string& who) {
  const std::optional<Eigen::Matrix3d> directions = axesFromLetters(letters);
  if (!directions)
    throw Error(who + ": \"" + letters +
                "\" does not say where three axes point: give one letter each of L or R, P or A, S "
                "or I, such as LPS.");
  return {letters, *directions};
}

/// The two that programs write.
const std::array<SurfaceAxes, 2>& usualAxes() {
  static const std::array<SurfaceAxes, 2> axes = {axesOf("LPS", {}), axesOf("RAS", {})};
  return axes;
}

struct Reach {
  Vec3 spanMm;    ///< Of the box around it.
  double inside;  ///< Share of its points that lie in the CT.
};

Reach reachOf(const SurfaceFile& surface, const Grid& ct, const SurfaceAxes& axes, double unitMm) {
  Vec3 low = unitMm * axes.directions * surface.points.front();
  Vec3 high = low;
  std::size_t inside = 0;
  for (const Vec3& point : surface.points) {
    const Vec3 at = unitMm * axes.directions * point;
    low = low.cwiseMin(at);
    high = high.cwiseMax(at);
    inside += ct.contains(at) ? 1U : 0U;
  }
  return {high - low, static_cast<double>(inside) / static_cast<double>(surface.points.size())};
}

bool meetsCt(const Reach& reach) {
  return reach.inside > kOutside && reach.spanMm.maxCoeff() >= kSmallestMm;
}

std::string spanWords(const Vec3& span) {
  return decimalText(span[0], 2) + " x " + decimalText(span[1], 2) + " x " +
         decimalText(span[2], 2);
}

/// "LPS or RAS"
std::string wordsOf(const std::vector<SurfaceAxes>& tried) {
  std::string words;
  for (const SurfaceAxes& axes : tried)
    words += (words.empty() ? "" : " or ") + axes.letters;
  return words;
}

std::string percentText(double share) {
  return std::to_string(std::lround(100.0 * share)) + " %";
}

/// None of the axes puts it into the CT: another unit may.
[[noreturn]] void refusePlace(const SurfaceFile& surface,
                              const Grid& ct,
                              const std::vector<SurfaceAxes>& tried,
                              const LengthUnit& unit,
                              const std::string& who) {
  const std::string span = spanWords(reachOf(surface, ct, usualAxes()[0], 1.0).spanMm);
  for (const LengthUnit& other : kUnits) {
    for (const SurfaceAxes& axes : tried) {
      if (other.mm != unit.mm && meetsCt(reachOf(surface, ct, axes, other.mm)))
        throw Doubt(kUnitUnknown,
                    who + " measures " + span + ": in " + unit.name +
                        " it does not lie in the CT, in " + other.name +
                        " it does. Say in which unit it is.");
    }
  }
  throw Error(who + " measures " + span + " and does not lie in the CT as " + wordsOf(tried) +
              ": export it in the coordinates of this CT, or say where its axes point.");
}

/// Of the usual axes those by which it lies in the CT, where the file does not say.
SurfaceAxes likelyAxes(const SurfaceFile& surface,
                       const Grid& ct,
                       const LengthUnit& unit,
                       const std::string& who,
                       std::vector<Remark>& remarks) {
  const auto& [lpsAxes, rasAxes] = usualAxes();
  const Reach lps = reachOf(surface, ct, lpsAxes, unit.mm);
  const Reach ras = reachOf(surface, ct, rasAxes, unit.mm);
  if (!meetsCt(lps) && !meetsCt(ras))
    refusePlace(surface, ct, {lpsAxes, rasAxes}, unit, who);
  if (meetsCt(lps) && meetsCt(ras))
    throw Doubt(kAxesUnknown,
                who + " does not say which way its axes point: as LPS " + percentText(lps.inside) +
                    " of its points lie in the CT, as RAS " + percentText(ras.inside) + ".");
  const SurfaceAxes& taken = meetsCt(ras) ? rasAxes : lpsAxes;
  remarks.push_back({"surface-axes",
                     who + " does not say which way its axes point: " + taken.letters +
                         " was taken, since the other way " +
                         percentText(1.0 - std::min(lps.inside, ras.inside)) +
                         " of it lie outside the CT."});
  return taken;
}

}  // namespace

std::vector<Vec3> placedPoints(const SurfaceFile& surface,
                               const Grid& ct,
                               const ImportChoices& choices,
                               const std::string& who,
                               std::vector<Remark>& remarks) {
  const LengthUnit& unit = unitOf(choices.unit);
  const std::string stated = surface.space.empty() ? choices.axes : surface.space;
  const SurfaceAxes axes =
      stated.empty() ? likelyAxes(surface, ct, unit, who, remarks) : axesOf(stated, who);
  const Reach reach = reachOf(surface, ct, axes, unit.mm);
  if (!meetsCt(reach))
    refusePlace(surface, ct, {axes}, unit, who);
  if (reach.inside < 1.0 - kCut)
    remarks.push_back({"surface-cut",
                       who + ": " + percentText(1.0 - reach.inside) +
                           " of its points lie outside the CT; what is there was left out."});
  std::vector<Vec3> points;
  points.reserve(surface.points.size());
  for (const Vec3& point : surface.points)
    points.emplace_back(unit.mm * axes.directions * point);
  return points;
}

}  // namespace trocar
