// The two ends of tests/bench/plastimatch.sh: "write FOLDER [CASE]" writes 256^3 voxels of
// attenuation, of that case or the first bundled patient, for plastimatch; "compare FOLDER" draws
// the same picture here, times it and correlates it with plastimatch's.
#include "core/patients.h"
#include "planning/fluoro/carm.h"
#include "planning/plan/plan_file.h"
#include "render/xray/xray.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace trocar;
namespace fs = std::filesystem;

constexpr int kVoxels = 256;
constexpr int kPixels = 512;

struct Field {
  Grid grid;
  std::vector<float> attenuation;
};

Grid fieldGrid() {
  return Grid({kVoxels, kVoxels, kVoxels}, Vec3::Constant(-0.5 * (kVoxels - 1)), Vec3::Ones());
}

Field fieldOf(const Volume& ct) {
  const Grid grid = fieldGrid();
  std::vector<float> attenuation(grid.voxelCount());
  const Vec3 centre = ct.grid().centreMm();
  for (std::size_t i = 0; i < attenuation.size(); ++i)
    attenuation[i] = static_cast<float>(
        render::attenuationPerMm(huAt(ct, centre + grid.voxelToPatient(grid.voxelAt(i)))));
  return {grid, std::move(attenuation)};
}

void writeVolume(const fs::path& file, const Volume& ct) {
  const Field field = fieldOf(ct);
  std::ofstream out(file, std::ios::binary);
  const double first = field.grid.originMm().x();
  out << "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
      << "Offset = " << first << ' ' << first << ' ' << first
      << "\nElementSpacing = 1 1 1\nDimSize = 256 256 256\nElementType = MET_FLOAT\n"
      << "ElementDataFile = LOCAL\n";
  out.write(reinterpret_cast<const char*>(field.attenuation.data()),
            static_cast<std::streamsize>(sizeof(float) * field.attenuation.size()));
}

Field readField(const fs::path& file) {
  Field field{fieldGrid(), {}};
  field.attenuation.resize(field.grid.voxelCount());
  const auto bytes = static_cast<std::streamsize>(sizeof(float) * field.attenuation.size());
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  in.seekg(-bytes, std::ios::end);
  in.read(reinterpret_cast<char*>(field.attenuation.data()), bytes);
  return field;
}

fluoro::CarmSetup setup() {
  fluoro::CarmSetup arm;
  arm.sizePx = kPixels;
  return arm;
}

/// A PFM's floats in the order of its file.
std::vector<float> readPfm(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string kind;
  int width = 0, height = 0;
  double scale = 0.0;
  in >> kind >> width >> height >> scale;
  in.get();
  std::vector<float> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  in.read(reinterpret_cast<char*>(pixels.data()),
          static_cast<std::streamsize>(sizeof(float) * pixels.size()));
  return pixels;
}

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sa += a[i];
    sb += b[i];
    saa += static_cast<double>(a[i]) * a[i];
    sbb += static_cast<double>(b[i]) * b[i];
    sab += static_cast<double>(a[i]) * b[i];
  }
  const auto n = static_cast<double>(a.size());
  return (n * sab - sa * sb) / std::sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
}

/// Files differ in where their rows and columns begin.
double bestCorrelation(const render::XrayImage& ours, const std::vector<float>& theirs) {
  double best = -1.0;
  for (const bool mirrored : {false, true}) {
    for (const bool upsideDown : {false, true}) {
      std::vector<float> turned;
      for (int r = 0; r < kPixels; ++r) {
        for (int c = 0; c < kPixels; ++c)
          turned.push_back(
              ours.at(mirrored ? kPixels - 1 - c : c, upsideDown ? kPixels - 1 - r : r));
      }
      best = std::max(best, correlation(turned, theirs));
    }
  }
  return best;
}

void compare(const fs::path& folder) {
  const Field field = readField(folder.parent_path() / "volume.mha");
  const render::XrayVolume volume(field.grid, field.attenuation);
  render::XrayImage image = volume.project(fluoro::carmGeometry(setup()));
  double seconds = 1e9;
  for (int repeat = 0; repeat < 7; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    image = volume.project(fluoro::carmGeometry(setup()));
    seconds = std::min(
        seconds, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::printf("ours: %.1f ms a picture of 512 x 512 from 256^3\n", 1000.0 * seconds);
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".pfm")
      std::printf("correlation with %s: %.5f\n",
                  entry.path().filename().c_str(),
                  bestCorrelation(image, readPfm(entry.path())));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return 2;
  const fs::path folder = argv[2];
  if (std::string(argv[1]) == "write")
    writeVolume(folder / "volume.mha",
                openCase(argc > 3 ? argv[3] : "bundled:" + bundledPatients().front().id)->ct);
  else
    compare(folder);
  return 0;
}
