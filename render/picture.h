#pragma once

#include "core/progress.h"
#include "render/scene_state.h"
#include "render/view.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// RGB, 8 bits a channel, top row first.
struct Picture {
  int widthPx = 0;
  int heightPx = 0;
  std::vector<std::uint8_t> rgb;

  bool operator==(const Picture&) const = default;
};

/// Draws one view off screen. Slices need no display. 3-D needs an X display: without one a virtual
/// one (Xvfb) is started where it is installed; throws Error where it is not. Surfaces that the
/// state lacks are made first. `from`: of the 3-D picture, from the left and behind where empty.
Picture takePicture(const SceneState& state,
                    ViewKind kind,
                    int widthPx,
                    int heightPx,
                    const std::optional<Viewpoint>& from = {},
                    const Progress& = {});

/// The bytes of a PNG file.
std::string encodePng(const Picture& picture);
/// Writes a PNG atomically. Throws Error where the file cannot be written.
void writePng(const Picture& picture, const std::filesystem::path& file);

/// takePicture and writePng in one.
void savePicture(const SceneState& state,
                 ViewKind kind,
                 int widthPx,
                 int heightPx,
                 const std::filesystem::path& file,
                 const Progress& = {});

}  // namespace trocar
