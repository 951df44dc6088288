#pragma once

#include "render/virtual_display.h"

#include <cstdlib>

namespace trocar {

/// A virtual display for this test program alone, so that no window flashes up on a person's
/// desktop and no other program's display can end under the tests.
inline void useOwnDisplay() {
  ::unsetenv("DISPLAY");
  render::requireDisplay();
}

}  // namespace trocar
