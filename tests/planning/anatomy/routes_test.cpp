// Estimated nerves and vessels on bundled patients and on a real pelvis.
#include "planning/anatomy/routes.h"

#include "core/distance_field.h"
#include "core/region_distance.h"
#include "planning/anatomy/route_scatter.h"
#include "real_data.h"
#include "tests/planning/bundled_model.h"
#include "turned_case.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <string>
#include <utility>

namespace trocar::anatomy {
namespace {

bool isNerveOrVessel(const Structure& structure) {
  return structure.role == Role::Nerve || structure.role == Role::Artery ||
         structure.role == Role::Vein;
}

/// Only what an automatic segmentation of bones gives.
Case bonesOf(Case patient) {
  std::erase_if(patient.structures,
                [](const Structure& s) { return isNerveOrVessel(s) || s.role == Role::Foramen; });
  return patient;
}

std::vector<Structure> estimated(const Case& patient) {
  return estimateNervesAndVessels(patient, measureVertebrae(patient), measurePelvis(patient));
}

const Case& acetabularBones() {
  static const Case kBones = bonesOf(bundledModel("acetabulum-renal").patient());
  return kBones;
}
const std::vector<Structure>& acetabularRoutes() {
  static const std::vector<Structure> kRoutes = estimated(acetabularBones());
  return kRoutes;
}

const std::vector<Structure>& visibleHumanRoutes(const Case& patient) {
  static const std::vector<Structure> kRoutes = estimated(patient);
  return kRoutes;
}

const TubeRegion& tubeOf(const Structure& route) {
  return std::get<TubeRegion>(route.region);
}

/// Points of a course, half a millimetre apart.
std::vector<Vec3> pointsAlong(const TubeRegion& tube) {
  std::vector<Vec3> points;
  for (std::size_t n = 1; n < tube.centreLineMm.size(); ++n) {
    const Vec3& from = tube.centreLineMm[n - 1];
    const Vec3& to = tube.centreLineMm[n];
    const int steps = std::max(1, static_cast<int>(2.0 * (to - from).norm()));
    for (int step = 0; step <= steps; ++step)
      points.push_back(from + (to - from) * step / steps);
  }
  return points;
}

bool inBone(const Case& patient, const Vec3& point) {
  return std::any_of(
      patient.structures.begin(), patient.structures.end(), [&](const Structure& structure) {
        return isBone(structure.role) && contains(patient, structure, point);
      });
}

/// Share of the tube's surface that lies in bone.
double surfaceInBone(const Case& patient, const TubeRegion& tube) {
  double inside = 0.0;
  double all = 0.0;
  for (std::size_t n = 1; n < tube.centreLineMm.size(); ++n) {
    const Vec3 along = (tube.centreLineMm[n] - tube.centreLineMm[n - 1]).normalized();
    const Vec3 across = along.unitOrthogonal();
    for (double share = 0.0; share <= 1.0; share += 0.1) {
      const Vec3 middle = (1.0 - share) * tube.centreLineMm[n - 1] + share * tube.centreLineMm[n];
      for (int k = 0; k < 12; ++k) {
        const Vec3 out =
            Eigen::AngleAxisd(k * std::numbers::pi / 6.0, along).toRotationMatrix() * across;
        all += 1.0;
        inside += inBone(patient, middle + tube.radiusMm * out) ? 1.0 : 0.0;
      }
    }
  }
  return all > 0.0 ? inside / all : 0.0;
}

double largestBendDeg(const TubeRegion& tube) {
  double largest = 0.0;
  for (std::size_t n = 2; n < tube.centreLineMm.size(); ++n) {
    const Vec3 a = (tube.centreLineMm[n - 1] - tube.centreLineMm[n - 2]).normalized();
    const Vec3 b = (tube.centreLineMm[n] - tube.centreLineMm[n - 1]).normalized();
    largest = std::max(largest, std::acos(std::clamp(a.dot(b), -1.0, 1.0)));
  }
  return largest * 180.0 / std::numbers::pi;
}

/// The middle of a course never lies in bone, its wall hardly; no kinks; few bends to drag; each of
/// its own side and with a published scatter.
void expectSoundRoutes(const Case& patient, const std::vector<Structure>& routes, double midlineX) {
  for (const Structure& route : routes) {
    SCOPED_TRACE(route.id);
    const TubeRegion& tube = tubeOf(route);
    for (const Vec3& point : pointsAlong(tube))
      ASSERT_FALSE(inBone(patient, point)) << point.transpose();
    const bool inForamen = route.id.starts_with("root");
    EXPECT_LT(surfaceInBone(patient, tube), inForamen ? 0.25 : 0.02);
    EXPECT_LT(largestBendDeg(tube), 60.0);
    EXPECT_LE(tube.centreLineMm.size(), 30U);
    const double sign = route.id.ends_with("left") ? 1.0 : -1.0;
    EXPECT_GT(sign * (tube.centreLineMm.back().x() - midlineX), 0.0);
    EXPECT_EQ(route.basis, Basis::Estimated);
    ASSERT_TRUE(scatterOf(route));
    EXPECT_GT(scatterOf(route)->mm, 2.0);
    EXPECT_FALSE(scatterOf(route)->source.empty());
  }
}

std::set<std::string> idsOf(const std::vector<Structure>& routes) {
  std::set<std::string> ids;
  for (const Structure& route : routes)
    ids.insert(route.id);
  return ids;
}

const std::vector<std::string> kPelvic = {"sciatic",
                                          "lfcn",
                                          "femoral_nerve",
                                          "obturator_nerve",
                                          "superior_gluteal_artery",
                                          "inferior_gluteal_artery",
                                          "iliac_artery",
                                          "iliac_vein",
                                          "femoral_artery",
                                          "femoral_vein",
                                          "root_S1",
                                          "root_S2"};

void expectPelvicOnBothSides(const std::vector<Structure>& routes) {
  const std::set<std::string> ids = idsOf(routes);
  for (const std::string& stem : kPelvic) {
    for (const char* side : {"_left", "_right"})
      EXPECT_TRUE(ids.contains(stem + side)) << stem << side;
  }
}

/// Largest distance of a course from that of its partner in another case, put back by `back`.
double apartMm(const Structure& route, const Structure& partner, const Eigen::Matrix3d& back) {
  double furthest = 0.0;
  for (const Vec3& point : tubeOf(route).centreLineMm)
    furthest = std::max(furthest,
                        signedDistanceMm(tubeOf(partner), back * point) + tubeOf(partner).radiusMm);
  return furthest;
}

void expectSameRoutes(const std::vector<Structure>& before,
                      const std::vector<Structure>& after,
                      const Eigen::Matrix3d& back,
                      bool swapped) {
  std::map<std::string, const Structure*> partners;
  for (const Structure& route : before)
    partners[route.id] = &route;
  EXPECT_EQ(before.size(), after.size());
  for (const Structure& route : after) {
    std::string id = route.id;
    if (swapped)
      id = id.ends_with("_left") ? id.substr(0, id.size() - 5) + "_right"
                                 : id.substr(0, id.size() - 6) + "_left";
    ASSERT_TRUE(partners.contains(id)) << id;
    EXPECT_LT(apartMm(route, *partners.at(id), back), 3.0) << id;
  }
}

void expectRoutesTurnAndMirror(const Case& patient) {
  const std::vector<Structure> upright = estimated(patient);
  for (const Vec3& axis : {Vec3(1, 0, 0), Vec3(0, 1, 0), Vec3(0, 0, 1)}) {
    SCOPED_TRACE(axis.transpose());
    const Eigen::Matrix3d turn =
        Eigen::AngleAxisd(20.0 * std::numbers::pi / 180.0, axis).toRotationMatrix();
    expectSameRoutes(upright, estimated(testing::turned(patient, turn)), turn.transpose(), false);
  }
  SCOPED_TRACE("mirrored");
  const Eigen::Matrix3d mirror = Vec3(-1.0, 1.0, 1.0).asDiagonal();
  expectSameRoutes(upright, estimated(testing::mirrored(patient)), mirror, true);
}

double midlineOf(const Case& patient) {
  const auto box = boundsOf(patient, *patient.find("sacrum"));
  return 0.5 * (box->lowMm.x() + box->highMm.x());
}

TEST(Routes, OfBundledPelvesKeepOutOfBoneAndTurnWithIt) {
  const Case sacral = bonesOf(bundledModel("sacrum-sarcoma").patient());
  for (const auto& [patient, routes] :
       {std::pair(acetabularBones(), acetabularRoutes()), {sacral, estimated(sacral)}}) {
    expectPelvicOnBothSides(routes);
    expectSoundRoutes(patient, routes, midlineOf(patient));
  }
  expectRoutesTurnAndMirror(testing::coarser(acetabularBones()));
}

TEST(Routes, OfTheVisibleHumanKeepOutOfBoneAndTurnWithIt) {
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    GTEST_SKIP() << "mesh_artisynth_LSS is not here.";
  const Case& patient = testing::visibleHuman(folder);
  const std::vector<Structure>& routes = visibleHumanRoutes(patient);
  expectPelvicOnBothSides(routes);
  EXPECT_TRUE(idsOf(routes).contains("lumbar_plexus_left"));
  expectSoundRoutes(patient, routes, 0.0);
  expectRoutesTurnAndMirror(testing::coarser(patient));
}

/// The slices of a case from one share of its height to another.
Case cutTo(const Case& patient, double lowShare, double highShare) {
  const auto slicesOf = [&](const Grid& grid) {
    const int count = grid.size()[2];
    const int first = static_cast<int>(lowShare * count);
    return std::pair(first, std::max(1, static_cast<int>(highShare * count) - first));
  };
  const auto cutGrid = [&](const Grid& grid) {
    const auto [first, count] = slicesOf(grid);
    return Grid({grid.size()[0], grid.size()[1], count},
                grid.voxelToPatient(VoxelIndex{0, 0, first}),
                grid.spacingMm(),
                grid.directions());
  };
  const auto cut = [&](const auto& image) {
    const Grid grid = cutGrid(image.grid());
    const auto from =
        image.voxels().begin() +
        static_cast<std::ptrdiff_t>(image.grid().offset({0, 0, slicesOf(image.grid()).first}));
    return std::remove_cvref_t<decltype(image)>(
        grid, {from, from + static_cast<std::ptrdiff_t>(grid.voxelCount())});
  };
  Case part = patient;
  part.ct = cut(patient.ct);
  part.layers.clear();
  for (const LabelMap& layer : patient.layers)
    part.layers.push_back(cut(layer));
  return part;
}

TEST(Routes, OfAPelvisThatIsCutOrOneSidedKeepOutOfBoneToo) {
  const Case& whole = acetabularBones();
  const double midline = midlineOf(whole);
  Case left = whole;
  std::erase_if(left.structures, [](const Structure& s) {
    return s.id == "hip_right" || s.id == "femur_right" || s.role == Role::Sacrum;
  });
  const std::vector<Structure> ofLeft = estimated(left);
  expectSoundRoutes(left, ofLeft, midline);
  EXPECT_TRUE(idsOf(ofLeft).contains("sciatic_left"));
  EXPECT_TRUE(idsOf(ofLeft).contains("femoral_artery_left"));
  EXPECT_FALSE(idsOf(ofLeft).contains("sciatic_right"));
  for (const auto& [low, high] :
       {std::pair(0.0, 0.6), std::pair(0.3, 1.0), std::pair(0.45, 0.8), std::pair(0.2, 0.4)}) {
    SCOPED_TRACE(::testing::Message() << "from " << low << " to " << high);
    const Case part = cutTo(whole, low, high);
    expectSoundRoutes(part, estimated(part), midline);
  }
}

TEST(Routes, OfASpineKeepOutOfBoneUnderEveryRib) {
  for (const char* id : {"t10-renal", "thoracolumbar-renal", "l3-breast"}) {
    SCOPED_TRACE(id);
    const Case patient = bonesOf(bundledModel(id).patient());
    const std::vector<VertebraAnatomy> vertebrae = measureVertebrae(patient);
    const std::vector<Structure> routes =
        estimateNervesAndVessels(patient, vertebrae, measurePelvis(patient));
    expectSoundRoutes(patient, routes, vertebrae.front().bodyCentroidMm.x());
    if (std::string(id) == "t10-renal") {
      for (const char* level : {"T8", "T9", "T10", "T11"})
        EXPECT_TRUE(idsOf(routes).contains("intercostal_" + std::string(level) + "_right"));
    }
  }
}

/// The bundled patients have nerves and vessels of their own, drawn from atlases: the estimates,
/// made from bone alone, lie near them.
TEST(Routes, LieNearTheNervesThatAPatientHas) {
  const Case& patient = bundledModel("acetabulum-renal").patient();
  int compared = 0;
  for (const Structure& route : acetabularRoutes()) {
    const Structure* own = patient.find(route.id);
    if (own == nullptr)
      continue;
    const DistanceField field = makeDistanceField(patient, *own, 60.0, 4'000'000);
    const std::vector<Vec3> points = pointsAlong(tubeOf(route));
    std::vector<double> apart;
    for (const Vec3& point : points)
      apart.push_back(std::max(0.0, field.at(point)));
    std::sort(apart.begin(), apart.end());
    const double median = apart[apart.size() / 2];
    std::printf("%-32s median %4.1f, largest %4.1f mm\n", route.id.c_str(), median, apart.back());
    EXPECT_LT(median, 20.0) << route.id;
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

/// Least distance from a point to the middle of a course.
double fromMm(const std::vector<Structure>& routes, const std::string& id, const Vec3& point) {
  const auto route = std::find_if(
      routes.begin(), routes.end(), [&](const Structure& one) { return one.id == id; });
  return route == routes.end() ? 1e9
                               : signedDistanceMm(tubeOf(*route), point) + tubeOf(*route).radiusMm;
}

/// Whether what was measured on people is found again on the estimates, within two standard
/// deviations or the whole range: the sources are those of planning/anatomy's routes.
void expectPublishedPlaces(const PelvisAnatomy& pelvis, const std::vector<Structure>& routes) {
  for (const HipAnatomy& hip : pelvis.hips) {
    const std::string side = "_" + std::string(toString(hip.side));
    SCOPED_TRACE(side);
    const Vec3 joint = hip.acetabulum.centreMm;
    const double headMm = hip.acetabulum.radiusMm - 3.0;
    const auto wallFromHead = [&](const std::string& stem, double radiusMm) {
      return fromMm(routes, stem + side, joint) - headMm - radiusMm;
    };
    EXPECT_NEAR(wallFromHead("femoral_nerve", 3.0), 23.6, 2.0 * 5.4);
    EXPECT_NEAR(wallFromHead("femoral_artery", 4.2), 19.6, 2.0 * 4.2);
    EXPECT_NEAR(wallFromHead("femoral_vein", 5.2), 17.5, 2.0 * 4.4);
    EXPECT_NEAR(fromMm(routes, "obturator_nerve" + side, *hip.pubicTubercleMm), 30.0, 12.0);
    // Means of two series, 60 and 76 mm, and as much beyond.
    EXPECT_NEAR(fromMm(routes, "superior_gluteal_artery" + side, *hip.posteriorSuperiorSpineMm),
                68.0,
                8.0 + 16.0);
    const Vec3 spine = *hip.anteriorSuperiorSpineMm;
    EXPECT_LT(fromMm(routes, "lfcn" + side, spine), 46.0);
    EXPECT_GT(fromMm(routes, "lfcn" + side, spine), 3.0);
    if (!hip.ischialTuberosityMm)
      continue;
    // Seen from behind, on the line from posterior superior spine to tuberosity.
    const Vec3 line = *hip.ischialTuberosityMm - *hip.posteriorSuperiorSpineMm;
    double nearestMm = 1e9;
    double alongMm = 0.0;
    for (double share = 0.0; share <= 1.0; share += 0.01) {
      for (const Structure& route : routes) {
        if (route.id != "sciatic" + side)
          continue;
        for (const Vec3& point : pointsAlong(tubeOf(route))) {
          Vec3 off = point - (*hip.posteriorSuperiorSpineMm + share * line);
          off -= off.dot(pelvis.frame.posterior) * pelvis.frame.posterior;
          if (off.norm() < nearestMm) {
            nearestMm = off.norm();
            alongMm = share * line.norm();
          }
        }
      }
    }
    EXPECT_NEAR(alongMm / line.norm(), 52.0 / 166.0, 2.0 * 10.0 / 166.0);
  }
}

TEST(Routes, LieWhereTheyWereMeasuredOnPeople) {
  expectPublishedPlaces(measurePelvis(acetabularBones()), acetabularRoutes());
  const auto folder = testing::realData("mesh_artisynth_LSS");
  if (folder.empty())
    return;
  const Case& human = testing::visibleHuman(folder);
  expectPublishedPlaces(measurePelvis(human), visibleHumanRoutes(human));
}

TEST(Routes, AreNotEstimatedBesideAGivenStructureOfTheirKind) {
  const Case& bundled = bundledModel("acetabulum-renal").patient();
  const std::set<std::string> beside = idsOf(estimated(bundled));
  for (const char* given : {"sciatic_left",
                            "lfcn_right",
                            "femoral_nerve_left",
                            "femoral_artery_left",
                            "femoral_vein_right",
                            "iliac_artery_left",
                            "iliac_vein_left",
                            "superior_gluteal_artery_left",
                            "root_S1_left",
                            "root_L5_right"})
    EXPECT_FALSE(beside.contains(given)) << given;
  EXPECT_TRUE(beside.contains("obturator_nerve_left"));

  // Called otherwise, or not called anything that is known.
  Case renamed = bonesOf(bundled);
  Structure nerve = *bundled.find("sciatic_left");
  nerve.id = "nervus_sciatic_lt";
  nerve.name = "Left Sciatic Nerve";
  renamed.structures.push_back(nerve);
  Structure vessel = *bundled.find("femoral_artery_right");
  vessel.id = "segment_12";
  vessel.name = "Vessel";
  renamed.structures.push_back(vessel);
  const std::set<std::string> others = idsOf(estimated(renamed));
  EXPECT_FALSE(others.contains("sciatic_left"));
  EXPECT_TRUE(others.contains("sciatic_right"));
  EXPECT_FALSE(others.contains("femoral_artery_right"));
  EXPECT_TRUE(others.contains("femoral_artery_left"));
}

TEST(Routes, ScatterIsToldOfEstimatesAlone) {
  Structure route;
  route.id = "sciatic_left";
  route.region = TubeRegion{{Vec3::Zero(), Vec3::UnitZ()}, 5.0};
  route.basis = Basis::Estimated;
  ASSERT_TRUE(scatterOf(route));
  EXPECT_EQ(estimatedWords(route), "estimated; real ones scatter by 10 mm");
  route.basis = Basis::Entered;
  EXPECT_FALSE(scatterOf(route));
  EXPECT_EQ(estimatedWords(route), "");
}

}  // namespace
}  // namespace trocar::anatomy
