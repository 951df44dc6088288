#include "render/role_style.h"

#include "core/assets.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

namespace trocar {
namespace {

using nlohmann::json;

Material materialFrom(const json& entry) {
  return {
      entry.at("ambient"), entry.at("diffuse"), entry.at("specular"), entry.at("specularPower")};
}

RoleStyle styleFrom(const json& entry, const json& materials) {
  RoleStyle style;
  style.color = colorFromHex(entry.at("color").get<std::string>());
  style.opacity = entry.at("opacity");
  style.material = materialFrom(materials.at(entry.at("material").get<std::string>()));
  style.visible = entry.at("visible");
  style.outlined = entry.at("outlined");
  return style;
}

std::map<Role, RoleStyle> readStyles() {
  const std::filesystem::path file = assetPath("roles.json");
  std::map<Role, RoleStyle> styles;
  try {
    std::ifstream in(file);
    const json document = json::parse(in);
    for (const Role role : allRoles()) {
      const json& entry = document.at("roles").at(std::string(toString(role)));
      styles[role] = styleFrom(entry, document.at("materials"));
    }
  } catch (const json::exception& problem) {
    throw Error(file.string() +
                ": every role needs colour, opacity, material, visible and outlined (" +
                problem.what() + ")");
  }
  return styles;
}

}  // namespace

const RoleStyle& styleOf(Role role) {
  static const std::map<Role, RoleStyle> styles = readStyles();
  return styles.at(role);
}

}  // namespace trocar
