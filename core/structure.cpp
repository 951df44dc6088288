#include "core/structure.h"

#include "core/word_table.h"

namespace trocar {
namespace {

constexpr WordTable<Role, 24> kRoles = {{
    {Role::Vertebra, "vertebra"}, {Role::Disc, "disc"},
    {Role::Sacrum, "sacrum"},     {Role::Hip, "hip"},
    {Role::Femur, "femur"},       {Role::Rib, "rib"},
    {Role::Bone, "bone"},         {Role::Lesion, "lesion"},
    {Role::Canal, "canal"},       {Role::ThecalSac, "thecal_sac"},
    {Role::Cord, "cord"},         {Role::Nerve, "nerve"},
    {Role::Foramen, "foramen"},   {Role::Artery, "artery"},
    {Role::Vein, "vein"},         {Role::Lung, "lung"},
    {Role::Pleura, "pleura"},     {Role::Bowel, "bowel"},
    {Role::Kidney, "kidney"},     {Role::Organ, "organ"},
    {Role::Muscle, "muscle"},     {Role::Cartilage, "cartilage"},
    {Role::Skin, "skin"},         {Role::Other, "other"},
}};

constexpr WordTable<Basis, 6> kBases = {{
    {Basis::Measured, "measured"},
    {Basis::Simulated, "simulated"},
    {Basis::Published, "published"},
    {Basis::Entered, "entered"},
    {Basis::Estimated, "estimated"},
    {Basis::Drawn, "drawn"},
}};

}  // namespace

std::string_view toString(Role role) {
  return wordOf(kRoles, role);
}
std::optional<Role> roleFromString(std::string_view word) {
  return valueOf(kRoles, word);
}
std::string_view toString(Basis basis) {
  return wordOf(kBases, basis);
}
std::optional<Basis> basisFromString(std::string_view word) {
  return valueOf(kBases, word);
}

const std::vector<Role>& allRoles() {
  static const std::vector<Role> roles = [] {
    std::vector<Role> all;
    for (const auto& row : kRoles)
      all.push_back(row.first);
    return all;
  }();
  return roles;
}

bool isBone(Role role) {
  switch (role) {
    case Role::Vertebra:
    case Role::Sacrum:
    case Role::Hip:
    case Role::Femur:
    case Role::Rib:
    case Role::Bone:
      return true;
    default:
      return false;
  }
}

bool isCritical(Role role) {
  switch (role) {
    case Role::Canal:
    case Role::ThecalSac:
    case Role::Cord:
    case Role::Nerve:
    case Role::Foramen:
    case Role::Artery:
    case Role::Vein:
    case Role::Lung:
    case Role::Pleura:
    case Role::Bowel:
    case Role::Kidney:
    case Role::Organ:
    case Role::Cartilage:
      return true;
    default:
      return false;
  }
}

}  // namespace trocar
