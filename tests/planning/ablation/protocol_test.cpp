#include "planning/ablation/probes/protocol.h"

#include "core/error.h"
#include "planning/ablation/probes/device.h"
#include "planning/ablation/probes/gel.h"
#include "planning/ablation/probes/treatment.h"
#include "tests/planning/provenance.h"

#include <gtest/gtest.h>

namespace trocar::ablation {
namespace {

TEST(AblationProtocol, ReadsWhatItWrites) {
  for (const char* text : {"freeze 600, thaw 300, freeze 600, active-thaw 120",
                           "power 30 W 240",
                           "wait 120, freeze 480 70 %, thaw 60",
                           "freeze 600, active-thaw 60, withdraw 15 mm, freeze 300"})
    EXPECT_EQ(protocolText(parseProtocol(text)), text);
}

TEST(AblationProtocol, KnowsItsSwitchesAndTheNamesOfItsSteps) {
  const Protocol protocol = parseProtocol("wait 60, freeze 600, thaw 300, freeze 500");
  EXPECT_EQ(switchTimesS(protocol), (std::vector<double>{60, 660, 960, 1460}));
  EXPECT_EQ(stepNames(protocol), (std::vector<std::string>{"freeze 1", "thaw 1", "freeze 2"}));
  EXPECT_EQ(stepAt(protocol, 0.0), nullptr);
  EXPECT_EQ(stepAt(protocol, 660.0)->kind, ProtocolStep::Kind::Thaw);
  EXPECT_EQ(stepAt(protocol, 1460.0), nullptr);
}

TEST(AblationProtocol, RefusesWhatNoProbeCanDo) {
  for (const char* text : {"",
                           "freeze",
                           "freeze -5",
                           "freeze 600,",
                           "freeze 600 200 %",
                           "melt 5",
                           "power 30 240",
                           "power 900 W 60",
                           "freeze 36000",
                           "wait 5",
                           "freeze 600; thaw 300",
                           "freeze 600, withdraw 10 mm",
                           "freeze 600, withdraw 10, thaw 60",
                           "freeze 600, withdraw -3 mm, thaw 60",
                           "thaw 60, withdraw 200 mm, freeze 60",
                           "freeze nan"})
    EXPECT_THROW(parseProtocol(text), Error) << text;
  EXPECT_THROW(
      requireFollowable(
          InstrumentKind::Cryoprobe, parseProtocol("freeze 600, withdraw 15 mm, freeze 300"), "N1"),
      Error);
  EXPECT_THROW(
      requireFollowable(InstrumentKind::MicrowaveAntenna, parseProtocol("freeze 60"), "N1"), Error);
  EXPECT_THROW(requireFollowable(InstrumentKind::Cryoprobe, parseProtocol("power 30 W 60"), "N1"),
               Error);
}

TEST(AblationProtocol, StandsWhereItIsDrawnBackTo) {
  TreatmentProbe probe;
  probe.backwards = Vec3(0, 0, 2);
  probe.protocol = parseProtocol(
      "wait 30, freeze 600, active-thaw 60, withdraw 15 mm, freeze 300, thaw 10, "
      "withdraw 5 mm, freeze 20");
  const std::vector<TreatmentProbe> stands = standsOf(probe);
  ASSERT_EQ(stands.size(), 3U);
  EXPECT_DOUBLE_EQ(stands[0].tipMm.z(), 0.0);
  EXPECT_DOUBLE_EQ(stands[1].tipMm.z(), 15.0);
  EXPECT_DOUBLE_EQ(stands[2].tipMm.z(), 20.0);
  EXPECT_DOUBLE_EQ(stands[0].protocol.startS, 30.0);
  EXPECT_DOUBLE_EQ(stands[1].protocol.startS, 690.0);
  EXPECT_DOUBLE_EQ(stands[2].protocol.startS, 1000.0);
  EXPECT_EQ(stands[1].protocol.steps.size(), 2U);
}

TEST(AblationProtocol, FreezesALongerZoneWhenItIsDrawnBack) {
  // In gel: two freezes 15 mm apart make one zone longer than two in one place, by less than 15 mm
  // as the far end goes on thawing.
  const auto sizes = [](const char* text) {
    GelSetup setup;
    setup.medium = findMaterial("gel");
    setup.resolutionMm = 2.0;
    setup.probes.push_back({findDevice("cryoprobe-1.5-25"), 0.0, 0.0, parseProtocol(text)});
    const GelResult result = runGel(setup);
    EXPECT_LT(result.energyResidual, 2.0e-3);
    EXPECT_GT(result.phases.back().probePowerW.front(), 5.0);
    return result.phases.back().isotherms.front();
  };
  const IsothermSize still = sizes("freeze 300, active-thaw 60, freeze 300");
  const IsothermSize drawn = sizes("freeze 300, active-thaw 60, withdraw 15 mm, freeze 300");
  EXPECT_GT(drawn.lengthMm, still.lengthMm + 5.0);
  EXPECT_LT(drawn.lengthMm, still.lengthMm + 15.0);
  EXPECT_LT(drawn.widthMm, still.widthMm);
}

const char* const kDevice =
    R"({"format": 1, "id": "mine", "name": "Mine", "radiusMm": 1.0, "activeLengthMm": 30,
  "activeOffsetMm": 5, "cryo": {"endTemperatureC": -140, "timeConstantS": 10, "maxPowerW": null,
  "thawTemperatureC": 40}, "source": "here", "confidence": "measured", "verified": false})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(AblationDevice, ReadsWhatItWrites) {
  const Device device = deviceFromJson(kDevice, "device");
  EXPECT_EQ(device.cryo->endTemperatureC, -140.0);
  EXPECT_EQ(deviceToJson(deviceFromJson(deviceToJson(device), "device")), deviceToJson(device));
}

TEST(AblationDevice, NamesWhatIsWrongInAFile) {
  const auto refusal = [](const std::string& text) -> std::string {
    try {
      deviceFromJson(text, "device");
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_NE(refusal(replaced(kDevice, "\"radiusMm\": 1.0,", "")).find("radiusMm"),
            std::string::npos);
  EXPECT_NE(refusal(replaced(kDevice, "radiusMm", "radiusCm")).find("radius"), std::string::npos);
  EXPECT_NE(refusal(replaced(kDevice, "-140", "-1400")).find("endTemperatureC"), std::string::npos);
  EXPECT_NE(refusal(replaced(kDevice, "\"cryo\"", "\"ice\"")).find("ice is not known"),
            std::string::npos);
  EXPECT_NE(refusal("{").find("JSON"), std::string::npos);
  EXPECT_NE(refusal("[]").find("object"), std::string::npos);
}

TEST(AblationDevice, TellsTheSourceOfEveryDevice) {
  EXPECT_GE(deviceCatalogue().size(), 17U);
  for (const Device& device : deviceCatalogue()) {
    EXPECT_FALSE(device.source.empty()) << device.id;
    EXPECT_FALSE(device.confidence.empty()) << device.id;
    EXPECT_FALSE(device.verified && admitsDoubt(device.source)) << device.id;
  }
}

}  // namespace
}  // namespace trocar::ablation
