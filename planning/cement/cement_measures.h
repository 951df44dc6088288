#pragma once

#include "planning/cement/cement.h"
#include "planning/cement/flow/injection_run.h"

#include <optional>
#include <vector>

namespace trocar::cement {

/// Cement outside the bone, one entry for each route and destination, largest first.
std::vector<CementLeak> leaksOf(const FilledSite& filled);

/// When the front comes to the body's posterior quarter, or lies in the bone behind it. Nullopt
/// where it does not, or the walls are unknown.
struct Arrival {
  double atMl = 0.0;
  Vec3 atMm = Vec3::Zero();
};
std::optional<Arrival> posteriorQuarterArrival(const FilledSite& filled);

/// Cement in the voxels of a place, in ml.
double cementInMl(const FilledSite& filled, SitePlace place);
/// Cement outside the bone, in ml.
double outsideBoneMl(const FilledSite& filled);
/// Cement in the vertebral body over the body's volume.
std::optional<double> bodyFraction(const FilledSite& filled);
/// Share of the lesion's voxels in this bone that cement reaches.
std::optional<double> lesionFraction(const FilledSite& filled);
/// Share of the body's cement on the patient's left of its centre.
std::optional<double> leftShare(const FilledSite& filled);
std::optional<EndplateContact> endplateContact(const FilledSite& filled);

/// Adds to each step how far the front was from the posterior wall.
void addPosteriorDistance(const FilledSite& filled, std::vector<CementStep>& course);

/// Arrivals of all sites on one grid: a single site's own, else one along the patient's axes.
Image<float> joinedArrival(const std::vector<std::unique_ptr<FilledSite>>& sites);

}  // namespace trocar::cement
