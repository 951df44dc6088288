#include "tests/own_display.h"

#include <gtest/gtest.h>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  trocar::useOwnDisplay();
  return RUN_ALL_TESTS();
}
