#include "planning/ablation/probes/maker_table.h"

#include "core/error.h"

#include <gtest/gtest.h>

namespace trocar::ablation {
namespace {

TEST(MakerTable, SetsTheSolverBesideThePublishedZonesOfTheSameGel) {
  // The zones of this probe were computed by another code with the same properties of gel.
  const MakerTable table = makerTable("icesphere-1.5");
  ASSERT_TRUE(table.device);
  ASSERT_EQ(table.rows.size(), table.instrument.zones.size());
  for (const MakerRow& row : table.rows) {
    ASSERT_TRUE(row.computedLengthMm && row.computedWidthMm);
    // In gel, which freezes at once, -8 C lies beside the front: a voxel decides about it.
    const double tolerance = row.published.isothermC == -8.0 ? 3.0 : 1.0;
    EXPECT_NEAR(*row.computedWidthMm, row.published.widthMm, tolerance);
    EXPECT_NEAR(*row.computedLengthMm, row.published.lengthMm, 2.5);
  }
}

TEST(MakerTable, SaysWhyARowIsNotComputed) {
  const MakerTable table = makerTable("bone-needle-11g");
  EXPECT_FALSE(table.device);
  for (const MakerRow& row : table.rows)
    EXPECT_FALSE(row.remark.empty());
  EXPECT_THROW(makerTable("no-such-thing"), Error);
}

}  // namespace
}  // namespace trocar::ablation
