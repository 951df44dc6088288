#include "planning/cement/body/body_stiffness.h"

#include <algorithm>
#include <cmath>

namespace trocar::cement {
namespace {

constexpr double kElementMm = 1.5;
constexpr double kStrain = 0.01;
constexpr double kLowestModulusMPa = 10.0;
/// Of the body's height, from its highest and lowest element: how deep an endplate may lie to be
/// pressed by its disc. Deeper ends of columns are the waist below an overhanging rim, which no
/// disc touches. Estimate: endplates are hollow by a few of some 27 mm.
constexpr double kEndplateShare = 0.25;

/// The body on elements of its own: modulus of the bone, and how much of each element is cement.
struct Sample {
  ElasticBody bone;
  std::vector<double> cement;  ///< 0 to 1.
  Grid grid;
};

Sample sampleOf(const FilledSite& filled, const Volume& ct) {
  const Grid& fine = filled.site.flow.grid;
  const double side = std::max(kElementMm, fine.spacingMm()[0]);
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a)
    size[a] = std::max(1, static_cast<int>(fine.size()[a] * fine.spacingMm()[0] / side));
  Sample sample;
  sample.grid = Grid(size, fine.originMm(), Vec3::Constant(side), fine.directions());
  sample.bone.size = size;
  sample.bone.sideMm = side;
  sample.bone.modulusMPa.assign(sample.grid.voxelCount(), 0.0);
  sample.cement.assign(sample.grid.voxelCount(), 0.0);
  for (std::size_t c = 0; c < sample.cement.size(); ++c) {
    const Vec3 pointMm = sample.grid.voxelToPatient(sample.grid.voxelAt(c));
    const VoxelIndex voxel = fine.nearestVoxel(pointMm);
    if (!fine.contains(voxel) || filled.site.place[fine.offset(voxel)] != SitePlace::Body)
      continue;
    sample.bone.modulusMPa[c] = boneModulusMPa(huAt(ct, pointMm));
    sample.cement[c] = static_cast<double>(filled.filling.fill()[fine.offset(voxel)]);
  }
  return sample;
}

ElasticBody cemented(const Sample& sample, double soakedMPa) {
  ElasticBody body = sample.bone;
  for (std::size_t c = 0; c < body.modulusMPa.size(); ++c) {
    if (body.modulusMPa[c] > 0.0)
      body.modulusMPa[c] += sample.cement[c] * std::max(0.0, soakedMPa - body.modulusMPa[c]);
  }
  return body;
}

/// Lowest and highest element of a column that is not empty.
std::optional<std::array<int, 2>> endsOf(const ElasticBody& body, int i, int j) {
  std::optional<std::array<int, 2>> ends;
  for (int k = 0; k < body.size[2]; ++k) {
    if (body.modulusMPa[body.elementAt(i, j, k)] > 0.0)
      ends = {ends ? (*ends)[0] : k, k};
  }
  return ends;
}

struct Height {
  int lowest = 0;
  int highest = 0;
};

Height heightOf(const ElasticBody& body) {
  Height height{body.size[2], 0};
  for (int j = 0; j < body.size[1]; ++j) {
    for (int i = 0; i < body.size[0]; ++i) {
      if (const auto ends = endsOf(body, i, j)) {
        height.lowest = std::min(height.lowest, (*ends)[0]);
        height.highest = std::max(height.highest, (*ends)[1]);
      }
    }
  }
  return height;
}

/// All three degrees of freedom of the four nodes of an element's lower or upper face.
void holdFace(const ElasticBody& body,
              const std::array<int, 3>& corner,
              double downMm,
              ElasticSupport& support) {
  for (int n = 0; n < 4; ++n) {
    const std::size_t node = body.nodeAt(corner[0] + n % 2, corner[1] + n / 2, corner[2]);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      support.fixed[3 * node + axis] = 1;
      support.displacementMm[3 * node + axis] = axis == 2 ? -downMm : 0.0;
    }
  }
}

/// Upward force of the element's upper face on its lower part: what passes through it along the
/// axis.
double axialForceN(const ElasticBody& body, const std::vector<double>& u, int i, int j, int k) {
  const std::array<double, 24> force = nodeForcesN(body, u, i, j, k);
  double sum = 0.0;
  for (std::size_t corner = 4; corner < 8; ++corner)
    sum += force[3 * corner + 2];
  return -sum;
}

double cementShare(const ElasticBody& body, const Sample& sample, const std::vector<double>& u) {
  const Height height = heightOf(body);
  const int middle = (height.lowest + height.highest) / 2;
  double all = 0.0;
  double cement = 0.0;
  for (int j = 0; j < body.size[1]; ++j) {
    for (int i = 0; i < body.size[0]; ++i) {
      const std::size_t e = body.elementAt(i, j, middle);
      const double force = body.modulusMPa[e] > 0.0 ? axialForceN(body, u, i, j, middle) : 0.0;
      all += force;
      cement += sample.cement[e] > 0.5 ? force : 0.0;
    }
  }
  return all > 0.0 ? cement / all : 0.0;
}

Image<float> energyImage(const ElasticBody& body, const Grid& grid, const std::vector<double>& u) {
  std::vector<float> density(grid.voxelCount(), 0.0F);
  for (std::size_t c = 0; c < density.size(); ++c) {
    const VoxelIndex v = grid.voxelAt(c);
    if (body.modulusMPa[c] > 0.0)
      density[c] = static_cast<float>(1000.0 * energyDensityMPa(body, u, v.i, v.j, v.k));
  }
  return {grid, std::move(density)};
}

/// Shortening of each element along the axis over the body's own: 1 where compression is even.
Image<float> strainImage(const ElasticBody& body, const Grid& grid, const std::vector<double>& u) {
  std::vector<float> ratio(grid.voxelCount(), 0.0F);
  for (std::size_t c = 0; c < ratio.size(); ++c) {
    if (body.modulusMPa[c] <= 0.0)
      continue;
    const VoxelIndex v = grid.voxelAt(c);
    double shorterMm = 0.0;
    for (int n = 0; n < 4; ++n) {
      const std::size_t lower = body.nodeAt(v.i + n % 2, v.j + n / 2, v.k);
      const std::size_t upper = body.nodeAt(v.i + n % 2, v.j + n / 2, v.k + 1);
      shorterMm += 0.25 * (u[3 * lower + 2] - u[3 * upper + 2]);
    }
    ratio[c] = static_cast<float>(shorterMm / (kStrain * body.sideMm));
  }
  return {grid, std::move(ratio)};
}

}  // namespace

double boneModulusMPa(double hu) {
  return std::max(kLowestModulusMPa, -34.7 + 3230.0 * 0.0008 * hu);
}

Compression compress(const ElasticBody& body, double strain, const Progress& progress) {
  const Height height = heightOf(body);
  const int elements = height.highest - height.lowest + 1;
  const double downMm = strain * elements * body.sideMm;
  const int deepest = static_cast<int>(kEndplateShare * elements);
  const std::size_t count = 3 * body.nodeCount();
  ElasticSupport support{std::vector<unsigned char>(count, 0), std::vector<double>(count, 0.0)};
  for (int j = 0; j < body.size[1]; ++j) {
    for (int i = 0; i < body.size[0]; ++i) {
      const auto ends = endsOf(body, i, j);
      if (ends && (*ends)[0] - height.lowest <= deepest)
        holdFace(body, {i, j, (*ends)[0]}, 0.0, support);
      if (ends && height.highest - (*ends)[1] <= deepest)
        holdFace(body, {i, j, (*ends)[1] + 1}, downMm, support);
    }
  }
  Compression compression;
  compression.solution = solveElastic(body, support, {}, {1e-6, 5000}, progress);
  for (std::size_t n = 2; n < count; n += 3) {
    if (support.fixed[n] != 0 && support.displacementMm[n] < 0.0)
      compression.forceN -= compression.solution.forceN[n];
  }
  return compression;
}

std::optional<BodyStiffness> bodyStiffness(const FilledSite& filled,
                                           const Volume& ct,
                                           const Progress& progress) {
  if (filled.site.anatomy == nullptr)
    return std::nullopt;
  const Sample sample = sampleOf(filled, ct);
  const Compression untreated = compress(sample.bone, kStrain, progress.span(0.0, 0.25));
  const double untreatedN = untreated.forceN;
  if (untreatedN <= 0.0)
    return std::nullopt;
  const auto forceWith = [&](double soakedMPa, const Progress& part) {
    return compress(cemented(sample, soakedMPa), kStrain, part).forceN;
  };
  BodyStiffness result;
  const ElasticBody body = cemented(sample, kSoakedModulusMPa);
  const Compression usual = compress(body, kStrain, progress.span(0.25, 0.5));
  result.ratio = usual.forceN / untreatedN;
  result.lowRatio = forceWith(1000.0 / 1.3, progress.span(0.5, 0.75)) / untreatedN;
  result.highRatio = forceWith(2000.0 / 0.7, progress.span(0.75, 1.0)) / untreatedN;
  result.cementLoadShare = cementShare(body, sample, usual.solution.displacementMm);
  result.strainRatio = strainImage(body, sample.grid, usual.solution.displacementMm);
  result.untreatedStrainRatio =
      strainImage(sample.bone, sample.grid, untreated.solution.displacementMm);
  result.energyDensityKPa = energyImage(body, sample.grid, usual.solution.displacementMm);
  return result;
}

}  // namespace trocar::cement
