#include "app/words.h"

#include <array>
#include <cstddef>

namespace trocar::app {
namespace {

struct StepWords {
  std::string_view name;
  std::string_view word;
};
constexpr std::array<StepWords, kStepCount> kSteps = {{{"Case", "case"},
                                                       {"Anatomy", "anatomy"},
                                                       {"Needles", "needles"},
                                                       {"Treatment", "treatment"},
                                                       {"Review", "review"}}};
constexpr std::array<std::string_view, 7> kViews = {
    "Axial", "Sagittal", "Coronal", "3-D", "Along", "Across", "Barrel"};
constexpr std::array<std::string_view, 19> kApproaches = {"Transpedicular",
                                                          "Parapedicular",
                                                          "Unipedicular",
                                                          "Bipedicular",
                                                          "Sacral, long axis",
                                                          "Sacral, short axis",
                                                          "Transiliac",
                                                          "Acetabular, anterior",
                                                          "Acetabular, posterolateral",
                                                          "Iliac",
                                                          "Ramus",
                                                          "Iliosacral screw",
                                                          "Transsacral screw",
                                                          "Anterior column screw",
                                                          "Posterior column screw",
                                                          "LC-II screw",
                                                          "Femoral neck screw",
                                                          "Tripod of screws",
                                                          "Free"};
constexpr std::array<std::string_view, 10> kInstruments = {"Bone needle",
                                                           "Cryoprobe",
                                                           "Radiofrequency probe",
                                                           "Microwave antenna",
                                                           "Laser fibre",
                                                           "Thermocouple",
                                                           "Drill",
                                                           "Balloon",
                                                           "Implant",
                                                           "Screw"};
constexpr std::array<std::string_view, 24> kRoles = {
    "Vertebrae",  "Discs",    "Sacrum",  "Hip bones",  "Femora", "Ribs",
    "Other bone", "Lesions",  "Canal",   "Thecal sac", "Cord",   "Nerves",
    "Foramina",   "Arteries", "Veins",   "Lungs",      "Pleura", "Bowel",
    "Kidneys",    "Organs",   "Muscles", "Cartilage",  "Skin",   "Other"};
static_assert(kRoles.size() == static_cast<std::size_t>(Role::Other) + 1);

template <typename Table, typename Key>
std::string_view in(const Table& table, Key key) {
  return table[static_cast<std::size_t>(key)];
}

}  // namespace

std::string_view nameOf(Step step) {
  return kSteps[static_cast<std::size_t>(step)].name;
}
std::string_view wordOf(Step step) {
  return kSteps[static_cast<std::size_t>(step)].word;
}
std::string_view nameOf(render::ViewKind kind) {
  return in(kViews, kind);
}
std::string_view nameOf(Approach approach) {
  return in(kApproaches, approach);
}
std::string_view nameOf(InstrumentKind kind) {
  return in(kInstruments, kind);
}
std::string_view nameOf(Role role) {
  return in(kRoles, role);
}

}  // namespace trocar::app
