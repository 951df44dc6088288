#include "app/film.h"

#include "app/encoder.h"
#include "app/moment.h"
#include "core/error.h"
#include "core/file_name.h"
#include "core/io.h"
#include "core/new_folder.h"
#include "core/number_text.h"
#include "core/writable.h"
#include "planning/ablation/zones/case_simulation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNotice = "For rehearsal and teaching, not a medical device";

int framesIn(double seconds, const FilmOptions& options) {
  return std::max(1, static_cast<int>(std::lround(seconds * options.framesPerS)));
}

std::string frameName(int number) {
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), "frame-%05d.png", number);
  return name.data();
}

std::string captionOf(const Bookmark& bookmark, const FilmFrame& frame) {
  if (!frame.timeS)
    return bookmark.title;
  return bookmark.title + " · " + clockText(*frame.timeS) + " min";
}

/// Draws the frames of one film.
class Camerawork {
 public:
  Camerawork(const render::SceneState& state,
             std::vector<Bookmark> bookmarks,
             const FilmOptions& options)
      : state_(state),
        bookmarks_(std::move(bookmarks)),
        options_(options),
        studio_(options.widthPx, options.heightPx - bandPx()) {}

  render::Picture take(const FilmFrame& frame) {
    const Bookmark& bookmark = bookmarks_.at(frame.bookmark);
    render::SceneState state = sceneOf(bookmark, state_);
    const auto& ablation = state.evaluation->ablation;
    if (frame.timeS)
      state.timeS = frame.timeS;
    if (state.timeS && ablation && ablation->simulation)
      state.temperatureC = moment_.of(ablation->simulation, state.timeS);
    const render::ViewKind kind =
        render::viewKindFromString(bookmark.view).value_or(render::ViewKind::ThreeD);
    const bool slice =
        render::isSlice(kind) && (!render::followsNeedle(kind) || !state.selectedNeedle.empty());
    const render::Picture picture =
        slice ? render::takePicture(state, {kind, options_.widthPx, options_.heightPx - bandPx()})
              : studio_.take(state, frame.camera);
    return render::captioned(picture, bandPx(), captionOf(bookmark, frame), kNotice);
  }

 private:
  int bandPx() const { return std::max(16, options_.heightPx / 14); }

  render::SceneState state_;
  std::vector<Bookmark> bookmarks_;
  FilmOptions options_;
  render::Studio studio_;
  Moment moment_;
};

std::vector<FilmFrame> framesOf(const render::SceneState& state,
                                const std::vector<Bookmark>& bookmarks,
                                const FilmOptions& options) {
  if (options.of == FilmOf::Bookmarks)
    return filmOfBookmarks(bookmarks, options);
  const auto& ablation = state.evaluation->ablation;
  if (!ablation || !ablation->simulation || ablation->simulation->history.empty())
    throw Error(
        "There is no simulated treatment to film: give a probe a protocol, or film the "
        "bookmarks.");
  return filmOfTreatment(bookmarks.front(), ablation->simulation->endS, options);
}

}  // namespace

std::vector<FilmFrame> filmOfBookmarks(const std::vector<Bookmark>& bookmarks,
                                       const FilmOptions& options) {
  std::vector<FilmFrame> frames;
  for (std::size_t b = 0; b < bookmarks.size(); ++b) {
    const render::Camera to = cameraOf(bookmarks[b].eye);
    const int flight = b == 0 ? 0 : framesIn(options.flightS, options);
    for (int f = 0; f < flight; ++f) {
      const double share = static_cast<double>(f) / flight;
      const double eased = share * share * (3.0 - 2.0 * share);
      frames.push_back({b, render::between(cameraOf(bookmarks[b - 1].eye), to, eased), {}});
    }
    frames.insert(
        frames.end(), static_cast<std::size_t>(framesIn(options.holdS, options)), {b, to, {}});
  }
  return frames;
}

std::vector<FilmFrame> filmOfTreatment(const Bookmark& from,
                                       double endS,
                                       const FilmOptions& options) {
  std::vector<FilmFrame> frames;
  const int count = framesIn(options.treatmentS, options);
  const render::Camera camera = cameraOf(from.eye);
  for (int f = 0; f <= count; ++f)
    frames.push_back({0, camera, endS * f / count});
  frames.insert(
      frames.end(), static_cast<std::size_t>(framesIn(options.holdS, options)), frames.back());
  return frames;
}

void requireFilmPlace(const fs::path& path) {
  if (isVideo(path)) {
    requireWritable(path);
    return requireEncoder();
  }
  if (!isFolderName(path))
    throw Error("Cannot write " + path.string() +
                " (a film): the name must end in .mp4 or .webm, or be that of a new folder.");
  if (fs::exists(path) && (!fs::is_directory(path) || !fs::is_empty(path)))
    throw Error("Cannot write " + path.string() +
                ": it exists and is not an empty folder; choose another name.");
}

int writeFilm(const render::SceneState& state,
              const FilmOptions& options,
              const fs::path& path,
              const Progress& progress) {
  requireFilmPlace(path);
  const bool video = isVideo(path);
  std::vector<Bookmark> bookmarks = bookmarksOf(state);
  if (options.of == FilmOf::Treatment)
    bookmarks.front().zones = true;
  const std::vector<FilmFrame> frames = framesOf(state, bookmarks, options);
  NewFolder fresh(video ? fs::path(path.string() + "-frames") : path);
  Camerawork camerawork(state, bookmarks, options);
  std::optional<FilmFrame> last;
  std::string png;
  for (std::size_t f = 0; f < frames.size(); ++f) {
    progress.at((video ? 0.9 : 1.0) * static_cast<double>(f) / static_cast<double>(frames.size()));
    if (last != frames[f])
      png = render::encodePng(camerawork.take(frames[f]));
    last = frames[f];
    writeFileAtomically(fresh.path() / frameName(static_cast<int>(f) + 1), png);
  }
  if (video)
    encodeVideo(fresh.path(), options.framesPerS, path);
  else
    fresh.takePlace();
  return static_cast<int>(frames.size());
}

}  // namespace trocar::app
