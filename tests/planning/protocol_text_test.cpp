#include "planning/plan/protocol_text.h"

#include "core/error.h"

#include <gtest/gtest.h>

namespace trocar {
namespace {

TEST(ProtocolText, ReadsADoubleFreeze) {
  const auto steps = protocolFromText("freeze 600, thaw 300, freeze 600 80 %, active-thaw 120");
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0].kind, ProtocolStep::Kind::Freeze);
  EXPECT_EQ(steps[0].durationS, 600.0);
  EXPECT_EQ(steps[0].dutyFraction, 1.0);
  EXPECT_EQ(steps[2].dutyFraction, 0.8);
  EXPECT_EQ(steps[3].kind, ProtocolStep::Kind::ActiveThaw);
  EXPECT_EQ(durationS(steps), 1620.0);
}

TEST(ProtocolText, ReadsPower) {
  const auto steps = protocolFromText("power 30 W 240");
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].kind, ProtocolStep::Kind::Power);
  EXPECT_EQ(steps[0].powerW, 30.0);
  EXPECT_EQ(steps[0].durationS, 240.0);
}

TEST(ProtocolText, WritesWhatItReads) {
  for (const char* text :
       {"freeze 600, thaw 300, freeze 600, active-thaw 120", "power 30 W 240", "freeze 480 85 %"})
    EXPECT_EQ(toText(protocolFromText(text)), text);
}

TEST(ProtocolText, RefusesWhatIsNoProtocol) {
  for (const char* text : {"",
                           "freeze",
                           "freeze -5",
                           "freeze 600,",
                           "boil 60",
                           "power 30 240",
                           "power 0 W 10",
                           "freeze 600 120 %",
                           "freeze 600 soon",
                           "thaw 300 80 %"})
    EXPECT_THROW(protocolFromText(text), Error) << text;
}

}  // namespace
}  // namespace trocar
