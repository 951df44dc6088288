#include "app/gui/parts/approach_picture.h"

#include "planning/access/approach_record.h"

#include <gtest/gtest.h>

namespace trocar::gui {
namespace {

TEST(ApproachPicture, TheBoneOfEveryApproachIsDrawn) {
  for (const access::ApproachRecord& record : access::allApproaches()) {
    EXPECT_TRUE(isBoneDrawn(record.picture.bone)) << record.name << ": " << record.picture.bone;
    EXPECT_FALSE(record.picture.needles.empty()) << record.name;
  }
  EXPECT_FALSE(isBoneDrawn("spoon"));
}

}  // namespace
}  // namespace trocar::gui
