#pragma once

#include "app/bookmarks.h"
#include "core/progress.h"
#include "render/canvas/picture.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace trocar::app {

/// What a film shows: the way from bookmark to bookmark, or the treatment as it runs, seen from
/// the first bookmark.
enum class FilmOf { Bookmarks, Treatment };

struct FilmOptions {
  FilmOf of = FilmOf::Bookmarks;
  int widthPx = 1280;
  int heightPx = 720;
  double framesPerS = 25.0;
  double holdS = 2.5;        ///< At each bookmark.
  double flightS = 1.2;      ///< From one to the next.
  double treatmentS = 15.0;  ///< Of film for the whole treatment.
};

/// One picture of a film.
struct FilmFrame {
  std::size_t bookmark = 0;  ///< Whose scene is shown.
  render::Camera camera;
  std::optional<double> timeS;  ///< Of the treatment.

  bool operator==(const FilmFrame&) const = default;
};

/// The pictures of a walk through the bookmarks: held at each, turning between them.
std::vector<FilmFrame> filmOfBookmarks(const std::vector<Bookmark>& bookmarks,
                                       const FilmOptions& options);
/// The pictures of a treatment of `endS`, the last of them held.
std::vector<FilmFrame> filmOfTreatment(const Bookmark& from,
                                       double endS,
                                       const FilmOptions& options);

/// Throws Error, before anything is drawn, where a film of that name could not be written: an
/// ending that is no video's, a folder that holds something, no ffmpeg for a video.
void requireFilmPlace(const std::filesystem::path& path);

/// Draws a film of a plan: `state` as handoverScene makes it. A path that ends in .mp4 or .webm is
/// written by ffmpeg, any other is a new folder of numbered PNG files. Throws Error where ffmpeg is
/// not installed, where nothing was simulated to be filmed, or where the path cannot be written.
/// Returns the number of pictures.
int writeFilm(const render::SceneState& state,
              const FilmOptions& options,
              const std::filesystem::path& path,
              const Progress& = {});

}  // namespace trocar::app
