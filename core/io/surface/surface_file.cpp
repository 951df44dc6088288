#include "core/io/surface/surface_file.h"

#include "core/error.h"
#include "core/file_name.h"
#include "core/io/decoder_program.h"
#include "core/parallel.h"

#include <algorithm>
#include <sstream>
#include <system_error>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// A megabyte of text takes well under a second.
milliseconds patienceOf(std::uintmax_t bytes) {
  return milliseconds(20'000 + static_cast<long>(bytes / 2000));
}

/// What the readers may take for a file of so many bytes: points and triangles several times over.
std::size_t mostMib(std::uintmax_t bytes) {
  constexpr std::size_t kLibraries = 1024;
  constexpr std::size_t kTimes = 24;
  return kLibraries + static_cast<std::size_t>(bytes >> 20U) * kTimes;
}

/// "ok 8 12 LPS"
struct Counts {
  std::size_t points = 0;
  std::size_t triangles = 0;
  std::string space;
};

Counts countsIn(const std::string& line) {
  std::istringstream words(line.substr(3));
  Counts counts;
  words >> counts.points >> counts.triangles >> counts.space;
  return counts;
}

template <typename Item>
bool take(std::vector<Item>& items, std::size_t count, Process& child, milliseconds patience) {
  items.resize(count);
  return child.bytes(std::span<char>(reinterpret_cast<char*>(items.data()), count * sizeof(Item)),
                     patience);
}

[[noreturn]] void refuseSurface(const fs::path& path, const std::string& why) {
  throw Error("Cannot read the surface " + path.string() + ": " + why +
              "; export it again as STL, OBJ, PLY or VTP.");
}

/// The file's size. Throws Error where there is none to read.
std::uintmax_t sizeOf(const fs::path& path) {
  std::error_code none;
  if (!fs::exists(path, none))
    throw Error("Cannot read the surface " + path.string() +
                ": there is no such file; check the name.");
  const std::uintmax_t bytes = fs::is_regular_file(path, none) ? fs::file_size(path, none) : 0;
  if (bytes == 0)
    refuseSurface(path, "it is empty or not a file");
  return bytes;
}

void checkNumbers(const SurfaceFile& surface, const fs::path& path) {
  for (const auto& triangle : surface.triangles) {
    for (const std::uint32_t corner : triangle) {
      if (corner >= surface.points.size())
        refuseSurface(path, "a triangle has a corner that is no point of it");
    }
  }
  for (const Vec3& point : surface.points) {
    if (!point.allFinite() || point.cwiseAbs().maxCoeff() > 1e7)
      refuseSurface(path, "a coordinate is no number or beyond 10 km");
  }
}

}  // namespace

const std::vector<std::string>& surfaceEndings() {
  static const std::vector<std::string> endings = {".stl", ".obj", ".ply", ".vtp", ".vtk"};
  return endings;
}

bool isSurfaceFile(const fs::path& path) {
  const std::vector<std::string>& known = surfaceEndings();
  return std::any_of(
      known.begin(), known.end(), [&](const std::string& ending) { return endsIn(path, ending); });
}

SurfaceFile readSurfaceFile(const fs::path& path, const Progress& progress) {
  const std::uintmax_t bytes = sizeOf(path);
  const milliseconds patience = patienceOf(bytes);
  Process child({.program = decoderProgram(),
                 .arguments = {std::to_string(mostMib(bytes)),
                               "surface",
                               fs::absolute(path).lexically_normal().string()},
                 .endsWithUs = true});
  const std::optional<std::string> answer = answerWithin(child, patience, silenced(progress));
  if (answer && answer->starts_with("no "))
    refuseSurface(path, answer->substr(3));
  SurfaceFile surface;
  if (!answer || !answer->starts_with("ok "))
    refuseSurface(path, "it is damaged: " + howItEnded(child));
  const Counts counts = countsIn(*answer);
  if (!take(surface.points, counts.points, child, patience) ||
      !take(surface.triangles, counts.triangles, child, patience))
    refuseSurface(path, "it is damaged: " + howItEnded(child));
  surface.space = counts.space;
  checkNumbers(surface, path);
  progress.at(1.0);
  return surface;
}

}  // namespace trocar
