#include "core/patient/random_patient.h"

#include "core/error.h"
#include "core/patients.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <set>

namespace trocar {
namespace {

using synthetic::PatientParameters;
using synthetic::randomPatient;

bool alike(const PatientParameters& a, const PatientParameters& b) {
  return a.boneScale == b.boneScale && a.spongiosaHu == b.spongiosaHu &&
         a.posture.sacralSlopeDeg == b.posture.sacralSlopeDeg &&
         a.sizes.front().pedicleWidthMm == b.sizes.front().pedicleWidthMm;
}

TEST(RandomPatient, IsDecidedByItsNumberAlone) {
  EXPECT_TRUE(alike(randomPatient(7, 1), randomPatient(7, 1)));
  EXPECT_FALSE(alike(randomPatient(7, 1), randomPatient(8, 1)));
}

TEST(RandomPatient, LiesWithinThePublishedSpread) {
  double slope = 0.0, density = 0.0;
  int women = 0, fractured = 0;
  constexpr int kCount = 200;
  for (int seed = 0; seed < kCount; ++seed) {
    const PatientParameters patient = randomPatient(static_cast<std::uint64_t>(seed), 2);
    slope += patient.posture.sacralSlopeDeg;
    density += patient.spongiosaHu;
    women += patient.female ? 1 : 0;
    for (const synthetic::VertebraSize& size : patient.sizes) {
      EXPECT_GT(size.pedicleWidthMm, 2.0) << seed << size.level;
      EXPECT_LT(size.pedicleWidthMm, 26.0) << seed << size.level;
    }
    fractured += std::any_of(patient.sizes.begin(), patient.sizes.end(), [](const auto& size) {
      return size.heightAnteriorMm < 0.8 * size.heightPosteriorMm;
    });
    ASSERT_EQ(patient.lesions.size(), 2U);
    EXPECT_NE(patient.lesions[0].bone, patient.lesions[1].bone);
  }
  EXPECT_NEAR(slope / kCount, 41.0, 2.0);  // Vialle et al. 2005.
  EXPECT_NEAR(density / kCount, 130.0, 10.0);
  EXPECT_NEAR(women, kCount / 2, 25);
  EXPECT_GT(fractured, 15);
}

TEST(RandomPatient, RefusesWhatCannotBe) {
  EXPECT_THROW(randomPatient(1, -1), Error);
  EXPECT_THROW(randomPatient(1, 6), Error);
  for (const char* name :
       {"random:", "random:x", "random:1:", "random:1:9", "random:-1", "random:1:1:1"})
    EXPECT_THROW(loadMadeCase(name), Error) << name;
}

TEST(RandomPatient, IsACaseWithItsLesionsInTheirBones) {
  const Case patient = makeRandomPatient(5, 2, 3.0);
  const std::vector<const Structure*> lesions = patient.withRole(Role::Lesion);
  ASSERT_EQ(lesions.size(), 2U);
  EXPECT_EQ(patient.id, "random-5");
  EXPECT_GE(levelsOf(patient).size(), 4U);
  for (const Structure* lesion : lesions)
    EXPECT_GT(volumeMl(patient, *lesion), 0.2) << lesion->name;
  EXPECT_TRUE(std::any_of(patient.remarks.begin(), patient.remarks.end(), [](const Remark& remark) {
    return remark.key == kMadeCt;
  }));
}

}  // namespace
}  // namespace trocar
