// How far the measures of the bundled patients' masks lie from the solids they were made of.
// anatomy_bench [SPACING [ID]...]: all levels and patients at 1 mm without arguments.
#include "core/patient/truth.h"
#include "core/patients.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <string>

namespace {

using namespace trocar;
using Table = std::map<std::string, std::vector<double>>;

double degreesBetween(const Vec3& a, const Vec3& b) {
  return std::acos(std::clamp(a.normalized().dot(b.normalized()), -1.0, 1.0)) * 180.0 /
         std::numbers::pi;
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void addPedicle(const anatomy::PedicleAnatomy& found, const PedicleTruth& truth, Table& table) {
  std::printf(
      "   %s w %5.2f/%5.2f h %5.2f/%5.2f axis %4.1f (inward %+5.1f/%+5.1f, down %+5.1f/%+5.1f) "
      "centre %4.2f",
      found.trust.trusted ? "ok" : found.trust.why.c_str(),
      found.isthmusWidthMm,
      truth.isthmusWidthMm,
      found.isthmusHeightMm,
      truth.isthmusHeightMm,
      degreesBetween(found.axis, truth.axis),
      found.transverseAngle.degrees(),
      truth.transverseAngleDeg,
      -found.sagittalAngle.degrees(),
      truth.sagittalAngleDeg,
      (found.centreMm - truth.centreMm).norm());
  if (!found.trust.trusted)
    return;
  table["e isthmus width, mm"].push_back(std::abs(found.isthmusWidthMm - truth.isthmusWidthMm));
  table["f isthmus height, mm"].push_back(std::abs(found.isthmusHeightMm - truth.isthmusHeightMm));
  table["g pedicle axis, degrees"].push_back(degreesBetween(found.axis, truth.axis));
  table["h isthmus centre, mm"].push_back((found.centreMm - truth.centreMm).norm());
}

void addVertebra(const anatomy::VertebraAnatomy& found, const VertebraTruth& truth, Table& table) {
  const double centroid = (found.bodyCentroidMm - truth.bodyCentroidMm).norm();
  const Vec3 d = found.bodyCentroidMm - truth.bodyCentroidMm;
  std::printf(
      "%-4s %s centroid %4.2f (%5.2f %5.2f %5.2f) sup %4.1f post %4.1f  ha %5.2f/%5.2f hm "
      "%5.2f/%5.2f hp %5.2f/%5.2f\n",
      truth.level.c_str(),
      found.trust.trusted ? "ok" : found.trust.why.c_str(),
      centroid,
      d.dot(truth.left),
      d.dot(truth.posterior),
      d.dot(truth.superior),
      degreesBetween(found.frame.superior, truth.superior),
      degreesBetween(found.frame.posterior, truth.posterior),
      found.body.heightAnteriorMm,
      truth.heightAnteriorMm,
      found.body.heightMiddleMm,
      truth.heightMiddleMm,
      found.body.heightPosteriorMm,
      truth.heightPosteriorMm);
  addPedicle(found.left, truth.leftPedicle, table);
  addPedicle(found.right, truth.rightPedicle, table);
  std::printf("\n");
  if (!found.trust.trusted)
    return;
  table["a body centroid, mm"].push_back(centroid);
  for (const auto& [axis, made] : {std::pair(found.frame.superior, truth.superior),
                                   std::pair(found.frame.posterior, truth.posterior),
                                   std::pair(found.frame.left, truth.left)})
    table["b axes, degrees"].push_back(degreesBetween(axis, made));
  for (const auto& [height, made] :
       {std::pair(found.body.heightAnteriorMm, truth.heightAnteriorMm),
        std::pair(found.body.heightMiddleMm, truth.heightMiddleMm),
        std::pair(found.body.heightPosteriorMm, truth.heightPosteriorMm)})
    table["c endplate heights, mm"].push_back(std::abs(height - made));
}

void addPoint(const std::string& name,
              const std::optional<Vec3>& found,
              const Vec3& made,
              Table& table) {
  if (!found)
    return;
  const Vec3 d = *found - made;
  std::printf("   %-26s %4.1f (%5.1f %5.1f %5.1f)\n", name.c_str(), d.norm(), d.x(), d.y(), d.z());
  table["p " + name].push_back(d.norm());
}

void addPelvis(const Case& patient, const PatientTruth& truth, Table& table) {
  const anatomy::PelvisAnatomy pelvis = anatomy::measurePelvis(patient);
  for (const anatomy::HipAnatomy& hip : pelvis.hips) {
    const HipTruth& made = truth.hips[hip.side == Side::Left ? 0 : 1];
    std::printf("%s %s\n", hip.structureId.c_str(), hip.trust.why.c_str());
    if (hip.acetabulum.radiusMm <= 0.0)
      continue;
    addPoint("acetabular centre", hip.acetabulum.centreMm, made.acetabularCentreMm, table);
    addPoint("anterior superior spine",
             hip.anteriorSuperiorSpineMm,
             made.anteriorSuperiorSpineMm,
             table);
    addPoint("anterior inferior spine",
             hip.anteriorInferiorSpineMm,
             made.anteriorInferiorSpineMm,
             table);
    addPoint("posterior superior spine",
             hip.posteriorSuperiorSpineMm,
             made.posteriorSuperiorSpineMm,
             table);
    addPoint("ischial spine", hip.ischialSpineMm, made.ischialSpineMm, table);
    addPoint("ischial tuberosity", hip.ischialTuberosityMm, made.ischialTuberosityMm, table);
    addPoint("pubic tubercle", hip.pubicTubercleMm, made.pubicTubercleMm, table);
    addPoint("greater notch", hip.greaterNotchMm, made.greaterNotchMm, table);
  }
  for (const anatomy::FemurAnatomy& femur : pelvis.femurs) {
    const HipTruth& made = truth.hips[femur.side == Side::Left ? 0 : 1];
    addPoint("femoral head", femur.head.centreMm, made.femoralHeadCentreMm, table);
    addPoint("lesser trochanter", femur.lesserTrochanterMm, made.lesserTrochanterMm, table);
  }
  if (!pelvis.sacrum)
    return;
  const anatomy::SacrumAnatomy& sacrum = *pelvis.sacrum;
  const Vec3 n = sacrum.frame.superior;
  std::printf("sacrum %s superior %.1f degrees (left %.3f posterior %.3f)\n",
              sacrum.trust.why.c_str(),
              degreesBetween(n, truth.sacrum.superior),
              n.dot(truth.sacrum.left),
              n.dot(truth.sacrum.posterior));
  table["b axes of the sacrum, degrees"].push_back(degreesBetween(n, truth.sacrum.superior));
  addPoint("promontory", sacrum.promontoryMm, truth.sacrum.promontoryMm, table);
}

void measure(const std::string& id, double spacingMm, Table& table) {
  const PatientTruth truth = truthOf(id);
  const Case patient =
      spacingMm == 1.0 ? loadBundledPatient(id) : makeBundledPatient(id, spacingMm);
  std::map<std::string, VertebraTruth> made;
  for (const VertebraTruth& vertebra : truth.vertebrae)
    if (vertebra.inField)
      made.emplace(vertebra.level, vertebra);
  const auto begin = std::chrono::steady_clock::now();
  const auto vertebrae = anatomy::measureVertebrae(patient);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  std::printf("== %s: %zu vertebrae in %.2f s\n", id.c_str(), vertebrae.size(), wall.count());
  for (const anatomy::VertebraAnatomy& found : vertebrae)
    if (const auto match = made.find(found.level); match != made.end())
      addVertebra(found, match->second, table);
  addPelvis(patient, truth, table);
}

}  // namespace

int main(int count, char** words) {
  const double spacingMm = count > 1 ? std::stod(words[1]) : 1.0;
  std::vector<std::string> ids(words + std::min(2, count), words + count);
  if (ids.empty())
    for (const BundledPatient& patient : bundledPatients())
      ids.push_back(patient.id);
  Table table;
  for (const std::string& id : ids)
    measure(id, spacingMm, table);
  std::printf("%-32s %6s %8s %8s\n", "quantity", "values", "median", "95 %");
  for (const auto& [name, values] : table)
    std::printf("%-32s %6zu %8.2f %8.2f\n",
                name.c_str() + 2,
                values.size(),
                quantile(values, 0.5),
                quantile(values, 0.95));
}
