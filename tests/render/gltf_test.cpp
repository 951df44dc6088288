#include "render/mesh/model_file.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <set>

namespace trocar::render {
namespace {

using Json = nlohmann::json;
using Point = std::array<float, 3>;

/// A tetrahedron, its normals as given.
std::shared_ptr<const Mesh> meshOf(const std::vector<Point>& points,
                                   const std::vector<Point>& normals) {
  auto mesh = std::make_shared<Mesh>();
  mesh->pointsMm = points;
  mesh->normals = normals;
  mesh->triangles = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};
  return mesh;
}

ModelPart partOf(const std::string& id, std::shared_ptr<const Mesh> mesh) {
  ModelPart part;
  part.id = id;
  part.name = "Part \"" + id + "\"";
  part.mesh = std::move(mesh);
  return part;
}

const std::vector<Point> kCorners = {{0, 0, 0}, {10, 0, 0}, {0, 20, 0}, {0, 0, -30}};
const std::vector<Point> kUnit = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.6F, 0.8F, 0}};

/// A GLB's two chunks.
struct Glb {
  Json document;
  std::string data;
};

std::uint32_t wordAt(const std::string& bytes, std::size_t at) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

Glb glbOf(const std::vector<ModelPart>& parts) {
  const std::string bytes = glbFile(parts);
  EXPECT_EQ(bytes.substr(0, 4), "glTF");
  EXPECT_EQ(wordAt(bytes, 4), 2U);
  EXPECT_EQ(wordAt(bytes, 8), bytes.size());
  const std::uint32_t length = wordAt(bytes, 12);
  EXPECT_EQ(length % 4, 0U);
  EXPECT_EQ(bytes.substr(16, 4), "JSON");
  const std::size_t second = 20 + length;
  EXPECT_EQ(wordAt(bytes, second) % 4, 0U);
  EXPECT_EQ(bytes.substr(second + 4, 4), std::string("BIN\0", 4));
  return {Json::parse(bytes.substr(20, length)), bytes.substr(second + 8, wordAt(bytes, second))};
}

std::size_t sizeOf(int componentType) {
  return componentType == 5123 ? 2 : 4;
}

/// The bytes of an accessor, after what holds of every one: it lies within its view and that within
/// the buffer, and begins at a multiple of its component (glTF 2.0, 3.6.2).
std::string bytesOf(const Glb& glb, const Json& accessor) {
  const Json& view =
      glb.document.at("bufferViews").at(accessor.at("bufferView").get<std::size_t>());
  const auto from = view.at("byteOffset").get<std::size_t>();
  const auto length = view.at("byteLength").get<std::size_t>();
  const std::size_t component = sizeOf(accessor.at("componentType"));
  const std::size_t each = component * (accessor.at("type") == "VEC3" ? 3 : 1);
  EXPECT_EQ(from % component, 0U);
  EXPECT_LE(accessor.at("count").get<std::size_t>() * each, length);
  EXPECT_GT(accessor.at("count").get<std::size_t>(), 0U);
  EXPECT_LE(from + length, glb.data.size());
  EXPECT_LE(glb.data.size(),
            glb.document.at("buffers").at(0).at("byteLength").get<std::size_t>() + 3);
  return glb.data.substr(from, length);
}

std::vector<Point> pointsOf(const Glb& glb, const Json& accessor) {
  const std::string bytes = bytesOf(glb, accessor);
  std::vector<Point> points(accessor.at("count").get<std::size_t>());
  std::memcpy(points.data(), bytes.data(), points.size() * sizeof(Point));
  return points;
}

void expectBounds(const Json& accessor, const std::vector<Point>& points) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    float low = points.front()[axis], high = low;
    for (const Point& point : points) {
      EXPECT_TRUE(std::isfinite(point[axis]));
      low = std::min(low, point[axis]);
      high = std::max(high, point[axis]);
    }
    EXPECT_EQ(accessor.at("min").at(axis).get<float>(), low);
    EXPECT_EQ(accessor.at("max").at(axis).get<float>(), high);
  }
}

/// What every primitive must hold: bounds that are those of its points, as many normals, each of
/// unit length, and corners that name points.
void expectSound(const Glb& glb, const Json& primitive) {
  const auto accessor = [&](const Json& index) -> const Json& {
    return glb.document.at("accessors").at(index.get<std::size_t>());
  };
  const Json& position = accessor(primitive.at("attributes").at("POSITION"));
  const Json& normal = accessor(primitive.at("attributes").at("NORMAL"));
  const std::vector<Point> points = pointsOf(glb, position);
  expectBounds(position, points);
  EXPECT_EQ(normal.at("count"), position.at("count"));
  for (const Point& n : pointsOf(glb, normal))
    EXPECT_NEAR(std::hypot(n[0], n[1], n[2]), 1.0, 0.005);
  const Json& indices = accessor(primitive.at("indices"));
  EXPECT_EQ(indices.at("count").get<std::size_t>() % 3, 0U);
  const std::string bytes = bytesOf(glb, indices);
  for (std::size_t n = 0; n < indices.at("count").get<std::size_t>(); ++n) {
    std::uint32_t corner = 0;
    const std::size_t size = sizeOf(indices.at("componentType"));
    std::memcpy(&corner, bytes.data() + n * size, size);
    EXPECT_LT(corner, points.size());
  }
}

void expectSound(const Glb& glb) {
  std::set<std::string> names;
  for (const Json& node : glb.document.at("nodes")) {
    EXPECT_FALSE(node.at("name").get<std::string>().empty());
    EXPECT_TRUE(names.insert(node.at("name")).second) << node.at("name");
  }
  for (const Json& mesh : glb.document.at("meshes")) {
    for (const Json& primitive : mesh.at("primitives"))
      expectSound(glb, primitive);
  }
}

TEST(Gltf, KeepsTheHardRulesOfTheFormat) {
  expectSound(
      glbOf({partOf("one", meshOf(kCorners, kUnit)), partOf("two", meshOf(kCorners, kUnit))}));
}

TEST(Gltf, KeepsThemWithMorePointsThan16BitsCount) {
  auto mesh = std::make_shared<Mesh>();
  constexpr std::int32_t kCount = 70000;
  for (std::int32_t n = 0; n < kCount; ++n) {
    mesh->pointsMm.push_back({static_cast<float>(n), 0.0F, static_cast<float>(n % 7)});
    mesh->normals.push_back({0, 0, 1});
  }
  mesh->triangles = {{0, 1, 2}, {kCount - 1, kCount - 2, kCount - 3}};
  expectSound(glbOf({partOf("large", mesh)}));
}

TEST(Gltf, ANormalThatIsNoneIsMadeOneOfUnitLength) {
  const float none = std::numeric_limits<float>::quiet_NaN();
  expectSound(glbOf(
      {partOf("odd", meshOf(kCorners, {{0, 0, 0}, {none, 0, 0}, {0, 0, 5}, {1e-30F, 0, 0}}))}));
}

TEST(Gltf, LeavesOutWhatHasNoTriangleOrNoPlace) {
  const float none = std::numeric_limits<float>::infinity();
  const Glb glb =
      glbOf({partOf("empty", std::make_shared<Mesh>()),
             partOf("away", meshOf({{none, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, kUnit)),
             partOf("there", meshOf(kCorners, kUnit))});
  expectSound(glb);
  EXPECT_EQ(glb.document.at("meshes").size(), 1U);
  EXPECT_EQ(glb.document.at("meshes").at(0).at("name"), "there");
}

}  // namespace
}  // namespace trocar::render
