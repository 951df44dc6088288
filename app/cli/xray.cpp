#include "app/cli/case_or_plan.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "planning/angles.h"
#include "render/scene_state.h"
#include "render/xray/xray_picture.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar {
namespace {

struct Options {
  std::string subject;
  std::string view;
  std::vector<double> angles;
  std::string position;
  bool operatorSide = false;
  bool bright = false;
  int sizePx = 512;
  std::filesystem::path out;
};

PatientPosition positionOf(const Options& options, const CaseOrPlan& opened) {
  if (options.position == "prone")
    return PatientPosition::Prone;
  if (options.position == "supine")
    return PatientPosition::Supine;
  if (!options.position.empty())
    throw Error("--position '" + options.position + "' is not known: choose prone or supine.");
  return opened.plan.needles.empty() ? PatientPosition::Supine : opened.plan.procedurePosition;
}

/// Angles and isocentre of a named view; for a barrel view those of its needle.
void aim(CarmSetup& setup, const Options& options, const Plan& plan) {
  if (options.view.empty()) {
    if (options.angles.size() != 2)
      throw Error("The X-ray needs --view ap|lateral|barrel:NEEDLE or --angles LAO,CRAN.");
    setup.angles = {options.angles[0], options.angles[1]};
    return;
  }
  if (options.view == "ap" || options.view == "lateral") {
    setup.angles = {options.view == "ap" ? 0.0 : 90.0, 0.0};
    return;
  }
  const std::string prefix = "barrel:";
  if (options.view.rfind(prefix, 0) != 0)
    throw Error("--view '" + options.view + "' is not known: choose ap, lateral or barrel:NEEDLE.");
  const Needle* needle = plan.find(options.view.substr(prefix.size()));
  if (needle == nullptr)
    throw Error("The plan has no needle " + options.view.substr(prefix.size()) +
                " to look down: name one of its needles.");
  const CarmAngles supine = carmAngles(needle->trajectory.direction());
  setup.angles = setup.position == PatientPosition::Prone ? readProne(supine) : supine;
  setup.isocentreMm = needle->trajectory.target;
}

void run(const Options& options) {
  if (options.sizePx < 32 || options.sizePx > 4096)
    throw Error("--size must be from 32 to 4096 pixels.");
  const CaseOrPlan opened = openCaseOrPlan(options.subject);
  CarmSetup setup;
  setup.position = positionOf(options, opened);
  setup.isocentreMm = startState(opened.patient, opened.plan).crosshairMm;
  setup.sizePx = options.sizePx;
  setup.operatorSide = options.operatorSide;
  aim(setup, options, opened.plan);
  XrayLook look;
  look.bonesDark = !options.bright;
  const XrayVolume volume(opened.patient->ct);
  writePng(xrayPicture(volume, setup, {&opened.plan, nullptr}, look), options.out);
}

}  // namespace

void addXray(CLI::App& program, int& /*status*/) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand("xray", "A simulated X-ray of a case or plan");
  verb->add_option("subject", options->subject, "CASE or PLAN")->required();
  CLI::Option* view = verb->add_option("--view", options->view, "ap, lateral or barrel:NEEDLE");
  verb->add_option("--angles", options->angles, "LAO,CRAN in degrees as the console reads them")
      ->delimiter(',')
      ->excludes(view);
  verb->add_option("--position", options->position, "prone or supine");
  verb->add_flag("--operator-side", options->operatorSide, "Mirrored, letters included");
  verb->add_flag("--bright", options->bright, "Bones bright, as on a film");
  verb->add_option("--size", options->sizePx, "Pixels a side");
  verb->add_option("--out", options->out, "PNG")->required();
  verb->callback([options] { run(*options); });
}

}  // namespace trocar
