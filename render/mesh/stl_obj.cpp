// Parts as STL and OBJ: see model_file.h.
#include "core/file_name.h"
#include "render/mesh/model_file.h"

#include <array>
#include <cstdio>
#include <cstring>

namespace trocar::render {
namespace {

using Triangle = std::array<std::int32_t, 3>;

template <typename T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

Vec3 pointAt(const Mesh& mesh, std::int32_t n) {
  const auto& p = mesh.pointsMm[static_cast<std::size_t>(n)];
  return {p[0], p[1], p[2]};
}

void appendStl(std::string& bytes, const Mesh& mesh, const Triangle& t) {
  const Vec3 a = pointAt(mesh, t[0]), b = pointAt(mesh, t[1]), c = pointAt(mesh, t[2]);
  const Vec3 normal = (b - a).cross(c - a).normalized();
  for (const Vec3& v : {normal, a, b, c}) {
    for (int axis = 0; axis < 3; ++axis)
      append(bytes, static_cast<float>(v[axis]));
  }
  append(bytes, std::uint16_t{0});
}

/// What other programs (3D Slicer among them) look for to know the axes.
constexpr const char* kAxes = "Trocar; SPACE=LPS, millimetres: +x left, +y posterior, +z superior";

template <typename... Numbers>
void appendLine(std::string& text, const char* format, Numbers... numbers) {
  std::array<char, 160> line{};
  const int length = std::snprintf(line.data(), line.size(), format, numbers...);
  text.append(line.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string stlFile(const std::vector<ModelPart>& parts) {
  std::uint32_t count = 0;
  for (const ModelPart& part : parts)
    count += static_cast<std::uint32_t>(part.mesh->triangles.size());
  std::string bytes = kAxes;
  bytes.resize(80, ' ');
  append(bytes, count);
  for (const ModelPart& part : parts) {
    for (const Triangle& triangle : part.mesh->triangles)
      appendStl(bytes, *part.mesh, triangle);
  }
  return bytes;
}

std::string objFile(const std::vector<ModelPart>& parts, const std::string& mtlName) {
  std::string text = std::string("# ") + kAxes + "\nmtllib " + mtlName + "\n";
  int first = 1;
  for (const ModelPart& part : parts) {
    text += "o " + fileNameFrom(part.id) + "\nusemtl " + fileNameFrom(part.id) + "\n";
    for (const auto& p : part.mesh->pointsMm)
      appendLine(text, "v %.4f %.4f %.4f\n", double{p[0]}, double{p[1]}, double{p[2]});
    for (const auto& n : part.mesh->normals)
      appendLine(text, "vn %.4f %.4f %.4f\n", double{n[0]}, double{n[1]}, double{n[2]});
    for (const Triangle& t : part.mesh->triangles) {
      const int a = t[0] + first, b = t[1] + first, c = t[2] + first;
      appendLine(text, "f %d//%d %d//%d %d//%d\n", a, a, b, b, c, c);
    }
    first += static_cast<int>(part.mesh->pointsMm.size());
  }
  return text;
}

std::string mtlFile(const std::vector<ModelPart>& parts) {
  std::string text;
  for (const ModelPart& part : parts) {
    text += "newmtl " + fileNameFrom(part.id) + "\n";
    appendLine(text,
               "Kd %.4f %.4f %.4f\nd %.3f\n\n",
               part.color.red / 255.0,
               part.color.green / 255.0,
               part.color.blue / 255.0,
               part.opacity);
  }
  return text;
}

}  // namespace trocar::render
