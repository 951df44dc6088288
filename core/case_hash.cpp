// A tree of SHA-256 digests over what a case shows: chunks of voxels are digested in parallel, and
// the digest of the digests and of everything small is the answer.
#include "core/case.h"
#include "core/parallel.h"
#include "core/sha256.h"

#include <algorithm>
#include <cstring>

namespace trocar {
namespace {

class Digester {
 public:
  template <typename Number>
  void number(Number value) {
    static_assert(std::is_arithmetic_v<Number>);
    sha_.add(&value, sizeof(value));
  }

  void point(const Vec3& p) {
    for (int a = 0; a < 3; ++a)
      number(p[a] + 0.0);  // -0 and 0 are one place.
  }

  void axes(const Eigen::Matrix3d& matrix) {
    for (int column = 0; column < 3; ++column)
      point(matrix.col(column));
  }

  void text(const std::string& words) {
    number(std::uint64_t{words.size()});
    sha_.add(words.data(), words.size());
  }

  template <typename T>
  void image(const Image<T>& image) {
    const Grid& grid = image.grid();
    for (const int size : grid.size())
      number(std::int32_t{size});
    point(grid.originMm());
    point(grid.spacingMm());
    axes(grid.directions());
    voxels(image.data(), image.voxels().size() * sizeof(T));
  }

  void region(const LabelRegion& labels) {
    number(std::int32_t{labels.layer});
    number(std::uint64_t{labels.values.size()});
    for (const std::uint16_t value : labels.values)
      number(value);
  }

  void region(const TubeRegion& tube) {
    number(std::uint64_t{tube.centreLineMm.size()});
    for (const Vec3& p : tube.centreLineMm)
      point(p);
    number(tube.radiusMm);
  }

  void region(const EllipsoidRegion& ellipsoid) {
    point(ellipsoid.centreMm);
    axes(ellipsoid.axes);
    point(ellipsoid.radiiMm);
  }

  std::string finish() { return hexadecimal(sha_.finish()); }

 private:
  void voxels(const void* data, std::size_t bytes) {
    constexpr std::size_t kChunk = std::size_t{1} << 20U;
    const auto* first = static_cast<const std::uint8_t*>(data);
    const std::size_t chunks = (bytes + kChunk - 1) / kChunk;
    std::vector<Sha256::Digest> digests(chunks);
    parallelFor(chunks, [&](std::size_t c) {
      Sha256 part;
      part.add(first + c * kChunk, std::min(kChunk, bytes - c * kChunk));
      digests[c] = part.finish();
    });
    for (const Sha256::Digest& digest : digests)
      sha_.add(digest.data(), digest.size());
  }

  Sha256 sha_;
};

}  // namespace

std::string contentHash(const Case& patient) {
  Digester digester;
  digester.image(patient.ct);
  for (const SliceRange& range : patient.madeUp) {
    digester.number(static_cast<std::uint64_t>(range.first));
    digester.number(static_cast<std::uint64_t>(range.last));
  }
  digester.number(std::uint64_t{patient.layers.size()});
  for (const LabelMap& layer : patient.layers)
    digester.image(layer);
  for (const Structure& structure : patient.structures) {
    digester.text(structure.id);
    digester.text(structure.name);
    digester.text(std::string(toString(structure.role)));
    digester.number(std::uint64_t{structure.region.index()});
    std::visit([&](const auto& region) { digester.region(region); }, structure.region);
  }
  return digester.finish();
}

}  // namespace trocar
