#include "render/role_style.h"

#include "core/json/json_reader.h"

#include <map>

namespace trocar::render {
namespace {

Material materialFrom(const JsonEntry& entry) {
  return {entry.number("ambient"),
          entry.number("diffuse"),
          entry.number("specular"),
          entry.number("specularPower")};
}

RoleStyle styleFrom(const JsonEntry& entry, const std::map<std::string, Material>& materials) {
  RoleStyle style;
  style.color = entry.checked([&] { return colorFromHex(entry.text("color")); });
  style.opacity = entry.number("opacity", {0.0, 1.0});
  const std::string material = entry.text("material");
  if (!materials.contains(material))
    entry.refuse("material", "it is none of \"materials\"");
  style.material = materials.at(material);
  style.visible = entry.truth("visible");
  style.outlined = entry.truth("outlined");
  return style;
}

std::map<Role, RoleStyle> stylesFrom(const JsonEntry& file) {
  file.remarks({"about"});
  std::map<std::string, Material> materials;
  for (const auto& [name, entry] : file.object("materials").members())
    materials[name] = materialFrom(entry);
  const JsonEntry roles = file.object("roles");
  std::map<Role, RoleStyle> styles;
  for (const Role role : allRoles())
    styles[role] = styleFrom(roles.object(toString(role)), materials);
  return styles;
}

}  // namespace

const RoleStyle& styleOf(Role role) {
  static const std::map<Role, RoleStyle> styles = readJsonAsset("roles.json", stylesFrom);
  return styles.at(role);
}

}  // namespace trocar::render
