#include "planning/ablation/isosurface.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace trocar {
namespace {

/// Corners of the unit cube by bits: 1 along x, 2 along y, 4 along z. Six tetrahedra around its
/// diagonal.
constexpr std::array<std::array<int, 4>, 6> kTetrahedra = {
    {{0, 1, 3, 7}, {0, 3, 2, 7}, {0, 2, 6, 7}, {0, 6, 4, 7}, {0, 4, 5, 7}, {0, 5, 1, 7}}};
constexpr double kRimDepth = -1.0e-3;  ///< Beyond the image: just outside.

VoxelIndex cornerOf(const VoxelIndex& at, int c) {
  return {at.i + (c & 1), at.j + (c >> 1 & 1), at.k + (c >> 2 & 1)};
}

class Marcher {
 public:
  Marcher(const Image<float>& image, double value, bool below)
      : image_(image), value_(value), below_(below) {}

  TriangleMesh run() {
    const auto [nx, ny, nz] = image_.grid().size();
    for (int k = -1; k < nz; ++k)
      for (int j = -1; j < ny; ++j)
        for (int i = -1; i < nx; ++i)
          cube({i, j, k});
    return std::move(mesh_);
  }

 private:
  /// Positive inside.
  double depth(const VoxelIndex& v) const {
    if (!image_.grid().contains(v))
      return kRimDepth;
    const double d = value_ - static_cast<double>(image_.at(v));
    return below_ ? d : -d;
  }

  void cube(const VoxelIndex& at) {
    std::array<double, 8> depths{};
    for (int c = 0; c < 8; ++c)
      depths[static_cast<std::size_t>(c)] = depth(cornerOf(at, c));
    const auto inside =
        std::count_if(depths.begin(), depths.end(), [](double d) { return d > 0.0; });
    if (inside == 0 || inside == 8)
      return;
    for (const auto& tetrahedron : kTetrahedra)
      march(at, tetrahedron, depths);
  }

  long key(const VoxelIndex& v) const {
    const auto [nx, ny, nz] = image_.grid().size();
    return (v.i + 1) +
           static_cast<long>(nx + 2) * ((v.j + 1) + static_cast<long>(ny + 2) * (v.k + 1));
  }

  /// The point where the surface crosses an edge, made once.
  int crossing(const VoxelIndex& v, const VoxelIndex& w) {
    const auto [entry, isNew] =
        index_.try_emplace(std::minmax(key(v), key(w)), static_cast<int>(mesh_.pointsMm.size()));
    if (isNew) {
      const double share = depth(v) / (depth(v) - depth(w));
      const Vec3 p(v.i + share * (w.i - v.i), v.j + share * (w.j - v.j), v.k + share * (w.k - v.k));
      mesh_.pointsMm.push_back(image_.grid().voxelToPatient(p));
    }
    return entry->second;
  }

  void march(const VoxelIndex& at,
             const std::array<int, 4>& tetrahedron,
             const std::array<double, 8>& depths) {
    std::vector<VoxelIndex> in, out;
    for (const int c : tetrahedron)
      (depths[static_cast<std::size_t>(c)] > 0.0 ? in : out).push_back(cornerOf(at, c));
    if (in.empty() || out.empty())
      return;
    const Vec3 outward = middle(out) - middle(in);
    if (in.size() == 1)
      add({crossing(in[0], out[0]), crossing(in[0], out[1]), crossing(in[0], out[2])}, outward);
    if (in.size() == 3)
      add({crossing(in[0], out[0]), crossing(in[1], out[0]), crossing(in[2], out[0])}, outward);
    if (in.size() != 2)
      return;
    const int a = crossing(in[0], out[0]), c = crossing(in[1], out[1]);
    add({a, crossing(in[0], out[1]), c}, outward);
    add({a, c, crossing(in[1], out[0])}, outward);
  }

  Vec3 middle(const std::vector<VoxelIndex>& corners) const {
    Vec3 sum = Vec3::Zero();
    for (const VoxelIndex& v : corners)
      sum += image_.grid().voxelToPatient(v);
    return sum / static_cast<double>(corners.size());
  }

  void add(std::array<int, 3> triangle, const Vec3& outward) {
    const auto p = [&](std::size_t n) {
      return mesh_.pointsMm[static_cast<std::size_t>(triangle[n])];
    };
    if ((p(1) - p(0)).cross(p(2) - p(0)).dot(outward) < 0.0)
      std::swap(triangle[1], triangle[2]);
    mesh_.triangles.push_back(triangle);
  }

  const Image<float>& image_;
  double value_;
  bool below_;
  TriangleMesh mesh_;
  std::map<std::pair<long, long>, int> index_;
};

void putFloats(std::string& bytes, const Vec3& v) {
  for (int a = 0; a < 3; ++a) {
    const auto value = static_cast<float>(v[a]);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
}

}  // namespace

TriangleMesh isosurface(const Image<float>& image, double value, bool below) {
  return Marcher(image, value, below).run();
}

std::string stlBytes(const TriangleMesh& mesh) {
  std::string bytes(80, ' ');
  const auto count = static_cast<std::uint32_t>(mesh.triangles.size());
  bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
  for (const auto& triangle : mesh.triangles) {
    const Vec3& a = mesh.pointsMm[static_cast<std::size_t>(triangle[0])];
    const Vec3& b = mesh.pointsMm[static_cast<std::size_t>(triangle[1])];
    const Vec3& c = mesh.pointsMm[static_cast<std::size_t>(triangle[2])];
    const Vec3 normal = (b - a).cross(c - a);
    putFloats(bytes, normal.norm() > 0.0 ? Vec3(normal.normalized()) : Vec3(Vec3::Zero()));
    putFloats(bytes, a);
    putFloats(bytes, b);
    putFloats(bytes, c);
    bytes.append(2, '\0');
  }
  return bytes;
}

}  // namespace trocar
