// How fast a large case opens, against what the disk's cache and the memory can give: a CT of
// 512 x 512 x 400 voxels with 60 labels, as a case folder.
#include "core/distance_field.h"
#include "core/io.h"
#include "core/label_extents.h"
#include "core/parallel.h"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace trocar {
namespace {

namespace fs = std::filesystem;

template <typename Work>
double secondsOf(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Noise like a CT's, which does not compress, and a lattice of 5 x 3 x 4 balls of 40 to 60 mm.
Case largeCase() {
  const Grid grid({512, 512, 400}, Vec3(-200, -200, 0), Vec3(0.78, 0.78, 1.0));
  std::vector<std::int16_t> hu(grid.voxelCount());
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  parallelFor(hu.size(), [&](std::size_t v) {
    std::uint64_t random = (v + 1) * 0x9E3779B97F4A7C15ULL;
    random ^= random >> 29U;
    hu[v] =
        static_cast<std::int16_t>(static_cast<int>(random * 0xBF58476D1CE4E5B9ULL >> 54U) - 500);
    const VoxelIndex at = grid.voxelAt(v);
    const std::array<int, 3> cell = {at.i / 103, at.j / 171, at.k / 100};
    const double away =
        Vec3((at.i % 103 - 51) * 0.78, (at.j % 171 - 85) * 0.78, at.k % 100 - 50.0).norm();
    if (away < 20.0 + cell[2] * 3.0)
      labels[v] = static_cast<std::uint16_t>(1 + cell[0] + 5 * (cell[1] + 3 * cell[2]));
  });
  Case patient;
  patient.id = "large";
  patient.ct = Volume(grid, std::move(hu));
  patient.layers = {LabelMap(grid, std::move(labels))};
  for (std::uint16_t n = 1; n <= 60; ++n)
    patient.structures.push_back(
        {"ball_" + std::to_string(n), "", Role::Other, LabelRegion{0, {n}}, Basis::Measured});
  return patient;
}

double gigabytes(const fs::path& path) {
  return static_cast<double>(fs::file_size(path)) / 1e9;
}

/// Bytes a second at which the file comes out of the disk's cache.
double plainReadGbPerS(const fs::path& path) {
  std::vector<char> bytes(fs::file_size(path));
  const double seconds = secondsOf([&] {
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  });
  return gigabytes(path) / seconds;
}

double copyGbPerS() {
  constexpr std::size_t kBytes = 400'000'000;
  const std::vector<char> from(kBytes, 1);
  std::vector<char> to(kBytes, 2);
  const double seconds = secondsOf([&] { std::memcpy(to.data(), from.data(), kBytes); });
  return 2.0 * static_cast<double>(kBytes) / 1e9 / seconds;
}

double peakGb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1e6;
}

void write(const fs::path& folder) {
  const Case patient = largeCase();
  std::printf("write case      %6.2f s\n", secondsOf([&] { writeCase(patient, folder); }));
  std::printf("content hash    %6.2f s\n", secondsOf([&] { contentHash(patient); }));
}

void open(const fs::path& folder) {
  std::shared_ptr<const Case> patient;
  const double seconds =
      secondsOf([&] { patient = std::make_shared<const Case>(readCase(folder)); });
  const double atLimit = gigabytes(folder / "ct.nrrd") / plainReadGbPerS(folder / "ct.nrrd");
  std::printf("open case       %6.2f s, peak memory %.2f GB (the voxels are %.2f GB)\n",
              seconds,
              peakGb(),
              static_cast<double>(patient->ct.voxels().size()) * 4e-9);
  std::printf("  limit         %6.2f s to read the CT alone from the disk's cache\n", atLimit);
  std::printf("label extents   %6.2f s\n", secondsOf([&] { const CaseExtents extents(*patient); }));
  const DistanceFields fields(patient);
  std::printf("first distance  %6.2f s\n", secondsOf([&] { fields.of("ball_1"); }));
  std::printf("second distance %6.2f s\n", secondsOf([&] { fields.of("ball_2"); }));
  std::printf("memory copy     %6.1f GB/s, peak memory %.2f GB\n", copyGbPerS(), peakGb());
}

}  // namespace
}  // namespace trocar

/// `open_case_bench write DIR` makes the case, `open_case_bench open DIR` opens it: two runs, so
/// that the peak memory is that of opening.
int main(int argc, char** argv) {
  if (argc != 3)
    return 2;
  if (std::string(argv[1]) == "write")
    trocar::write(argv[2]);
  else
    trocar::open(argv[2]);
  return 0;
}
