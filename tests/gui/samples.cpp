#include "tests/gui/samples.h"

#include "core/patients.h"

#include <cstdlib>

namespace trocar::gui {
namespace {

Needle needleOn(Side side, const std::string& id) {
  const double sign = side == Side::Left ? 1.0 : -1.0;  // +x is the patient's left.
  const Vec3 centre = sampleModel()->vertebra("L3")->bodyCentroidMm;
  Needle needle;
  needle.id = id;
  needle.instrument = "bone-needle-11g";
  needle.approach = Approach::Transpedicular;
  needle.level = "L3";
  needle.side = side;
  needle.trajectory.target = centre + Vec3(sign * 8.0, 0.0, 0.0);
  needle.trajectory.entry = centre + Vec3(sign * 30.0, 70.0, 0.0);
  return needle;
}

}  // namespace

std::shared_ptr<const CaseModel> sampleModel() {
  constexpr double kSpacingMm = 2.5;
  static const auto kModel = std::make_shared<const CaseModel>(
      std::make_shared<const Case>(makeBundledPatient("l3-breast", kSpacingMm)));
  return kModel;
}

app::Opened sampleOpened() {
  app::Opened opened;
  opened.original = sampleModel()->sharedPatient();
  opened.model = sampleModel();
  opened.plan.patient = {sampleModel()->patient().id, "bundled:l3-breast", "coarse"};
  return opened;
}

app::Opened sampleWithNeedles() {
  app::Opened opened = sampleOpened();
  opened.plan.needles = {needleOn(Side::Left, "N1"), needleOn(Side::Right, "N2")};
  return opened;
}

std::string sampleLesionId() {
  return sampleModel()->patient().withRole(Role::Lesion).front()->id;
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "trocar-gui-XXXXXX").string();
  path_ = mkdtemp(name.data());
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace trocar::gui
