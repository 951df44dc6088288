#pragma once

#include "planning/plan/plan.h"
#include "render/canvas/picture.h"
#include "render/xray/xray.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace trocar::render {

/// How line integrals become grey levels.
struct XrayLook {
  bool bonesDark = true;  ///< As fluoroscopy shows them; bright, as on a film, otherwise.
  bool letters = true;    ///< R, L, A, P, S, I at the edges; angles and position in the corner.
  /// Grain of a low dose, another for each number; none without. See addGrain.
  std::optional<std::uint64_t> grain = {};
};

/// What the X-ray shows beside the CT.
struct XrayContents {
  std::vector<Needle> needles;                   ///< As steel shafts.
  const cement::CementResult* cement = nullptr;  ///< Its fill as barium-loaded cement.
  std::optional<double> cementMl = {};           ///< Injected so far; empty: all of it.
};

/// The picture on the C-arm's screen. Grey levels follow the CT alone, so that a needle does not
/// change them. Needs no display.
Picture xrayPicture(const XrayVolume& volume,
                    const fluoro::CarmSetup& setup,
                    const XrayContents& contents,
                    const XrayLook& look = {});

}  // namespace trocar::render
