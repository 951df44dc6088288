#include "core/error.h"
#include "core/import.h"
#include "core/io.h"
#include "core/io/surface/surface_file.h"
#include "core/io/surface/surface_fill.h"
#include "core/io/surface/surface_labels.h"
#include "tests/test_files.h"

#include <Eigen/Geometry>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <gmock/gmock.h>
#include <numbers>
#include <sstream>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using labels::LabelLayer;
using Triangles = std::vector<std::array<std::uint32_t, 3>>;
using testing::HasSubstr;

struct Shell {
  std::vector<Vec3> points;
  Triangles triangles;
};

/// A ball of great circles, 48 around and 24 down.
Shell ball(const Vec3& centre, double radius) {
  constexpr int kAround = 48, kDown = 24;
  Shell shell;
  const auto add = [&](double polar, double turn) {
    shell.points.push_back(centre + radius * Vec3(std::sin(polar) * std::cos(turn),
                                                  std::sin(polar) * std::sin(turn),
                                                  std::cos(polar)));
  };
  add(0.0, 0.0);
  for (int down = 1; down < kDown; ++down) {
    for (int around = 0; around < kAround; ++around)
      add(std::numbers::pi * down / kDown, 2.0 * std::numbers::pi * around / kAround);
  }
  add(std::numbers::pi, 0.0);
  const auto at = [&](int down, int around) {
    return static_cast<std::uint32_t>(1 + (down - 1) * kAround + around % kAround);
  };
  const auto last = static_cast<std::uint32_t>(shell.points.size() - 1);
  for (int around = 0; around < kAround; ++around) {
    shell.triangles.push_back({0, at(1, around), at(1, around + 1)});
    shell.triangles.push_back({last, at(kDown - 1, around + 1), at(kDown - 1, around)});
    for (int down = 1; down + 1 < kDown; ++down) {
      shell.triangles.push_back({at(down, around), at(down + 1, around), at(down + 1, around + 1)});
      shell.triangles.push_back({at(down, around), at(down + 1, around + 1), at(down, around + 1)});
    }
  }
  return shell;
}

/// A box whose faces go through voxel centres and whose diagonals do so too.
Shell box(const Vec3& low, const Vec3& high) {
  Shell shell;
  for (unsigned corner = 0; corner < 8; ++corner)
    shell.points.emplace_back((corner & 1U) != 0 ? high[0] : low[0],
                              (corner & 2U) != 0 ? high[1] : low[1],
                              (corner & 4U) != 0 ? high[2] : low[2]);
  shell.triangles = {{0, 2, 3},
                     {0, 3, 1},
                     {4, 5, 7},
                     {4, 7, 6},
                     {0, 1, 5},
                     {0, 5, 4},
                     {2, 6, 7},
                     {2, 7, 3},
                     {0, 4, 6},
                     {0, 6, 2},
                     {1, 3, 7},
                     {1, 7, 5}};
  return shell;
}

std::size_t filledVoxels(const LabelMap& map) {
  std::size_t count = 0;
  for (const std::uint16_t value : map.voxels())
    count += value;
  return count;
}

/// By the divergence theorem.
double enclosedMm3(const Shell& shell) {
  double sixfold = 0.0;
  for (const auto& [a, b, c] : shell.triangles)
    sixfold += shell.points[a].dot(shell.points[b].cross(shell.points[c]));
  return std::abs(sixfold) / 6.0;
}

/// Of the patient's left, and not in the middle of the grid.
const Vec3 kCentre(42, -60, 130);
const Grid kSurfaceCt({80, 70, 60}, {-10, -110, 90}, {1.0, 1.2, 1.5});

std::string stlOf(const Shell& shell, const std::string& comment = {}) {
  std::string header = comment;
  header.resize(80, ' ');
  std::string bytes = header;
  const auto put = [&](const auto& number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
  };
  put(static_cast<std::uint32_t>(shell.triangles.size()));
  for (const auto& triangle : shell.triangles) {
    for (int n = 0; n < 3; ++n)
      put(0.0F);
    for (const std::uint32_t corner : triangle) {
      for (int axis = 0; axis < 3; ++axis)
        put(static_cast<float>(shell.points[corner][axis]));
    }
    put(std::uint16_t{0});
  }
  return bytes;
}

std::string objOf(const Shell& shell) {
  std::ostringstream text;
  text << "# a model\n";
  for (const Vec3& point : shell.points)
    text << "v " << point[0] << ' ' << point[1] << ' ' << point[2] << '\n';
  for (const auto& [a, b, c] : shell.triangles)
    text << "f " << a + 1 << ' ' << b + 1 << ' ' << c + 1 << '\n';
  return text.str();
}

std::string plyOf(const Shell& shell) {
  std::ostringstream text;
  text << "ply\nformat ascii 1.0\ncomment SPACE=LPS\nelement vertex " << shell.points.size()
       << "\nproperty float x\nproperty float y\nproperty float z\nelement face "
       << shell.triangles.size() << "\nproperty list uchar int vertex_indices\nend_header\n";
  for (const Vec3& point : shell.points)
    text << point[0] << ' ' << point[1] << ' ' << point[2] << '\n';
  for (const auto& [a, b, c] : shell.triangles)
    text << "3 " << a << ' ' << b << ' ' << c << '\n';
  return text.str();
}

std::string vtpOf(const Shell& shell) {
  std::ostringstream text;
  text << "<?xml version=\"1.0\"?>\n<VTKFile type=\"PolyData\" version=\"0.1\" "
          "byte_order=\"LittleEndian\">\n<PolyData>\n<FieldData><Array type=\"String\" "
          "Name=\"SPACE\" NumberOfTuples=\"1\" format=\"ascii\">76 80 83 0</Array></FieldData>\n"
          "<Piece NumberOfPoints=\""
       << shell.points.size() << "\" NumberOfPolys=\"" << shell.triangles.size()
       << "\"><Points><DataArray type=\"Float32\" NumberOfComponents=\"3\" format=\"ascii\">\n";
  for (const Vec3& point : shell.points)
    text << point[0] << ' ' << point[1] << ' ' << point[2] << '\n';
  text << "</DataArray></Points><Polys><DataArray type=\"Int32\" Name=\"connectivity\" "
          "format=\"ascii\">\n";
  for (const auto& [a, b, c] : shell.triangles)
    text << a << ' ' << b << ' ' << c << '\n';
  text << "</DataArray><DataArray type=\"Int32\" Name=\"offsets\" format=\"ascii\">\n";
  for (std::size_t n = 1; n <= shell.triangles.size(); ++n)
    text << 3 * n << ' ';
  text << "\n</DataArray></Polys></Piece>\n</PolyData>\n</VTKFile>\n";
  return text.str();
}

Shell moved(Shell shell, const std::function<Vec3(const Vec3&)>& to) {
  for (Vec3& point : shell.points)
    point = to(point);
  return shell;
}

Shell inRas(const Shell& shell) {
  return moved(shell, [](const Vec3& p) { return Vec3(-p[0], -p[1], p[2]); });
}

class SurfaceImport : public testing::Test {
 protected:
  fs::path file(const std::string& name, const std::string& bytes) const {
    writeFileAtomically(folder_.path() / name, bytes);
    return folder_.path() / name;
  }
  LabelLayer read(const fs::path& path, const ImportChoices& choices = {}) {
    remarks_.clear();
    return readSurfaceLabels(path, kSurfaceCt, choices, remarks_);
  }
  std::string refusal(const fs::path& path, const ImportChoices& choices = {}) {
    try {
      read(path, choices);
    } catch (const Error& error) {
      return error.what();
    }
    return "taken";
  }

  TemporaryFolder folder_;
  std::vector<Remark> remarks_;
};

TEST_F(SurfaceImport, FillsABallToItsVolumeOnAnyGrid) {
  const Eigen::Matrix3d turn =
      (Eigen::AngleAxisd(0.4, Vec3::UnitX()) * Eigen::AngleAxisd(-0.7, Vec3::UnitZ()))
          .toRotationMatrix();
  const Vec3 corner = kCentre - turn * Vec3(20, 20, 20);
  for (const Grid& grid : {kSurfaceCt, Grid({40, 50, 27}, corner, {1.0, 0.8, 1.5}, turn)}) {
    const Shell shell = ball(kCentre, 15.0);
    const LabelMap map = filledSurface(shell.points, shell.triangles, grid);
    const double filledMm3 = static_cast<double>(filledVoxels(map)) * grid.voxelVolumeMm3();
    EXPECT_NEAR(filledMm3 / enclosedMm3(shell), 1.0, 0.003);
    EXPECT_NEAR(filledMm3 / (4.0 / 3.0 * std::numbers::pi * 15 * 15 * 15), 0.99, 0.01);
    for (std::size_t v = 0; v < map.voxels().size(); ++v) {
      const double r = (grid.voxelToPatient(grid.voxelAt(v)) - kCentre).norm();
      const bool near = std::abs(r - 14.9) < 0.2;
      ASSERT_TRUE(near || map.voxels()[v] == (r < 15.0 ? 1 : 0)) << r;
    }
  }
}

TEST_F(SurfaceImport, CountsAVoxelOnceWhereFacesAndDiagonalsPassThroughCentres) {
  const Grid grid({20, 20, 20}, {0, 0, 0}, {1, 1, 1});
  const Shell shell = box(Vec3(3, 4, 5), Vec3(13, 14, 15));
  EXPECT_EQ(filledVoxels(filledSurface(shell.points, shell.triangles, grid)), 1000U);
  EXPECT_EQ(openEdges(shell.triangles), 0U);
}

TEST_F(SurfaceImport, AShellInAShellIsHollow) {
  Shell outer = ball(kCentre, 15.0);
  const Shell inner = ball(kCentre, 8.0);
  const auto before = static_cast<std::uint32_t>(outer.points.size());
  outer.points.insert(outer.points.end(), inner.points.begin(), inner.points.end());
  for (const auto& [a, b, c] : inner.triangles)
    outer.triangles.push_back({a + before, b + before, c + before});
  const LabelMap map = filledSurface(outer.points, outer.triangles, kSurfaceCt);
  EXPECT_EQ(map.voxels()[kSurfaceCt.offset(kSurfaceCt.nearestVoxel(kCentre))], 0);
  EXPECT_EQ(map.voxels()[kSurfaceCt.offset(kSurfaceCt.nearestVoxel(kCentre + Vec3(11, 0, 0)))], 1);
}

TEST_F(SurfaceImport, EveryFormatGivesTheSameVoxelsOnTheSameSide) {
  const Shell shell = ball(kCentre, 15.0);
  const LabelMap right = filledSurface(shell.points, shell.triangles, kSurfaceCt);
  for (const fs::path& path : {file("L3.stl", stlOf(shell, "made up SPACE=LPS")),
                               file("L3.STL", stlOf(inRas(shell), "SPACE=RAS")),
                               file("L3.obj", objOf(shell)),
                               file("L3.ply", plyOf(shell)),
                               file("L3.vtp", vtpOf(shell))}) {
    const ImportChoices lps{.axes = path.extension() == ".obj" ? "LPS" : ""};
    const LabelLayer layer = read(path, lps);
    EXPECT_EQ(layer.meanings.at(1).role, Role::Vertebra) << path;
    std::size_t differing = 0;
    for (std::size_t v = 0; v < right.voxels().size(); ++v)
      differing += right.voxels()[v] == layer.labels.voxels()[v] ? 0U : 1U;
    EXPECT_LE(differing, 4U) << path << ": their coordinates have six digits";
    EXPECT_TRUE(remarks_.empty()) << remarks_.front().text;
  }
}

TEST_F(SurfaceImport, CornersThatEachTriangleHasAnewAreOnePoint) {
  const Shell shell = ball(kCentre, 15.0);
  Shell apart;
  for (const auto& [a, b, c] : shell.triangles) {
    const auto first = static_cast<std::uint32_t>(apart.points.size());
    for (const std::uint32_t corner : {a, b, c})
      apart.points.push_back(shell.points[corner]);
    apart.triangles.push_back({first, first + 1, first + 2});
  }
  const SurfaceFile read = readSurfaceFile(file("L3.obj", objOf(apart)));
  EXPECT_EQ(read.points.size(), shell.points.size());
  EXPECT_EQ(openEdges(read.triangles), 0U);
}

TEST_F(SurfaceImport, AxesThatNobodyStatesAreFoundByTheCtOrAskedFor) {
  const Shell shell = ball(kCentre, 15.0);
  const LabelLayer layer = read(file("L3.stl", stlOf(inRas(shell))));
  EXPECT_EQ(layer.labels.voxels()[kSurfaceCt.offset(kSurfaceCt.nearestVoxel(kCentre))], 1);
  ASSERT_EQ(remarks_.size(), 1U);
  EXPECT_THAT(remarks_[0].text, HasSubstr("RAS was taken"));
  const Grid both({90, 90, 60}, {-44, -44, 90}, {1, 1, 1});
  const fs::path between = file("L4.stl", stlOf(ball(Vec3(12, -5, 120), 15.0)));
  try {
    readSurfaceLabels(between, both, {}, remarks_);
    FAIL() << "both ways lie in the CT";
  } catch (const Doubt& doubt) {
    EXPECT_EQ(doubt.key(), kAxesUnknown);
    EXPECT_THAT(doubt.told(), HasSubstr("as LPS 100 %"));
  }
  const LabelLayer told = readSurfaceLabels(between, both, {.axes = "RAS"}, remarks_);
  EXPECT_EQ(told.labels.voxels()[both.offset(both.nearestVoxel(Vec3(-12, 5, 120)))], 1);
  EXPECT_EQ(told.labels.voxels()[both.offset(both.nearestVoxel(Vec3(12, -5, 120)))], 0);
}

TEST_F(SurfaceImport, TakesAnyAxesThatAPersonNames) {
  const Shell turned =
      moved(ball(kCentre, 15.0), [](const Vec3& p) { return Vec3(-p[2], p[0], p[1]); });
  const fs::path path = file("L3.obj", objOf(turned));
  EXPECT_THAT(refusal(path), HasSubstr("does not lie in the CT as LPS or RAS:"));
  const LabelLayer layer = read(path, {.axes = "ILP"});
  EXPECT_EQ(layer.labels.voxels()[kSurfaceCt.offset(kSurfaceCt.nearestVoxel(kCentre))], 1);
  EXPECT_THAT(refusal(path, {.axes = "LLS"}), HasSubstr("does not say where three axes point"));
}

TEST_F(SurfaceImport, AnotherUnitIsAskedFor) {
  const Shell shell = moved(ball(kCentre, 15.0), [](const Vec3& p) { return Vec3(p / 1000.0); });
  const fs::path path = file("L3.stl", stlOf(shell, "SPACE=LPS"));
  EXPECT_THAT(refusal(path), HasSubstr("in millimetres it does not lie in the CT, in metres"));
  const LabelLayer layer = read(path, {.unit = "m"});
  EXPECT_EQ(layer.labels.voxels()[kSurfaceCt.offset(kSurfaceCt.nearestVoxel(kCentre))], 1);
  EXPECT_THAT(refusal(path, {.unit = "inch"}), HasSubstr("give mm, cm or m"));
}

TEST_F(SurfaceImport, RefusesInOneSentence) {
  Shell open = ball(kCentre, 15.0);
  open.triangles.pop_back();
  const fs::path path = file("L3.stl", stlOf(open, "SPACE=LPS"));
  EXPECT_THAT(refusal(path), HasSubstr("is not closed: 3 of its edges"));
  EXPECT_EQ(refusal(path, {.despite = {"surface-open"}}), "taken");
  const std::string away = refusal(file("L4.stl", stlOf(ball(Vec3(900, 0, 0), 9), "SPACE=LPS")));
  EXPECT_THAT(away, HasSubstr("does not lie in the CT as LPS:"));
  for (const char* name : {"L1.stl", "L1.obj", "L1.ply", "L1.vtp", "L1.vtk"}) {
    EXPECT_THAT(refusal(file(name, "garbage")), HasSubstr("Cannot read the surface")) << name;
    EXPECT_THAT(refusal(file(name, "")), HasSubstr("is empty")) << name;
  }
  const std::string whole = stlOf(ball(kCentre, 15.0), "SPACE=LPS");
  EXPECT_THAT(refusal(file("L2.stl", whole.substr(0, whole.size() / 2))),
              HasSubstr("its header counts 2208 triangles, but it holds 110"));
  EXPECT_THAT(refusal(folder_.path() / "none.stl"), HasSubstr("no such file"));
  std::string infinite = whole;
  const float endless = INFINITY;
  std::memcpy(infinite.data() + 84 + 12, &endless, sizeof endless);
  EXPECT_THAT(refusal(file("L5.stl", infinite)), HasSubstr("no number"));
}

TEST_F(SurfaceImport, TellsWhatTheCtCuts) {
  read(file("L3.stl", stlOf(ball(Vec3(-10, -60, 130), 15.0), "SPACE=LPS")));
  ASSERT_EQ(remarks_.size(), 1U);
  EXPECT_EQ(remarks_[0].key, "surface-cut");
  EXPECT_THAT(remarks_[0].text, HasSubstr("lie outside the CT"));
}

TEST_F(SurfaceImport, AFolderOfSurfacesAndASingleOneBecomeStructuresOfACase) {
  const Vec3 lesion = kCentre + Vec3(4, 0, 0);
  std::vector<std::int16_t> hu(kSurfaceCt.voxelCount(), 40);
  for (std::size_t v = 0; v < hu.size(); ++v)
    hu[v] = (kSurfaceCt.voxelToPatient(kSurfaceCt.voxelAt(v)) - kCentre).norm() < 15.0 ? 400 : 40;
  const fs::path masks = folder_.path() / "surfaces";
  fs::create_directory(masks);
  writeFileAtomically(masks / "vertebrae_L3.stl", stlOf(ball(kCentre, 15.0), "SPACE=LPS"));
  writeFileAtomically(masks / "spinal_cord.stl",
                      stlOf(ball(kCentre + Vec3(0, 25, 0), 6.0), "SPACE=LPS"));
  const fs::path single = file("what.stl", stlOf(ball(lesion, 6.0), "SPACE=LPS"));
  CtImport ct{.ct = Volume(kSurfaceCt, hu)};
  EXPECT_THROW(importCase(ct, "ct.nii", {{.path = single}}), Doubt) << "nobody says what it is";
  const Case patient = importCase(
      ct, "ct.nii", {{.path = masks}, {.path = single, .role = Role::Lesion, .id = "lesion_1"}});
  ASSERT_NE(patient.find("vertebra_L3"), nullptr);
  ASSERT_NE(patient.find("lesion_1"), nullptr);
  EXPECT_TRUE(contains(patient, *patient.find("lesion_1"), lesion));
  EXPECT_TRUE(contains(patient, *patient.find("vertebra_L3"), lesion));
  EXPECT_EQ(patient.withRole(Role::Cord).size(), 1U);
}

}  // namespace
}  // namespace trocar
