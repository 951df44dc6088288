#include "planning/ablation/zones/published_zones.h"

#include "core/number_text.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"
#include "planning/plan/usual_purpose.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <regex>

namespace trocar::ablation {
namespace {

bool isAblationProbe(const Needle& needle, const Instrument& instrument) {
  return needle.purpose == Purpose::Probe && usualPurpose(instrument.kind) == Purpose::Probe;
}

EllipsoidRegion ellipsoidOf(const PublishedZone& zone, const Trajectory& trajectory) {
  const Vec3 along = trajectory.direction();
  const Vec3 across = along.unitOrthogonal();
  EllipsoidRegion region;
  region.centreMm = trajectory.target - zone.centreBehindTipMm * along;
  region.axes.col(0) = along;
  region.axes.col(1) = across;
  region.axes.col(2) = along.cross(across);
  region.radiiMm = 0.5 * Vec3(zone.lengthMm, zone.widthMm, zone.widthMm);
  return region;
}

AblationZone zoneOf(const Needle& needle, const PublishedZone& published) {
  AblationZone zone;
  zone.needle = needle.id;
  zone.isothermC = published.isothermC;
  zone.ellipsoid = ellipsoidOf(published, workingAxis(needle));
  zone.volumeMl =
      std::numbers::pi / 6.0 * published.lengthMm * published.widthMm * published.widthMm * 1.0e-3;
  zone.lengthMm = published.lengthMm;
  zone.widthMm = published.widthMm;
  zone.basis = Basis::Published;
  zone.source = published.source;
  zone.medium = published.medium;
  return zone;
}

std::vector<std::string> labelsOf(const Instrument& instrument) {
  std::vector<std::string> labels;
  for (const PublishedZone& zone : instrument.zones)
    if (std::find(labels.begin(), labels.end(), zone.label) == labels.end())
      labels.push_back(zone.label);
  return labels;
}

/// The number before a unit in a label such as "100 W 7.5 min".
std::optional<double> numberBefore(const std::string& label, const std::string& unit) {
  std::smatch match;
  if (!std::regex_search(label, match, std::regex("([0-9]+(?:\\.[0-9]+)?) ?" + unit + "\\b")))
    return std::nullopt;
  return numberFrom(match[1].str());
}

/// Squared relative difference, 0 where the label does not say.
double misfit(std::optional<double> labelled, double wanted) {
  if (!labelled || wanted <= 0.0)
    return 0.0;
  const double apart = std::log(std::max(*labelled, 1.0e-3) / wanted);
  return apart * apart;
}

}  // namespace

std::string labelFor(const std::vector<std::string>& labels, const Protocol* protocol) {
  if (labels.empty())
    return {};
  if (!protocol)
    return labels.front();
  double minutes = 0.0, powerW = 0.0;
  for (const ProtocolStep& step : protocol->steps)
    if (step.kind == ProtocolStep::Kind::Freeze || step.kind == ProtocolStep::Kind::Power) {
      minutes = std::max(minutes, step.durationS / 60.0);
      powerW = std::max(powerW, step.powerW);
    }
  const auto error = [&](const std::string& label) {
    return misfit(numberBefore(label, "W"), powerW) + misfit(numberBefore(label, "min"), minutes);
  };
  return *std::min_element(
      labels.begin(), labels.end(), [&](const std::string& a, const std::string& b) {
        return error(a) < error(b);
      });
}

std::vector<AblationZone> publishedZones(const Plan& plan) {
  std::vector<AblationZone> zones;
  for (const Needle& needle : plan.needles) {
    const Instrument& instrument = findInstrument(needle.instrument);
    if (!isAblationProbe(needle, instrument))
      continue;
    const auto protocol = std::find_if(plan.protocols.begin(),
                                       plan.protocols.end(),
                                       [&](const Protocol& p) { return p.needle == needle.id; });
    const std::string label =
        labelFor(labelsOf(instrument), protocol == plan.protocols.end() ? nullptr : &*protocol);
    for (const PublishedZone& published : instrument.zones)
      if (published.label == label)
        zones.push_back(zoneOf(needle, published));
  }
  return zones;
}

}  // namespace trocar::ablation
