#pragma once

#include "core/progress.h"
#include "render/scene_state.h"
#include "render/view.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::render {

/// RGB, 8 bits a channel, top row first.
struct Picture {
  int widthPx = 0;
  int heightPx = 0;
  std::vector<std::uint8_t> rgb;

  bool operator==(const Picture&) const = default;
};

/// What a picture shows of a scene, and how large it is.
struct Shot {
  ViewKind kind = ViewKind::ThreeD;
  int widthPx = 1200;
  int heightPx = 900;
  Viewpoint from = Viewpoint::LeftPosterior;  ///< Of the 3-D picture.
  std::optional<Camera> camera = {};          ///< Of the 3-D picture, instead of `from`.
};

/// Draws one view off screen. Slices need no display. 3-D needs an X display: without one a virtual
/// one (Xvfb) is started where it is installed; throws Error where it is not. Surfaces that the
/// state lacks are made first.
Picture takePicture(const SceneState& state, const Shot& shot, const Progress& = {});

/// Takes many 3-D pictures of one size, such as those of a film. Needs a display as takePicture
/// does. Used from the thread that made it.
class Studio {
 public:
  Studio(int widthPx, int heightPx);
  ~Studio();
  Studio(const Studio&) = delete;
  Studio& operator=(const Studio&) = delete;
  /// `state` with its surfaces.
  Picture take(const SceneState& state, const Camera& camera);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// The picture on a band of `bandPx` with a caption on the left and a smaller one on the right.
Picture captioned(const Picture& picture,
                  int bandPx,
                  std::string_view left,
                  std::string_view right);

/// A small file takes three times as long.
enum class PngSize { Small, Fast };
/// The bytes of a PNG file.
std::string encodePng(const Picture& picture, PngSize size = PngSize::Small);
/// The bytes of a JPEG file, of a quality at which its steps do not show.
std::string encodeJpeg(const Picture& picture);
/// Writes a PNG atomically. Throws Error where the file cannot be written or its
/// name has another ending.
void writePng(const Picture& picture, const std::filesystem::path& file);

/// takePicture and writePng in one.
void savePicture(const SceneState& state,
                 const Shot& shot,
                 const std::filesystem::path& file,
                 const Progress& = {});

}  // namespace trocar::render
