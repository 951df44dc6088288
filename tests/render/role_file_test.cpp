#include "render/role_style.h"
#include "tests/misspelt_asset.h"

#include <gtest/gtest.h>

namespace trocar::render {
namespace {

TEST(RoleFileDeathTest, IsRefusedWithAMisspeltKey) {
  expectRefusesMisspeltKeys("roles.json", [] { styleOf(Role::Bone); });
}

}  // namespace
}  // namespace trocar::render
