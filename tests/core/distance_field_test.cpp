#include "core/distance_field.h"

#include "core/distance_transform.h"
#include "core/error.h"
#include "tests/core/shapes.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace trocar {
namespace {

MaskBlock randomBlock(std::array<int, 3> size, const Vec3& spacing, double share, unsigned seed) {
  std::mt19937 random(seed);
  std::bernoulli_distribution inside(share);
  MaskBlock block{size, spacing, {}};
  for (int v = 0; v < size[0] * size[1] * size[2]; ++v)
    block.inside.push_back(inside(random) ? 1 : 0);
  block.inside[0] = 1;
  return block;
}

/// Every face between inside and outside, by its midpoint.
std::vector<Vec3> facesOf(const MaskBlock& block) {
  std::vector<Vec3> faces;
  for (int k = 0; k <= block.size[2]; ++k) {
    for (int j = 0; j <= block.size[1]; ++j) {
      for (int i = 0; i <= block.size[0]; ++i) {
        const bool here = block.at(i, j, k);
        if (here != block.at(i - 1, j, k))
          faces.push_back(Vec3(i - 0.5, j, k).cwiseProduct(block.spacingMm));
        if (here != block.at(i, j - 1, k))
          faces.push_back(Vec3(i, j - 0.5, k).cwiseProduct(block.spacingMm));
        if (here != block.at(i, j, k - 1))
          faces.push_back(Vec3(i, j, k - 0.5).cwiseProduct(block.spacingMm));
      }
    }
  }
  return faces;
}

double nearestOf(const std::vector<Vec3>& faces, const Vec3& point) {
  double nearest = 1e9;
  for (const Vec3& face : faces)
    nearest = std::min(nearest, (face - point).norm());
  return nearest;
}

TEST(SignedDistances, EqualTheSearchOverAllFacesOnAnisotropicVoxelsAtAnyStride) {
  for (const double share : {0.02, 0.5, 0.97}) {
    const MaskBlock block = randomBlock({9, 7, 6}, Vec3(0.7, 1.3, 2.5), share, 7);
    const std::vector<Vec3> faces = facesOf(block);
    const std::array<Samples, 3> samples = {
        Samples{-4, 2, 9}, Samples{-3, 1, 14}, Samples{-3, 3, 5}};
    const std::vector<float> fast = signedDistances(block, samples);
    const int columns = samples[0].count, rows = samples[1].count;
    ASSERT_EQ(fast.size(), static_cast<std::size_t>(columns * rows * samples[2].count));
    for (int at = 0; at < columns * rows * samples[2].count; ++at) {
      const VoxelIndex v{samples[0].at(at % columns),
                         samples[1].at(at / columns % rows),
                         samples[2].at(at / columns / rows)};
      const double nearest = nearestOf(faces, Vec3(v.i, v.j, v.k).cwiseProduct(block.spacingMm));
      ASSERT_NEAR(
          fast[static_cast<std::size_t>(at)], block.at(v.i, v.j, v.k) ? -nearest : nearest, 1e-4);
    }
  }
}

TEST(SignedDistances, AreTheSameBytesForAnyNumberOfThreads) {
  const MaskBlock block = randomBlock({33, 21, 27}, Vec3(0.7, 0.7, 1.5), 0.1, 3);
  const std::array<Samples, 3> samples = {
      Samples{-9, 1, 50}, Samples{-9, 1, 40}, Samples{-9, 1, 45}};
  const auto distances = [&] { return signedDistances(block, samples); };
  EXPECT_EQ(withThreads(1, distances), withThreads(5, distances));
}

const Grid kOblique({80, 70, 50}, Vec3(-20, -35, 12), Vec3(0.8, 0.8, 1.2), turned(20.0));

TEST(DistanceField, PutsTheFaceOfABlockExactlyBetweenVoxelCentres) {
  const Vec3 low(20, 20, 20);
  const Vec3 high(40, 45, 30);
  const auto inBlock = [&](const Vec3& point) {
    const Vec3 v = kOblique.patientToVoxel(point);
    return (v.array() > (low.array() - 0.5)).all() && (v.array() < (high.array() + 0.5)).all();
  };
  const Case patient = caseOf(labelWhere(kOblique, inBlock));
  const DistanceField field = makeDistanceField(patient, patient.structures[0], 15.0);
  for (const double depthVoxels : {-4.0, -1.25, -0.5, 0.0, 0.3, 0.5, 2.0, 7.75}) {
    const Vec3 point = kOblique.voxelToPatient(Vec3(40.5 + depthVoxels, 32, 25));
    EXPECT_NEAR(field.at(point), 0.8 * depthVoxels, 1e-4);
    EXPECT_TRUE(depthVoxels < 0 ||
                field.gradientAt(point).isApprox(kOblique.directions().col(0), 1e-3));
  }
}

TEST(DistanceField, OfAVoxelBallIsWithinHalfAVoxelDiagonalOfTheBall) {
  const Vec3 centre = kOblique.centreMm();
  constexpr double kRadiusMm = 14.0;
  const Case patient =
      caseOf(labelWhere(kOblique, [&](const Vec3& p) { return (p - centre).norm() <= kRadiusMm; }));
  const DistanceField field = makeDistanceField(patient, patient.structures[0], 30.0);
  std::mt19937 random(11);
  std::uniform_real_distribution<double> offset(-32.0, 32.0);
  double sum = 0.0;
  int count = 0;
  for (int n = 0; n < 4000; ++n) {
    const Vec3 point = centre + Vec3(offset(random), offset(random), offset(random));
    const double truth = (point - centre).norm() - kRadiusMm;
    if (truth > 25.0)
      continue;
    const double error = field.at(point) - truth;
    EXPECT_LE(std::abs(error), 0.5 * kOblique.spacingMm().norm());
    sum += error;
    ++count;
  }
  EXPECT_LT(std::abs(sum / count), 0.2) << "more than a quarter of the finest voxel";
}

TEST(DistanceField, BeyondItsBoxIsALowerBoundThatGrows) {
  const Grid grid({30, 30, 30}, Vec3::Zero(), Vec3::Ones());
  const Case patient =
      caseOf(labelWhere(grid, [](const Vec3& p) { return (p - Vec3(15, 15, 15)).norm() < 8; }));
  const DistanceField field = makeDistanceField(patient, patient.structures[0], 10.0);
  double before = 0.0;
  for (double away = 0.0; away < 200.0; away += 0.5) {
    const Vec3 point = Vec3(15, 15, 15) + Vec3(1, 0.2, -0.1).normalized() * (9.0 + away);
    const double bound = field.at(point);
    EXPECT_LE(bound, 1.0 + away + 0.87);
    EXPECT_GE(bound, before - 1.0);
    before = bound;
  }
  EXPECT_GT(before, 150.0);
}

TEST(DistanceField, OfTubeAndEllipsoidIsExactToATenthOfAMillimetre) {
  Case patient;
  patient.structures = {
      {"root", "", Role::Nerve, TubeRegion{{{0, 0, 0}, {5, 3, 20}}, 2.5}, Basis::Entered},
      {"lesion",
       "",
       Role::Lesion,
       EllipsoidRegion{Vec3(3, 4, 5), turned(33), Vec3(12, 9, 8)},
       Basis::Entered}};
  const DistanceField tube = makeDistanceField(patient, patient.structures[0], 20.0);
  EXPECT_NEAR(tube.at(Vec3(2.5, 1.5, 10) + Vec3(-3, 5, 0).normalized() * 9.3), 6.8, 0.1);
  const DistanceField ball = makeDistanceField(patient, patient.structures[1], 20.0);
  EXPECT_NEAR(ball.at(Vec3(3, 4, 5) + turned(33).col(0) * 20.2), 8.2, 0.1);
}

TEST(DistanceField, StaysWithinTheSamplesItMayTake) {
  const Case patient = caseOf(
      labelWhere(kOblique, [](const Vec3& p) { return (p - kOblique.centreMm()).norm() < 15; }));
  const DistanceField fine = makeDistanceField(patient, patient.structures[0], 30.0);
  const DistanceField coarse = makeDistanceField(patient, patient.structures[0], 30.0, 50'000);
  EXPECT_LE(coarse.image().voxels().size(), 50'000U);
  for (const double away : {-5.0, 0.0, 4.0, 12.0, 28.0}) {
    const Vec3 point = kOblique.centreMm() + Vec3(2, -1, 1).normalized() * (15 + away);
    EXPECT_NEAR(coarse.at(point), fine.at(point), 1.0);
  }
}

TEST(DistanceFields, TellAroundABoxWhatTheWholeFieldTellsBitByBit) {
  auto patient = std::make_shared<Case>(caseOf(
      labelWhere(kOblique, [](const Vec3& p) { return (p - kOblique.centreMm()).norm() < 9; })));
  const Vec3 centre = kOblique.centreMm();
  patient->structures.push_back({"root",
                                 "",
                                 Role::Nerve,
                                 TubeRegion{{centre, centre + Vec3(5, 3, 20)}, 2.5},
                                 Basis::Entered});
  patient->structures.push_back({"ball",
                                 "",
                                 Role::Lesion,
                                 EllipsoidRegion{centre, turned(33), Vec3(12, 9, 8)},
                                 Basis::Entered});
  const DistanceFields whole(patient);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> away(-120.0, 120.0);  // The fields reach about 70 mm.
  std::uniform_real_distribution<double> share(0.0, 1.0);
  for (const Structure& structure : patient->structures) {
    for (int n = 0; n < 12; ++n) {
      const DistanceFields fields(patient);
      const Vec3 corner = centre + Vec3(away(random), away(random), away(random));
      const Box box{corner, corner + Vec3(4.0 * n, 9.0 * share(random), 60.0 * share(random))};
      const DistanceField& part = fields.around(structure.id, box);
      EXPECT_LT(part.image().voxels().size(), part.grid().voxelCount());
      for (int m = 0; m < 200; ++m) {
        const Vec3 point =
            box.lowMm +
            Vec3(share(random), share(random), share(random)).cwiseProduct(box.highMm - box.lowMm);
        ASSERT_EQ(part.at(point), whole.of(structure.id).at(point)) << structure.id << " " << n;
        ASSERT_EQ(part.gradientAt(point), whole.of(structure.id).gradientAt(point));
      }
      ASSERT_EQ(part.at(box.highMm), whole.of(structure.id).at(box.highMm));
    }
  }
}

TEST(DistanceFields, TakeTheWholeFieldOnceItIsThereOrManyBoxesWereAskedFor) {
  const auto patient = std::make_shared<Case>(caseOf(
      labelWhere(kOblique, [](const Vec3& p) { return (p - kOblique.centreMm()).norm() < 9; })));
  const Box box{kOblique.centreMm(), kOblique.centreMm() + Vec3(5, 5, 5)};
  const DistanceFields fields(patient);
  const DistanceField& part = fields.around("thing", box);
  EXPECT_EQ(&fields.around("thing", box), &part);
  const Vec3 aLittle = Vec3::Constant(4.0);
  EXPECT_EQ(&fields.around("thing", {box.lowMm - aLittle, box.highMm + aLittle}), &part);
  Box farther = box;
  const DistanceField* last = &part;
  for (int n = 0; n < 100 && last->image().voxels().size() < last->grid().voxelCount(); ++n) {
    farther.lowMm[0] -= 11.0;
    last = &fields.around("thing", farther);
  }
  EXPECT_EQ(last, &fields.of("thing"));
  EXPECT_EQ(&fields.around("thing", box), last);
  EXPECT_LT(part.at(kOblique.centreMm()), -7.0) << "a part that is held stays";
}

TEST(DistanceFields, MakesEachFieldOnceAndSaysWhichStructureIsUnknownOrEmpty) {
  auto patient = std::make_shared<Case>(caseOf(
      labelWhere(kOblique, [](const Vec3& p) { return (p - kOblique.centreMm()).norm() < 5; })));
  patient->structures.push_back(labelled("empty", Role::Other, {2}));
  const DistanceFields fields(patient);
  EXPECT_EQ(&fields.of("thing"), &fields.of("thing"));
  EXPECT_LT(fields.of("thing").at(kOblique.centreMm()), -3.5);
  EXPECT_THROW(fields.of("nothing"), Error);
  EXPECT_THROW(fields.of("empty"), Error);
}

}  // namespace
}  // namespace trocar
