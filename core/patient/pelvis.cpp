#include "core/patient/pelvis.h"

#include "core/patient/plate.h"
#include "core/patient/sweep.h"

namespace trocar::synthetic {
namespace {

Shape ilium() {
  const HipLandmarks at;
  const std::vector<PlatePoint> sheet{{at.anteriorSuperiorSpine, 6.0},
                                      {{136, -48, 4}, 6.2},
                                      {{141, -27, 20}, 8.5},
                                      {{131, 5, 39}, 5.0},
                                      {{108, 32, 33}, 5.5},
                                      {{80, 50, 10}, 7.5},
                                      {at.posteriorSuperiorSpine, 8},
                                      {{52, 48, -58}, 6.0},
                                      {{66, 20, -68}, 8.0},
                                      {{62, 38, -16}, 12.0},
                                      {{64, 14, -40}, 9.5},
                                      {{108, -4, -10}, 2.6},
                                      {{114, -38, -12}, 4.2},
                                      {{86, 24, 2}, 4.6},
                                      {{92, -34, -66}, 13.0},
                                      {{72, -18, -74}, 9.0},
                                      {at.anteriorInferiorSpine, 8.0},
                                      {{112, -66, -48}, 5.5},
                                      {{122, -20, 12}, 4.5},
                                      {{88, -20, -96}, 13.0}};
  const std::vector<Vec3> border{{124, -78, -30},
                                 {137, -54, 4},
                                 {144, -28, 24},
                                 {133, 6, 45},
                                 {109, 35, 40},
                                 {80, 56, 14},
                                 {44, 66, -30},
                                 {46, 60, -48},
                                 {50, 50, -64},
                                 {64, 22, -74},
                                 {72, 10, -92},
                                 {82, -12, -104},
                                 {92, -44, -98},
                                 {99, -68, -72},
                                 {108, -68, -56},
                                 {116, -74, -44}};
  return plate(sheet, border, Vec3(-0.74, -0.40, 0.54));
}

Shape acetabularBlock() {
  const HipLandmarks at;
  const Vec3 opening = acetabularOpening();
  const Shape block = sphere(at.hipCentre - 4 * opening, at.acetabularRadiusMm + 8);
  const Shape lip = halfSpace(at.hipCentre + 9 * opening, -opening, block.box);
  return intersect(block, lip, 5);
}

Shape pubicRami() {
  const HipLandmarks at;
  const Vec3 ring(0.75, 0.66, 0);
  return blend({sweep({{{76, -46, -98}, 12, 12, Vec3::UnitZ()},
                       {{56, -66, -106}, 8.5, 9.0, Vec3::UnitZ()},
                       {{36, -83, -115}, 9.0, 7.5, Vec3::UnitZ()},
                       {{17, -90, -126}, 13.0, 7.0, Vec3::UnitZ()}}),
                sweep({{{12, -89, -120}, 8.0, 7.5, Vec3::UnitX()},
                       {{11, -87, -144}, 8.0, 7.0, Vec3::UnitX()},
                       {{16, -77, -159}, 8.0, 5.5, Vec3(0.6, 0.8, 0)},
                       {{31, -56, -170}, 8.5, 5.0, ring},
                       {{46, -33, -178}, 9.0, 6.0, ring},
                       {{56, -14, -181}, 11.0, 9.0, ring}}),
                ellipsoid(at.pubicTubercle, Eigen::Matrix3d::Identity(), {5.5, 5.5, 5.5})},
               7);
}

Shape ischium() {
  const HipLandmarks at;
  const Vec3 across(0.75, 0.66, 0);
  return blend({sweep({{{71, 1, -84}, 16, 12, across},
                       {{76, 1, -112}, 18, 14, across},
                       {{74, 3, -136}, 16, 14, across},
                       {{67, 5, -156}, 17, 14, across},
                       {{60, 1, -169}, 17, 12, across}}),
                tube({{70, 12, -106}, {58, 19, -112}, at.ischialSpine}, {10, 5.5, 2.2})},
               7);
}

}  // namespace

Vec3 acetabularOpening() {
  return Vec3(0.73, -0.28, -0.62).normalized();
}

HipShape hipShape() {
  const HipLandmarks at;
  const Shape cup = acetabularBlock();
  Shape bone = blend({ilium(), ischium(), pubicRami()}, 9);
  bone = blend({bone, cup}, 10);
  const Vec3 opening = acetabularOpening();
  const Shape socket = sphere(at.hipCentre, at.acetabularRadiusMm);
  const Shape fossa = tube({at.hipCentre - 17 * opening + Vec3(0, 2, -3),
                            at.hipCentre - 9 * opening + Vec3(-2, -4, -20),
                            at.hipCentre + 10 * opening + Vec3(0, -5, -30)},
                           {12.5, 11.5, 11});
  const Shape mouth = tube({at.hipCentre, at.hipCentre + 30 * opening}, at.acetabularRadiusMm);
  bone = carve(carve(bone, blend({socket, mouth}, 1), 2.5), fossa, 4);
  HipShape hip;
  hip.bone = bone;
  const Shape shell = carve(socket, sphere(at.hipCentre, at.headRadiusMm), 0.5);
  hip.cartilage = intersect(
      carve(shell, fossa, 1), halfSpace(at.hipCentre + 7 * opening, -opening, socket.box), 1);
  return hip;
}

Shape femurShape() {
  const HipLandmarks at;
  const Vec3 head = at.hipCentre;
  const Vec3 neck = Vec3(0.72, -0.14, -0.68).normalized();
  const Vec3 foot = head + 50 * neck;
  const Shape shaft = sweep({{foot + Vec3(6, 4, -4), 17, 15, Vec3::UnitX()},
                             {foot + Vec3(2, 4, -28), 16, 15, Vec3::UnitX()},
                             {foot + Vec3(-1, 3, -58), 14, 14, Vec3::UnitX()},
                             {foot + Vec3(-5, 0, -100), 13.5, 13.5, Vec3::UnitX()},
                             {foot + Vec3(-14, -4, -190), 13.5, 13.5, Vec3::UnitX()}});
  const Shape trochanter = sweep({{foot + Vec3(10, 10, 22), 8, 10, Vec3(0.3, 1, 0)},
                                  {foot + Vec3(14, 8, 6), 10, 15, Vec3(0.3, 1, 0)},
                                  {foot + Vec3(10, 6, -14), 11, 15, Vec3(0.3, 1, 0)}});
  const Shape lesser =
      ellipsoid(foot + Vec3(-13, 15, -36), Eigen::Matrix3d::Identity(), {7, 7, 10});
  const Shape column = sweep({{head + 8 * neck, 17, 16, Vec3::UnitZ()},
                              {head + 24 * neck, 16, 13, Vec3::UnitZ()},
                              {head + 38 * neck, 18, 14, Vec3::UnitZ()},
                              {head + 50 * neck, 20, 15, Vec3::UnitZ()}});
  const Shape upper = blend({column, shaft, trochanter, lesser}, 12);
  return blend({sphere(head, at.headRadiusMm), upper}, 5);
}

}  // namespace trocar::synthetic
