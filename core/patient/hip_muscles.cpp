#include "core/patient/atlas.h"
#include "core/patient/sweep.h"

namespace trocar::synthetic {
namespace {

/// A section in the pelvis' frame; `along` is its width axis on the left side.
struct HipSection {
  Vec3 centreMm;
  double halfWidthMm;
  double halfThicknessMm;
};

Shape hipMuscle(const Anatomy& anatomy,
                int side,
                const Vec3& along,
                const std::vector<HipSection>& course) {
  const double scale = anatomy.patient.boneScale;
  const Vec3 axis = anatomy.pelvis(along, side) - anatomy.pelvis(Vec3::Zero(), side);
  std::vector<Section> sections;
  for (const HipSection& at : course)
    sections.push_back({anatomy.pelvis(at.centreMm, side),
                        scale * at.halfWidthMm,
                        scale * at.halfThicknessMm,
                        axis});
  return sweep(sections);
}

Shape iliacus(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {60, -80, 0},
                   {{{108, -2, 24}, 22, 4},
                    {{98, -26, -8}, 34, 9},
                    {{92, -50, -48}, 25, 13},
                    {{94, -70, -92}, 18, 13},
                    {{104, -46, -140}, 12, 10}});
}

Shape gluteusMinimus(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {60, -90, 0},
                   {{{120, -18, -18}, 26, 5},
                    {{120, -24, -52}, 24, 8},
                    {{132, -26, -84}, 14, 8},
                    {{140, -22, -108}, 7, 5}});
}

Shape gluteusMedius(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {60, -90, 0},
                   {{{142, 2, 26}, 34, 7},
                    {{140, -4, -10}, 46, 14},
                    {{139, -8, -50}, 42, 17},
                    {{146, -6, -90}, 26, 12},
                    {{146, -6, -118}, 14, 6}});
}

Shape gluteusMaximus(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {50, -45, 30},
                   {{{52, 72, -28}, 20, 6},
                    {{66, 76, -62}, 38, 16},
                    {{86, 66, -104}, 48, 22},
                    {{112, 42, -146}, 42, 20},
                    {{134, 14, -190}, 28, 14},
                    {{142, 2, -222}, 18, 10}});
}

Shape piriformis(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {0, 0, 1},
                   {{{22, 36, -62}, 14, 5},
                    {{50, 34, -84}, 11, 9},
                    {{84, 22, -98}, 8, 8},
                    {{122, -8, -98}, 4, 4}});
}

Shape obturatorInternus(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {0, 0, 1},
                   {{{34, -66, -124}, 14, 5},
                    {{45, -34, -122}, 26, 6},
                    {{46, -4, -122}, 20, 7},
                    {{58, 22, -118}, 7, 6},
                    {{86, 18, -116}, 6, 5},
                    {{122, -4, -106}, 4, 4}});
}

Shape quadratusFemoris(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {0, 0, 1},
                   {{{70, 4, -162}, 14, 5}, {{96, 6, -162}, 15, 6}, {{120, 0, -162}, 13, 5}});
}

/// Muscles of the front and outside of the thigh, as far as a pelvis is scanned.
Shape thighFront(const Anatomy& anatomy, int side) {
  return blend(
      {hipMuscle(anatomy,
                 side,
                 {1, 0, 0},
                 {{{100, -73, -72}, 6, 6},
                  {{114, -82, -120}, 13, 9},
                  {{120, -84, -170}, 17, 12},
                  {{120, -80, -240}, 20, 15}}),
       hipMuscle(anatomy,
                 side,
                 {0.4, 1, 0},
                 {{{126, -72, -38}, 7, 6},
                  {{142, -62, -92}, 13, 7},
                  {{152, -48, -150}, 15, 6},
                  {{154, -38, -240}, 18, 6}}),
       hipMuscle(
           anatomy,
           side,
           {0.3, 1, 0},
           {{{144, -24, -132}, 12, 8}, {{144, -30, -170}, 26, 13}, {{140, -34, -240}, 34, 20}})},
      1);
}

Shape sartorius(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {1, 0, 0},
                   {{{120, -81, -38}, 6, 5},
                    {{106, -95, -90}, 9, 5},
                    {{90, -100, -150}, 10, 5},
                    {{72, -96, -240}, 10, 6}});
}

Shape adductors(const Anatomy& anatomy, int side) {
  return blend(
      {hipMuscle(anatomy,
                 side,
                 {1, 0.4, 0},
                 {{{44, -86, -116}, 12, 5}, {{70, -66, -150}, 13, 8}, {{104, -26, -186}, 10, 6}}),
       hipMuscle(anatomy,
                 side,
                 {1, 0.2, 0},
                 {{{18, -86, -150}, 10, 8}, {{42, -62, -186}, 26, 20}, {{60, -40, -240}, 36, 30}})},
      1);
}

Shape hamstrings(const Anatomy& anatomy, int side) {
  return hipMuscle(anatomy,
                   side,
                   {1, 0, 0},
                   {{{62, 4, -180}, 11, 8}, {{70, 8, -206}, 18, 14}, {{78, 6, -246}, 26, 20}});
}

}  // namespace

void addHipMuscles(const Anatomy& anatomy, Atlas& atlas) {
  for (int side = 0; side < 2; ++side) {
    const auto add = [&](const Shape& shape, const std::string& id, const std::string& word) {
      atlas.name(id + sideSuffix(side),
                 word + sideWords(side),
                 Role::Muscle,
                 {atlas.add(shape, muscleMaterial())});
    };
    add(gluteusMaximus(anatomy, side), "gluteus_maximus", "Gluteus maximus");
    add(gluteusMedius(anatomy, side), "gluteus_medius", "Gluteus medius");
    add(gluteusMinimus(anatomy, side), "gluteus_minimus", "Gluteus minimus");
    add(piriformis(anatomy, side), "piriformis", "Piriformis");
    add(obturatorInternus(anatomy, side), "obturator_internus", "Obturator internus");
    add(quadratusFemoris(anatomy, side), "quadratus_femoris", "Quadratus femoris");
    add(adductors(anatomy, side), "adductors", "Adductors");
    add(hamstrings(anatomy, side), "hamstrings", "Hamstrings");
    add(thighFront(anatomy, side), "thigh_front", "Front of the thigh");
    add(sartorius(anatomy, side), "sartorius", "Sartorius");
    add(iliacus(anatomy, side), "iliacus", "Iliacus");
  }
}

}  // namespace trocar::synthetic
