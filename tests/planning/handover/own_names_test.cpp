#include "core/labels/meaning.h"
#include "planning/anatomy/routes.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <set>

namespace trocar::handover {
namespace {

/// Surfaces and masks of other programs carry a structure's name at most: what we export by name
/// comes back with its id and role.
void expectKnownNames(const Case& patient) {
  for (const Structure& structure : patient.structures) {
    if (structure.role == Role::Lesion)
      continue;
    const labels::LabelMeaning meaning = labels::meaningOf(structure.id);
    EXPECT_EQ(toString(meaning.role), toString(structure.role)) << structure.id;
    const bool rib = structure.role == Role::Rib;  // Whose side stands before its number there.
    EXPECT_TRUE(rib || meaning.id == structure.id) << meaning.id << " for " << structure.id;
  }
}

TEST(OwnNames, AreUnderstoodInFilesThatCarryNamesOnly) {
  for (const char* id : {"l3-breast", "acetabulum-renal"})
    expectKnownNames(bundledModel(id).patient());
}

TEST(OwnNames, OfEstimatedNervesAndVesselsAreUnderstoodToo) {
  for (const char* id : {"l3-breast", "acetabulum-renal", "t10-renal"}) {
    Case bones = bundledModel(id).patient();
    const std::set<Role> given = {Role::Nerve, Role::Artery, Role::Vein};
    std::erase_if(bones.structures, [&](const Structure& s) { return given.contains(s.role); });
    expectKnownNames(anatomy::withEstimatedRoutes(std::move(bones)));
  }
}

}  // namespace
}  // namespace trocar::handover
