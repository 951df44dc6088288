#include "planning/plan/instrument.h"

#include "core/error.h"
#include "tests/planning/provenance.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <set>

namespace trocar {
namespace {

TEST(Instruments, BoneNeedlesHaveTheDiametersOfTheirGauge) {
  // Nominal gauge table of regular-wall tubing.
  EXPECT_NEAR(findInstrument("bone-needle-8g").outerDiameterMm, 4.19, 0.005);
  EXPECT_NEAR(findInstrument("bone-needle-10g").outerDiameterMm, 3.40, 0.005);
  EXPECT_NEAR(findInstrument("bone-needle-11g").outerDiameterMm, 3.05, 0.005);
  EXPECT_NEAR(findInstrument("bone-needle-13g").outerDiameterMm, 2.41, 0.005);
  EXPECT_NEAR(findInstrument("bone-needle-15g").outerDiameterMm, 1.83, 0.005);
  EXPECT_EQ(findInstrument("bone-needle-11g").lengthMm, 125.0);
  EXPECT_EQ(findInstrument("bone-needle-11g-150").lengthMm, 150.0);
}

TEST(Instruments, EveryNumberNamesItsSourceAndEveryIdIsUnique) {
  std::set<std::string> ids;
  for (const Instrument& instrument : instrumentCatalogue()) {
    EXPECT_TRUE(ids.insert(instrument.id).second) << instrument.id;
    EXPECT_FALSE(instrument.source.empty()) << instrument.id;
    EXPECT_FALSE(instrument.verified && admitsDoubt(instrument.source)) << instrument.id;
    if (instrument.innerDiameterMm) {
      EXPECT_LT(*instrument.innerDiameterMm, instrument.outerDiameterMm) << instrument.id;
    }
    for (const PublishedZone& zone : instrument.zones)
      EXPECT_FALSE(zone.source.empty()) << instrument.id;
  }
}

TEST(Instruments, TheUsualOnesOfAKindComeThickestFirst) {
  EXPECT_THAT(usualInstruments(InstrumentKind::BoneNeedle),
              testing::ElementsAre("bone-needle-11g",
                                   "bone-needle-11g-150",
                                   "bone-needle-13g",
                                   "bone-needle-13g-150",
                                   "bone-needle-15g",
                                   "bone-needle-15g-150"));
  EXPECT_THAT(usualInstruments(InstrumentKind::Screw),
              testing::ElementsAre("screw-7.3", "screw-7.0", "screw-6.5"));
  EXPECT_EQ(usualInstrument(InstrumentKind::Cryoprobe), "icesphere-1.5");
  EXPECT_THROW(usualInstrument(InstrumentKind::Balloon), Error);
}

TEST(Instruments, AnUnknownIdIsAnErrorThatNamesNearOnes) {
  try {
    findInstrument("bone-needle-12g");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("bone-needle-1"));
  }
}

TEST(Instruments, ABadCatalogueNamesFileAndEntry) {
  const std::string text =
      R"({"format": 1, "instruments": [{"id": "x", "name": "X", "kind": "spoon"}]})";
  try {
    instrumentsFromJson(text, "probes.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                testing::AllOf(testing::HasSubstr("probes.json"),
                               testing::HasSubstr("[x].kind"),
                               testing::HasSubstr("spoon")));
  }
}

}  // namespace
}  // namespace trocar
