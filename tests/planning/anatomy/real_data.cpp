#include "real_data.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace trocar::testing {

std::filesystem::path realData(const char* set) {
  const char* folder = std::getenv("TROCAR_TEST_DATA");
  const std::filesystem::path root = folder != nullptr ? folder : SOURCE_DIR "/../shared/data";
  return std::filesystem::exists(root / set) ? root / set : std::filesystem::path();
}

Mesh readForwardLeftUpMesh(const std::filesystem::path& file) {
  Mesh mesh;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "v") {
      Vec3 p;
      words >> p[0] >> p[1] >> p[2];
      mesh.points.emplace_back(1000.0 * p[1], -1000.0 * p[0], 1000.0 * p[2]);
    } else if (kind == "f") {
      std::array<std::size_t, 3> triangle{};
      for (std::size_t& corner : triangle) {
        std::string word;
        words >> word;
        corner = std::stoul(word) - 1;
      }
      mesh.triangles.push_back(triangle);
    }
  }
  return mesh;
}

void fill(const Mesh& mesh,
          const Grid& grid,
          std::uint16_t value,
          std::vector<std::uint16_t>& labels) {
  const auto [nx, ny, nz] = grid.size();
  std::vector<std::vector<double>> crossings(static_cast<std::size_t>(nx * ny));
  const Vec3 nudge(1e-5, 2e-5, 0.0);  // No column meets a corner exactly.
  for (const auto& triangle : mesh.triangles) {
    const Vec3 a = grid.patientToVoxel(mesh.points[triangle[0]]) + nudge;
    const Vec3 b = grid.patientToVoxel(mesh.points[triangle[1]]) + nudge;
    const Vec3 c = grid.patientToVoxel(mesh.points[triangle[2]]) + nudge;
    const double area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
    if (std::abs(area) < 1e-12)
      continue;
    const auto range = [](double p, double q, double r, int size) {
      return std::pair(std::max(0, static_cast<int>(std::ceil(std::min({p, q, r})))),
                       std::min(size - 1, static_cast<int>(std::floor(std::max({p, q, r})))));
    };
    const auto [i0, i1] = range(a[0], b[0], c[0], nx);
    const auto [j0, j1] = range(a[1], b[1], c[1], ny);
    for (int j = j0; j <= j1; ++j) {
      for (int i = i0; i <= i1; ++i) {
        const double u = ((i - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (j - a[1])) / area;
        const double v = ((b[0] - a[0]) * (j - a[1]) - (i - a[0]) * (b[1] - a[1])) / area;
        if (u >= 0.0 && v >= 0.0 && u + v <= 1.0)
          crossings[static_cast<std::size_t>(j * nx + i)].push_back(a[2] + u * (b[2] - a[2]) +
                                                                    v * (c[2] - a[2]));
      }
    }
  }
  for (int j = 0; j < ny; ++j) {
    for (int i = 0; i < nx; ++i) {
      auto& column = crossings[static_cast<std::size_t>(j * nx + i)];
      std::sort(column.begin(), column.end());
      for (std::size_t n = 0; n + 1 < column.size(); n += 2)
        for (int k = std::max(0, static_cast<int>(std::ceil(column[n])));
             k <= std::min(nz - 1.0, column[n + 1]);
             ++k)
          labels[grid.offset({i, j, k})] = value;
    }
  }
}

namespace {

Case readVisibleHuman(const std::filesystem::path& folder) {
  const Grid grid({300, 190, 390}, {-150, -80, -180}, Vec3::Ones());
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  std::vector<std::string> ids{"sacrum"};
  fill(readForwardLeftUpMesh(folder / "Pelvis.obj"), grid, 20, labels);
  fill(readForwardLeftUpMesh(folder / "S1_Schrumpfverpacken.obj"), grid, 1, labels);
  for (int level = 1; level <= 5; ++level)
    fill(readForwardLeftUpMesh(folder / ("L" + std::to_string(level) + "_Schrumpfverpacken.obj")),
         grid,
         static_cast<std::uint16_t>(1 + level),
         labels);
  for (std::size_t n = 0; n < labels.size(); ++n) {
    if (labels[n] == 20)
      labels[n] = grid.voxelToPatient(grid.voxelAt(n)).x() > 0.0 ? 7 : 8;
  }
  Case patient;
  patient.ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 0));
  patient.layers.emplace_back(grid, std::move(labels));
  const auto add = [&](const std::string& id, Role role, std::uint16_t value) {
    Structure structure;
    structure.id = id;
    structure.name = id;
    structure.role = role;
    structure.region = LabelRegion{0, {value}};
    patient.structures.push_back(structure);
  };
  add("sacrum", Role::Sacrum, 1);
  for (int level = 1; level <= 5; ++level)
    add("vertebra_L" + std::to_string(level),
        Role::Vertebra,
        static_cast<std::uint16_t>(1 + level));
  add("hip_left", Role::Hip, 7);
  add("hip_right", Role::Hip, 8);
  return patient;
}

}  // namespace

const Case& visibleHuman(const std::filesystem::path& folder) {
  static const Case kPatient = readVisibleHuman(folder);
  return kPatient;
}

}  // namespace trocar::testing
