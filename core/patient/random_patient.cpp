#include "core/patient/random_patient.h"

#include "core/dice.h"
#include "core/error.h"
#include "core/json/json_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace trocar::synthetic {
namespace {

/// A normal distribution that was cut: what lies outside is drawn again.
struct Spread {
  double mean = 0.0;
  double sd = 0.0;
  double low = 0.0;
  double high = 0.0;
};

constexpr std::array<const char*, 18> kSpreads = {"boneScaleWomen",
                                                  "boneScaleMen",
                                                  "shapeFactor",
                                                  "levelFactor",
                                                  "pedicleFactor",
                                                  "discFactor",
                                                  "sacralSlopeDeg",
                                                  "scoliosisDeg",
                                                  "spongiosaHu",
                                                  "cortexHu",
                                                  "noiseHu",
                                                  "fatMm",
                                                  "fractureFactor",
                                                  "outsideMm",
                                                  "lyticHu",
                                                  "scleroticHu",
                                                  "lesionRadiusMm",
                                                  "fieldShiftMm"};
constexpr std::array<const char*, 4> kShares = {
    "womenShare", "fractureShare", "scleroticShare", "outsideShare"};

/// The distributions and shares of random.json by their keys.
struct Spreads {
  std::map<std::string, Spread> of;
  std::map<std::string, double> shares;
};

Spreads readSpreads() {
  return readJsonAsset("patients/random.json", [](const JsonEntry& file) {
    file.remarks({"about", "basis", "sources"});
    Spreads spreads;
    const JsonEntry lengths = file.object("spreads");
    for (const char* key : kSpreads) {
      const JsonEntry entry = lengths.object(key);
      spreads.of[key] = {entry.number("mean"),
                         entry.number("sd", kZeroOrMore),
                         entry.number("low"),
                         entry.number("high")};
    }
    const JsonEntry shares = file.object("shares");
    for (const char* key : kShares)
      spreads.shares[key] = shares.number(key, {0.0, 1.0});
    return spreads;
  });
}

/// Draws by the names of the distributions.
class Lots {
 public:
  explicit Lots(std::uint64_t seed) : spreads_(readSpreads()), dice_(seed) {}

  double draw(const std::string& key) {
    const Spread& spread = spreads_.of.at(key);
    double value = spread.low - 1.0;
    while (value < spread.low || value > spread.high)
      value = spread.mean + dice_.normal(spread.sd);
    return value;
  }
  bool happens(const std::string& key) { return dice_.uniform() < spreads_.shares.at(key); }
  /// From 0 up to, not including, `count`.
  std::size_t oneOf(std::size_t count) {
    return std::min(count - 1,
                    static_cast<std::size_t>(dice_.uniform() * static_cast<double>(count)));
  }
  /// Even between -1 and 1.
  double around() { return 2.0 * dice_.uniform() - 1.0; }

 private:
  Spreads spreads_;
  Dice dice_;
};

void varySizes(PatientParameters& patient, Lots& lots) {
  const double width = lots.draw("shapeFactor"), depth = lots.draw("shapeFactor"),
               height = lots.draw("shapeFactor"), canal = lots.draw("shapeFactor"),
               process = lots.draw("shapeFactor"), pedicle = lots.draw("pedicleFactor"),
               disc = lots.draw("discFactor");
  patient.sizes = averageVertebrae();
  for (VertebraSize& size : patient.sizes) {
    size = scaled(size, patient.boneScale);
    const double wide = width * lots.draw("levelFactor"), deep = depth * lots.draw("levelFactor"),
                 high = height * lots.draw("levelFactor");
    size.widthSuperiorMm *= wide;
    size.widthInferiorMm *= wide;
    size.depthSuperiorMm *= deep;
    size.depthInferiorMm *= deep;
    size.heightAnteriorMm *= high;
    size.heightPosteriorMm *= high;
    size.canalWidthMm *= canal;
    size.canalDepthMm *= canal;
    size.pedicleWidthMm *= pedicle * lots.draw("levelFactor");
    size.pedicleHeightMm *= high;
    size.discHeightMm *= disc * lots.draw("levelFactor");
    size.transverseSpanMm *= process;
    size.spinousLengthMm *= process;
  }
}

/// Levels whose bodies lie well within the field.
std::vector<std::size_t> scannedLevels(const PatientParameters& patient) {
  constexpr double kMarginMm = 45.0;
  const SpineCurve curve = spineCurve(patient.sizes, patient.posture);
  std::vector<std::size_t> scanned;
  for (std::size_t n = 0; n < curve.frames.size(); ++n) {
    const double z = curve.frames[n].originMm.z();
    if (z > patient.fieldMm.lowMm.z() + kMarginMm && z < patient.fieldMm.highMm.z() - kMarginMm)
      scanned.push_back(n);
  }
  return scanned;
}

/// Two or three overlapping ellipsoids in the body of a vertebra.
LesionParameters lesionIn(const VertebraSize& size, int number, Lots& lots) {
  LesionParameters lesion;
  lesion.id = "lesion_" + std::to_string(number);
  lesion.bone = size.level;
  lesion.sclerotic = lots.happens("scleroticShare");
  lesion.name = size.level + " metastasis, " + (lesion.sclerotic ? "sclerotic" : "lytic");
  lesion.hu = lots.draw(lesion.sclerotic ? "scleroticHu" : "lyticHu");
  if (lots.happens("outsideShare"))
    lesion.outsideMm = lots.draw("outsideMm");
  const Vec3 reach(0.3 * size.widthMm(), 0.3 * size.depthMm(), 0.2 * size.heightMm());
  const Vec3 middle(
      reach.x() * lots.around(), reach.y() * lots.around(), reach.z() * lots.around());
  const std::size_t blobs = 2 + lots.oneOf(2);
  for (std::size_t n = 0; n < blobs; ++n) {
    const double radius = lots.draw("lesionRadiusMm");
    const double apart = n == 0 ? 0.0 : 0.7 * radius;
    lesion.blobs.push_back(
        {middle + apart * Vec3(lots.around(), lots.around(), 0.6 * lots.around()),
         radius * Vec3(1.0 + 0.15 * lots.around(), 1.0 + 0.15 * lots.around(), 0.9)});
  }
  return lesion;
}

std::string historyOf(const PatientParameters& patient, std::uint64_t seed) {
  std::string lesions;
  for (const LesionParameters& lesion : patient.lesions)
    lesions += (lesions.empty() ? "" : ", ") + lesion.name;
  return "Virtual patient " + std::to_string(seed) + ", a " + (patient.female ? "woman" : "man") +
         " drawn at random: " + (lesions.empty() ? std::string("no lesion") : lesions) +
         ". There is no person behind it.";
}

}  // namespace

PatientParameters randomPatient(std::uint64_t seed, int lesions) {
  if (lesions < 0 || lesions > kMostRandomLesions)
    throw Error("A random patient has 0 to " + std::to_string(kMostRandomLesions) + " lesions.");
  Lots lots(seed);
  // Bundled patients whose scan is of the spine.
  constexpr std::array<const char*, 4> kTrunks = {
      "l3-breast", "l4-lung", "t10-renal", "thoracolumbar-renal"};
  PatientParameters patient = patientParameters(kTrunks.at(lots.oneOf(kTrunks.size())));
  const double trunkScale = patient.boneScale;
  patient.id = "random-" + std::to_string(seed);
  patient.seed = seed;
  patient.female = lots.happens("womenShare");
  patient.boneScale = lots.draw(patient.female ? "boneScaleWomen" : "boneScaleMen");
  patient.posture.sacralSlopeDeg = lots.draw("sacralSlopeDeg");
  patient.posture.scoliosisDeg = lots.draw("scoliosisDeg");
  patient.spongiosaHu = lots.draw("spongiosaHu");
  patient.cortexHu = lots.draw("cortexHu");
  patient.noiseHu = lots.draw("noiseHu");
  patient.fatMm = lots.draw("fatMm");
  const double wider = patient.boneScale / trunkScale;
  for (TorsoStation& station : patient.torso) {
    station.zMm *= wider;
    station.halfWidthMm *= wider;
    station.frontYMm *= wider;
    station.backYMm *= wider;
  }
  for (Vec3* corner : {&patient.fieldMm.lowMm, &patient.fieldMm.highMm}) {
    *corner *= wider;
    corner->z() += lots.draw("fieldShiftMm");
  }
  varySizes(patient, lots);
  std::vector<std::size_t> levels = scannedLevels(patient);
  if (lots.happens("fractureShare") && !levels.empty())
    patient.sizes[levels[lots.oneOf(levels.size())]].heightAnteriorMm *=
        lots.draw("fractureFactor");
  patient.lesions.clear();
  for (int number = 1; number <= lesions && !levels.empty(); ++number) {
    const std::size_t taken = lots.oneOf(levels.size());
    patient.lesions.push_back(lesionIn(patient.sizes[levels[taken]], number, lots));
    levels.erase(levels.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  patient.title = "Virtual patient " + std::to_string(seed) +
                  (patient.lesions.empty() ? "" : ", " + patient.lesions.front().name);
  patient.history = historyOf(patient, seed);
  return patient;
}

}  // namespace trocar::synthetic
