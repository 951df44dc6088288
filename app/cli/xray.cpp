#include "app/cli/case_or_plan.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/file_name.h"
#include "core/io.h"
#include "core/json/json_values.h"
#include "planning/anatomy/levels.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/fixation/screw_grade.h"
#include "planning/fluoro/presets.h"
#include "planning/fluoro/view_check.h"
#include "planning/model/needle_body.h"
#include "planning/plan/cannula_course.h"
#include "render/scene_state.h"
#include "render/xray/xray_picture.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct XrayOptions {
  std::string subject;
  std::string view;
  std::vector<double> angles;
  std::string position;
  std::string level;
  double magnification = 1.0;
  bool operatorSide = false;
  bool bright = false;
  bool json = false;
  int sizePx = 512;
  std::filesystem::path out;
  std::filesystem::path integrals;
};

PatientPosition positionOf(const XrayOptions& options, const CaseOrPlan& opened) {
  if (options.position == "prone")
    return PatientPosition::Prone;
  if (options.position == "supine")
    return PatientPosition::Supine;
  if (!options.position.empty())
    throw Error("--position '" + options.position + "' is not known: choose prone or supine.");
  return opened.plan.needles.empty() ? PatientPosition::Supine : opened.plan.procedurePosition;
}

/// The vertebra that views are of: as asked for, else of the first needle.
std::string levelFor(const XrayOptions& options, const Plan& plan) {
  if (!options.level.empty() || plan.needles.empty())
    return options.level;
  return plan.needles.front().level;
}

/// Angles and isocentre of a named view; "ap" and "lateral" leave the isocentre where it is.
void aim(fluoro::CarmSetup& setup,
         const XrayOptions& options,
         const CaseOrPlan& opened,
         const CaseModel& model) {
  if (options.view.empty()) {
    if (options.angles.size() != 2)
      throw Error("The X-ray needs --view ap|lateral|barrel:NEEDLE or --angles LAO,CRAN.");
    setup.angles = {options.angles[0], options.angles[1]};
    return;
  }
  const std::vector<fluoro::CarmPreset> presets = fluoro::carmPresets(
      model, opened.plan.needles, levelFor(options, opened.plan), setup.isocentreMm);
  const fluoro::CarmPreset& preset = fluoro::findPreset(presets, options.view);
  const bool ofTable = options.level.empty() && (preset.key == "ap" || preset.key == "lateral");
  setup.angles = fluoro::consoleAngles(preset.supine, setup.position);
  if (!ofTable)
    setup.isocentreMm = preset.isocentreMm;
}

/// Where landmarks of the vertebra fall in the picture, and whether it is a true view of it.
Json vertebraJson(const CaseModel& model,
                  const std::string& level,
                  const fluoro::CarmSetup& setup) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
  if (vertebra == nullptr)
    return nullptr;
  const fluoro::XrayGeometry geometry = fluoro::carmGeometry(setup);
  const std::optional<Vec3> spinous = model.spinousTipMm(level);
  const fluoro::ViewCheck check = fluoro::checkView(*vertebra, spinous, setup);
  Json landmarks = Json::object();
  const auto add = [&](const char* name, const Vec3& at) {
    const Eigen::Vector2d pixel = geometry.project(at);
    landmarks[name] = {
        {"atMm", json_values::point(at)}, {"columnPx", pixel.x()}, {"rowPx", pixel.y()}};
  };
  add("body", vertebra->bodyCentroidMm);
  add("pedicleLeft", vertebra->left.centreMm);
  add("pedicleRight", vertebra->right.centreMm);
  if (spinous)
    add("spinousTip", *spinous);
  return {{"level", level},
          {"landmarks", landmarks},
          {"view", check.lateral ? "lateral" : "ap"},
          {"isTrue", check.isTrue},
          {"rotationDeg", check.rotationDeg},
          {"tiltDeg", check.tiltDeg},
          {"spinousOffsetMm", check.spinousOffsetMm ? Json(*check.spinousOffsetMm) : Json(nullptr)},
          {"turnBy", {{"laoDeg", check.turnBy.laoDeg}, {"cranDeg", check.turnBy.cranDeg}}},
          {"text", check.sentence}};
}

void printJson(const fluoro::CarmSetup& setup, const CaseModel& model, const std::string& level) {
  const Json json = {
      {"schema", "trocar-xray/1"},
      {"angles", {{"laoDeg", setup.angles.laoDeg}, {"cranDeg", setup.angles.cranDeg}}},
      {"position", toString(setup.position)},
      {"isocentreMm", json_values::point(setup.isocentreMm)},
      {"sourceToDetectorMm", setup.sourceToDetectorMm},
      {"sourceToIsocentreMm", setup.sourceToIsocentreMm},
      {"vertebra", vertebraJson(model, level, setup)}};
  std::cout << json.dump(2) << "\n";
}

/// As a portable float map: "Pf", little endian, the bottom row first.
void writePfm(const render::XrayImage& image, const std::filesystem::path& file) {
  std::string bytes =
      "Pf\n" + std::to_string(image.width) + ' ' + std::to_string(image.height) + "\n-1.0\n";
  const auto width = static_cast<std::size_t>(image.width);
  for (int row = image.height - 1; row >= 0; --row)
    bytes.append(reinterpret_cast<const char*>(image.lineIntegral.data() +
                                               static_cast<std::size_t>(row) * width),
                 width * sizeof(float));
  writeFileAtomically(file, bytes);
}

/// What the plan's injections deliver; empty without any.
std::optional<cement::CementResult> cementOf(const CaseModel& model, const Plan& plan) {
  if (plan.injections.empty())
    return std::nullopt;
  const ProgressLine line;
  return cement::evaluateCement(model, plan, {}, line.progress());
}

void run(const XrayOptions& options) {
  requireEnding(options.out, {".png"}, "an X-ray as PNG");
  if (options.sizePx < 32 || options.sizePx > 4096)
    throw Error("--size must be from 32 to 4096 pixels.");
  const CaseOrPlan opened = openCaseOrPlan(options.subject);
  fluoro::CarmSetup setup;
  setup.position = positionOf(options, opened);
  setup.isocentreMm = render::startState(opened.patient, opened.plan).crosshairMm;
  setup.sizePx = options.sizePx;
  setup.operatorSide = options.operatorSide;
  setup.magnification = options.magnification;
  if (!options.level.empty())
    anatomy::requireLevel(*opened.patient, options.level);
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  aim(setup, options, opened, model);
  fluoro::requireClear(setup, fluoro::bodyBoxOf(*opened.patient));
  render::XrayLook look;
  look.bonesDark = !options.bright;
  const render::XrayVolume volume(opened.patient->ct);
  const std::optional<cement::CementResult> cement = cementOf(model, opened.plan);
  const std::vector<Needle> needles = cement ? opened.plan.needles : asTheyStand(opened.plan);
  const render::XrayContents contents{
      withScrewLengths(needles, fixation::gradedScrews(model, opened.plan)),
      cement ? &*cement : nullptr};
  render::writePng(render::xrayPicture(volume, setup, contents, look), options.out);
  if (!options.integrals.empty())
    writePfm(volume.project(fluoro::carmGeometry(setup)), options.integrals);
  if (options.json)
    printJson(setup, model, levelFor(options, opened.plan));
}

}  // namespace

void addXray(Verb program, int& /*status*/) {
  auto options = std::make_shared<XrayOptions>();
  Verb verb = program.verb("xray", "A simulated X-ray of a case or plan");
  verb.option("subject", &options->subject, "CASE or PLAN").required();
  Option view = verb.option("--view",
                            &options->view,
                            "ap, lateral, barrel:NEEDLE; with a level true-ap, "
                            "true-lateral, scotty-left, pedicle-right; "
                            "sacral-long-axis-left, obturator-oblique-left, "
                            "iliac-oblique-right, inlet, outlet");
  verb.option("--angles", &options->angles, "LAO,CRAN in degrees as the console reads them")
      .divided(',')
      .excludes(view);
  verb.option("--position", &options->position, "How the patient lies; without, as the plan says")
      .oneOf({"prone", "supine"});
  verb.option("--level", &options->level, "Vertebra that a true view is of, such as L3");
  verb.option("--magnification", &options->magnification, "Of the detector's field, 1 to 4");
  verb.flag("--operator-side", options->operatorSide, "Mirrored, letters included");
  verb.flag("--bright", options->bright, "Bones bright, as on a film");
  verb.option("--size", &options->sizePx, "Pixels a side");
  verb.flag("--json", options->json, "Geometry and view check as JSON");
  verb.option("--line-integrals",
              &options->integrals,
              "Also the CT's line integrals of attenuation, without needles, as a PFM");
  verb.option("--out", &options->out, "PNG").required().written();
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
