#include "planning/ablation/protocol.h"

#include "core/error.h"
#include "planning/ablation/device.h"

#include <gtest/gtest.h>

namespace trocar {
namespace {

TEST(AblationProtocol, ReadsWhatItWrites) {
  for (const char* text : {"freeze 600, thaw 300, freeze 600, active-thaw 120",
                           "power 30 W 240",
                           "wait 120, freeze 480 70 %, thaw 60"})
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
                           "freeze nan"})
    EXPECT_THROW(parseProtocol(text), Error) << text;
  EXPECT_THROW(
      requireFollowable(InstrumentKind::MicrowaveAntenna, parseProtocol("freeze 60"), "N1"), Error);
  EXPECT_THROW(requireFollowable(InstrumentKind::Cryoprobe, parseProtocol("power 30 W 60"), "N1"),
               Error);
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
  EXPECT_NE(refusal(replaced(kDevice, "\"cryo\"", "\"ice\"")).find("ice"), std::string::npos);
  EXPECT_NE(refusal("{").find("JSON"), std::string::npos);
  EXPECT_NE(refusal("[]").find("object"), std::string::npos);
}

TEST(AblationDevice, TellsTheSourceOfEveryDevice) {
  EXPECT_GE(deviceCatalogue().size(), 17U);
  for (const Device& device : deviceCatalogue()) {
    EXPECT_FALSE(device.source.empty()) << device.id;
    EXPECT_FALSE(device.confidence.empty()) << device.id;
    EXPECT_FALSE(device.verified) << device.id;
  }
}

}  // namespace
}  // namespace trocar
