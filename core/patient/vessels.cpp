#include "core/patient/atlas.h"
#include "core/patient/sweep.h"

namespace trocar::synthetic {
namespace {

/// Portal venous phase.
constexpr double kArteryHu = 165;
constexpr double kVeinHu = 150;

/// In front of a body: `x` to the left, `gap` between the front wall and the vessel's axis.
Vec3 inFront(const Anatomy& anatomy, const std::string& level, double x, double gap) {
  const VertebraSize& size = anatomy.size(level);
  return anatomy.at(level, {x, VertebralBody(size).anteriorYMm(0) - gap, 0});
}

Shape aorta(const Anatomy& anatomy, double r) {
  return tube({inFront(anatomy, "T4", 19, -8),
               inFront(anatomy, "T6", 19, -6),
               inFront(anatomy, "T8", 17, -2),
               inFront(anatomy, "T10", 12, r + 1),
               inFront(anatomy, "T12", 6, r + 3),
               inFront(anatomy, "L1", 7, r + 4),
               inFront(anatomy, "L2", 8, r + 4),
               inFront(anatomy, "L3", 9, r + 4),
               inFront(anatomy, "L4", 6, r + 3)},
              {r + 2, r + 2, r + 2, r + 1.5, r + 1, r + 0.6, r, r, r - 0.4});
}

Shape venaCava(const Anatomy& anatomy, double r) {
  return tube({inFront(anatomy, "T8", -28, 26),
               inFront(anatomy, "T10", -24, 18),
               inFront(anatomy, "T12", -21, 13),
               inFront(anatomy, "L1", -20, 8),
               inFront(anatomy, "L2", -19, 7),
               inFront(anatomy, "L3", -18, 7),
               inFront(anatomy, "L4", -17, 7),
               inFront(anatomy, "L5", -14, 7)},
              {r + 2, r + 2, r + 1, r + 0.5, r, r, r - 0.5, r - 1.5});
}

Shape iliacArtery(const Anatomy& anatomy, int side) {
  const double s = sign(side);
  return blend({tube({inFront(anatomy, "L4", 6 + 2 * s, 12),
                      inFront(anatomy, "L5", 6 + 18 * s, 13),
                      anatomy.pelvis({36, -30, -16}, side),
                      anatomy.pelvis({50, -48, -42}, side),
                      anatomy.pelvis({60, -76, -78}, side),
                      anatomy.pelvis({66, -88, -112}, side)},
                     {6, 5.5, 5, 4.5, 4.5, 4.4}),
                tube({anatomy.pelvis({38, -30, -22}, side),
                      anatomy.pelvis({44, -14, -42}, side),
                      anatomy.pelvis({48, 6, -60}, side)},
                     {3.6, 3.2, 2.8})},
               2);
}

Shape iliacVein(const Anatomy& anatomy, int side) {
  const double s = sign(side);
  return blend({tube({inFront(anatomy, "L5", -12 + 2 * s, 7),
                      anatomy.pelvis({14 - 6 * s, -30, -8}, side),
                      anatomy.pelvis({40, -22, -30}, side),
                      anatomy.pelvis({48, -44, -54}, side),
                      anatomy.pelvis({54, -70, -86}, side),
                      anatomy.pelvis({55, -86, -114}, side)},
                     {7, 6.5, 6.2, 5.8, 5.6, 5.4}),
                tube({anatomy.pelvis({40, -20, -34}, side),
                      anatomy.pelvis({46, -4, -52}, side),
                      anatomy.pelvis({49, 12, -66}, side)},
                     {4.2, 3.8, 3.2})},
               2);
}

Shape femoralArtery(const Anatomy& anatomy, int side) {
  return blend({tube({anatomy.pelvis({66, -88, -112}, side),
                      anatomy.pelvis({72, -90, -150}, side),
                      anatomy.pelvis({76, -84, -190}, side),
                      anatomy.pelvis({74, -74, -240}, side)},
                     {4.4, 4.2, 4.0, 3.8}),
                tube({anatomy.pelvis({72, -89, -150}, side),
                      anatomy.pelvis({84, -74, -176}, side),
                      anatomy.pelvis({90, -58, -230}, side)},
                     {3.4, 3.0, 2.6})},
               1.5);
}

Shape femoralVein(const Anatomy& anatomy, int side) {
  return tube({anatomy.pelvis({55, -86, -114}, side),
               anatomy.pelvis({61, -86, -150}, side),
               anatomy.pelvis({68, -76, -190}, side),
               anatomy.pelvis({70, -66, -240}, side)},
              {5.4, 5.2, 4.8, 4.4});
}

/// Leaves the pelvis through the top of the greater notch and turns up between the gluteal muscles.
Shape superiorGluteal(const Anatomy& anatomy, int side) {
  return tube({anatomy.pelvis({46, 2, -56}, side),
               anatomy.pelvis({56, 20, -74}, side),
               anatomy.pelvis({72, 32, -78}, side),
               anatomy.pelvis({92, 30, -64}, side),
               anatomy.pelvis({112, 14, -48}, side),
               anatomy.pelvis({124, -8, -40}, side)},
              {2.4, 2.2, 2.0, 1.7, 1.4, 1.2});
}

/// Round the waist of a body from the aorta to the foramen.
Shape segmentalArtery(const Anatomy& anatomy, const std::string& level, int side) {
  const VertebraSize& size = anatomy.size(level);
  const double s = sign(side);
  const double half = 0.5 * size.widthMm() * 0.89;
  const double front = VertebralBody(size).anteriorYMm(0);
  const double rear = VertebralBody(size).posteriorYMm(0);
  return tube({anatomy.at(level, {6, front - 5, 2}),
               anatomy.at(level, {s * 0.62 * half, front + 1, -1}),
               anatomy.at(level, {s * (half + 1.0), front + 0.45 * size.depthMm(), -2}),
               anatomy.at(level, {s * (half + 2.2), rear - 4, -3}),
               anatomy.at(level, {s * (half + 3.0), rear + 5, -0.5 * size.heightMm()})},
              {1.5, 1.4, 1.3, 1.2, 1.0});
}

}  // namespace

void addVessels(const Anatomy& anatomy, Atlas& atlas) {
  const Material artery = soft(kArteryHu, 5);
  const Material vein = soft(kVeinHu, 6);
  for (int side = 0; side < 2; ++side) {
    const auto add =
        [&](const Shape& shape, Role role, const std::string& id, const std::string& word) {
          atlas.name(id + sideSuffix(side),
                     word + sideWords(side),
                     role,
                     {atlas.add(shape, role == Role::Artery ? artery : vein)});
        };
    for (const VertebraSize& size : anatomy.skeleton.curve.sizes)
      if (size.level != "T1" && size.level != "T2" && size.level != "T3" && size.level != "L5")
        add(segmentalArtery(anatomy, size.level, side),
            Role::Artery,
            "segmental_artery_" + size.level,
            size.level + " segmental artery");
    add(iliacVein(anatomy, side), Role::Vein, "iliac_vein", "Iliac vein");
    add(femoralVein(anatomy, side), Role::Vein, "femoral_vein", "Femoral vein");
  }
  atlas.name("vena_cava",
             "Inferior vena cava",
             Role::Vein,
             {atlas.add(venaCava(anatomy, anatomy.patient.female ? 9.5 : 10.5), vein)});
  for (int side = 0; side < 2; ++side) {
    const auto add = [&](const Shape& shape, const std::string& id, const std::string& word) {
      atlas.name(
          id + sideSuffix(side), word + sideWords(side), Role::Artery, {atlas.add(shape, artery)});
    };
    add(iliacArtery(anatomy, side), "iliac_artery", "Iliac artery");
    add(femoralArtery(anatomy, side), "femoral_artery", "Femoral artery");
    add(superiorGluteal(anatomy, side), "superior_gluteal_artery", "Superior gluteal artery");
  }
  atlas.name("aorta",
             "Aorta",
             Role::Artery,
             {atlas.add(aorta(anatomy, anatomy.patient.female ? 8.0 : 9.5), artery)});
}

}  // namespace trocar::synthetic
