#include "planning/ablation/probes/probe_candidates.h"

#include "core/error.h"
#include "core/parallel.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>

namespace trocar::ablation {
namespace {

constexpr double kBeyondMm = 6.0;  ///< Outside the lesion, where a tip lets ice reach its far side.
constexpr int kWaysToATip = 3;

/// Points in the lesion, and in bone up to a little beyond it.
std::vector<Vec3> tipPlaces(const CaseModel& model, const std::string& lesion, int count) {
  const DistanceField& field = model.fields().of(lesion);
  const Grid& grid = field.image().grid();
  std::vector<Vec3> points;
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const auto distance = static_cast<double>(field.image().voxels()[voxel]);
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(voxel));
    if (distance <= -1.0 || (distance <= kBeyondMm && model.boneAt(point)))
      points.push_back(point);
  }
  return spreadPoints(points, count);
}

bool alike(const Needle& a, const Needle& b) {
  return a.instrument == b.instrument && (a.trajectory.target - b.trajectory.target).norm() < 2.0 &&
         a.trajectory.direction().dot(b.trajectory.direction()) > 0.998;
}

/// The rule that forbids most in all, out of all ways that were tried.
search::Forbidden mostOf(const std::vector<search::Forbidden>& refusals) {
  std::map<std::string, search::Forbidden> byRule;
  int tried = 0;
  for (const search::Forbidden& one : refusals) {
    tried += one.tried;
    const auto [known, isNew] = byRule.try_emplace(one.rule, one);
    if (!isNew)
      known->second.count += one.count;
  }
  const auto most =
      std::max_element(byRule.begin(), byRule.end(), [](const auto& a, const auto& b) {
        return a.second.count < b.second.count;
      });
  if (most == byRule.end())
    return {"", 0, 0, "another approach"};
  search::Forbidden result = most->second;
  result.tried = tried;
  return result;
}

}  // namespace

std::vector<Vec3> spreadPoints(const std::vector<Vec3>& pointsMm, int count) {
  if (pointsMm.empty())
    return {};
  Vec3 middle = Vec3::Zero();
  for (const Vec3& point : pointsMm)
    middle += point / static_cast<double>(pointsMm.size());
  const auto nearest =
      std::min_element(pointsMm.begin(), pointsMm.end(), [&](const Vec3& a, const Vec3& b) {
        return (a - middle).squaredNorm() < (b - middle).squaredNorm();
      });
  std::vector<Vec3> chosen{*nearest};
  std::vector<double> apart(pointsMm.size(), std::numeric_limits<double>::infinity());
  while (static_cast<int>(chosen.size()) < count) {
    for (std::size_t n = 0; n < pointsMm.size(); ++n)
      apart[n] = std::min(apart[n], (pointsMm[n] - chosen.back()).squaredNorm());
    const auto farthest = std::max_element(apart.begin(), apart.end());
    if (*farthest <= 0.0)
      break;
    chosen.push_back(pointsMm[static_cast<std::size_t>(farthest - apart.begin())]);
  }
  return chosen;
}

ProbeCandidates probeCandidates(const CaseModel& model,
                                const Plan& plan,
                                const CandidateRequest& request,
                                const Progress& progress) {
  const std::vector<Vec3> tips = tipPlaces(model, request.lesion, request.tips);
  std::vector<Needle> found;
  std::vector<search::Forbidden> refusals;
  const auto keep = [&](const search::SuggestionCard& card) {
    for (Needle needle : card.needles) {
      needle.purpose = Purpose::Probe;
      if (std::none_of(
              found.begin(), found.end(), [&](const Needle& n) { return alike(n, needle); }))
        found.push_back(std::move(needle));
    }
  };
  double done = 0.0;
  const Progress quiet = silenced(progress);
  for (const Vec3& tip : tips) {
    for (const std::string& instrument : request.shelf)
      for (const Approach approach : request.approaches) {
        search::SuggestRequest wanted;
        wanted.structure = request.lesion;
        wanted.approach = approach;
        wanted.side = request.side;
        wanted.targetMm = tip;
        wanted.shelf = {instrument};
        wanted.count = kWaysToATip;
        try {
          for (const search::SuggestionCard& card :
               search::suggest(model, plan, wanted, quiet).cards)
            keep(card);
        } catch (const search::NoWay& none) {
          refusals.push_back(none.most());
        } catch (const Error&) {
          continue;  // A place in what must be spared, or one that the approach does not serve.
        }
      }
    progress.at(++done / static_cast<double>(tips.size()));
  }
  return {std::move(found), mostOf(refusals)};
}

}  // namespace trocar::ablation
