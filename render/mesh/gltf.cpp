// Parts as glTF 2.0: see model_file.h.
#include "planning/words/html.h"
#include "render/mesh/model_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace trocar::render {
namespace {

using Json = nlohmann::ordered_json;

// Numbers of the glTF 2.0 specification, sections 3.6.2 and 5.11.
constexpr int kFloat = 5126, kUnsignedInt = 5125, kUnsignedShort = 5123;
constexpr int kVertices = 34962, kIndices = 34963;

struct Buffer {
  std::string bytes;
  Json views = Json::array();
  Json accessors = Json::array();

  /// An accessor's number.
  std::size_t add(const void* data, std::size_t size, int target, Json accessor) {
    views.push_back(
        {{"buffer", 0}, {"byteOffset", bytes.size()}, {"byteLength", size}, {"target", target}});
    bytes.append(static_cast<const char*>(data), size);
    bytes.resize((bytes.size() + 3) / 4 * 4, '\0');  // Accessors begin at whole numbers.
    accessor["bufferView"] = views.size() - 1;
    accessors.push_back(std::move(accessor));
    return accessors.size() - 1;
  }
};

using Point = std::array<float, 3>;

bool isFinite(const Point& p) {
  return std::isfinite(p[0]) && std::isfinite(p[1]) && std::isfinite(p[2]);
}

/// The format knows no empty mesh and no place that is no number.
bool canStand(const ModelPart& part) {
  return part.mesh && !part.mesh->empty() && !part.mesh->pointsMm.empty() &&
         std::all_of(part.mesh->pointsMm.begin(), part.mesh->pointsMm.end(), isFinite);
}

/// Of unit length, as the format wants them; upwards where a mesh has none.
std::vector<Point> unitNormals(const Mesh& mesh) {
  constexpr double kLeast = 1.0e-12;
  std::vector<Point> normals = mesh.normals;
  normals.resize(mesh.pointsMm.size(), Point{0.0F, 0.0F, 0.0F});
  for (Point& n : normals) {
    const double length =
        std::hypot(static_cast<double>(n[0]), static_cast<double>(n[1]), static_cast<double>(n[2]));
    if (!isFinite(n) || length < kLeast) {
      n = {0.0F, 0.0F, 1.0F};
      continue;
    }
    for (float& axis : n)
      axis = static_cast<float>(axis / length);
  }
  return normals;
}

Json pointAccessor(const std::vector<Point>& points) {
  Point low = points.front(), high = points.front();
  for (const auto& p : points) {
    for (std::size_t a = 0; a < 3; ++a) {
      low[a] = std::min(low[a], p[a]);
      high[a] = std::max(high[a], p[a]);
    }
  }
  return {{"componentType", kFloat},
          {"count", points.size()},
          {"type", "VEC3"},
          {"min", low},
          {"max", high}};
}

/// Corners as 16 bits where they reach, as that halves their place.
std::size_t addCorners(const Mesh& mesh, Buffer& buffer) {
  Json accessor = {
      {"componentType", kUnsignedInt}, {"count", 3 * mesh.triangles.size()}, {"type", "SCALAR"}};
  constexpr std::size_t kShort = 65535;
  if (mesh.pointsMm.size() > kShort)
    return buffer.add(mesh.triangles.data(),
                      mesh.triangles.size() * sizeof(mesh.triangles[0]),
                      kIndices,
                      std::move(accessor));
  std::vector<std::uint16_t> corners;
  for (const auto& triangle : mesh.triangles) {
    for (const std::int32_t corner : triangle)
      corners.push_back(static_cast<std::uint16_t>(corner));
  }
  accessor["componentType"] = kUnsignedShort;
  return buffer.add(
      corners.data(), corners.size() * sizeof(corners[0]), kIndices, std::move(accessor));
}

Json primitiveOf(const Mesh& mesh, std::size_t material, Buffer& buffer) {
  const std::size_t size = sizeof(Point);
  const std::size_t points = buffer.add(
      mesh.pointsMm.data(), mesh.pointsMm.size() * size, kVertices, pointAccessor(mesh.pointsMm));
  const std::vector<Point> directions = unitNormals(mesh);
  const std::size_t normals =
      buffer.add(directions.data(),
                 directions.size() * size,
                 kVertices,
                 {{"componentType", kFloat}, {"count", directions.size()}, {"type", "VEC3"}});
  const std::size_t corners = addCorners(mesh, buffer);
  return {{"attributes", {{"POSITION", points}, {"NORMAL", normals}}},
          {"indices", corners},
          {"material", material}};
}

/// sRGB to the linear share that glTF wants.
double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

Json materialOf(const ModelPart& part) {
  const Color& c = part.color;
  Json material = {
      {"name", part.id},
      {"pbrMetallicRoughness",
       {{"baseColorFactor", {linear(c.red), linear(c.green), linear(c.blue), part.opacity}},
        {"metallicFactor", 0.0},
        {"roughnessFactor", 0.7}}},
      {"doubleSided", true}};
  if (part.opacity < 1.0)
    material["alphaMode"] = "BLEND";
  return material;
}

Json documentOf(const std::vector<ModelPart>& parts, Buffer& buffer) {
  Json nodes = Json::array(), meshes = Json::array(), materials = Json::array();
  Json children = Json::array();
  for (const ModelPart& part : parts) {
    if (!canStand(part))
      continue;
    const std::size_t n = meshes.size();
    meshes.push_back({{"name", part.id}, {"primitives", {primitiveOf(*part.mesh, n, buffer)}}});
    materials.push_back(materialOf(part));
    nodes.push_back({{"name", part.id},
                     {"mesh", n},
                     {"extras", {{"title", part.name}, {"group", part.group}}}});
    children.push_back(n);
  }
  // Columns: left stays +x, posterior becomes -z, superior +y; millimetres become metres.
  nodes.push_back({{"name", "patient LPS, millimetres"},
                   {"children", children},
                   {"matrix", {0.001, 0, 0, 0, 0, 0, -0.001, 0, 0, 0.001, 0, 0, 0, 0, 0, 1}}});
  return {{"asset",
           {{"version", "2.0"},
            {"generator", "Trocar"},
            {"extras", {{"coordinateSystem", "LPS"}, {"coordinateUnits", "mm"}}}}},
          {"scene", 0},
          {"scenes", {{{"nodes", {nodes.size() - 1}}}}},
          {"nodes", nodes},
          {"meshes", meshes},
          {"materials", materials},
          {"accessors", buffer.accessors},
          {"bufferViews", buffer.views}};
}

void appendWord(std::string& bytes, std::size_t value) {
  const auto word = static_cast<std::uint32_t>(value);
  bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
}

}  // namespace

std::string gltfFile(const std::vector<ModelPart>& parts) {
  Buffer buffer;
  Json document = documentOf(parts, buffer);
  document["buffers"] = {
      {{"byteLength", buffer.bytes.size()},
       {"uri", "data:application/octet-stream;base64," + words::base64(buffer.bytes)}}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string glbFile(const std::vector<ModelPart>& parts) {
  Buffer buffer;
  Json document = documentOf(parts, buffer);
  document["buffers"] = {{{"byteLength", buffer.bytes.size()}}};
  std::string json = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  json.resize((json.size() + 3) / 4 * 4, ' ');
  buffer.bytes.resize((buffer.bytes.size() + 3) / 4 * 4, '\0');
  std::string bytes = "glTF";
  appendWord(bytes, 2);
  appendWord(bytes, 12 + 8 + json.size() + 8 + buffer.bytes.size());
  appendWord(bytes, json.size());
  bytes += "JSON" + json;
  appendWord(bytes, buffer.bytes.size());
  bytes.append("BIN\0", 4);
  return bytes + buffer.bytes;
}

}  // namespace trocar::render
