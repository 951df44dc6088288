#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/access/needle_view.h"
#include "planning/access/usual_position.h"
#include "planning/anatomy/levels.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/handover/marked_landmarks.h"
#include "planning/handover/markups.h"
#include "planning/model/all_landmarks.h"
#include "planning/plan/bend_text.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/usual_purpose.h"

#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

struct NeedleOptions {
  std::string patient;
  std::string entry;
  std::string target;
  std::string instrument;
  std::string approach = "free";
  std::string through;
  double cannulaBackMm = 0.0;
  std::string purpose;
  std::string level;
  std::string side;
  std::string bend;
  std::string from;
  std::string addTo;
  std::string out;
};

Needle needleFrom(const NeedleOptions& options, const OpenedPlan& opened) {
  Needle needle;
  needle.id = nextNeedleId(opened.plan);
  needle.instrument = findInstrument(options.instrument).id;
  needle.trajectory = {pointFromWord(options.entry, "--entry"),
                       pointFromWord(options.target, "--target")};
  needle.approach =
      valueFromWord(options.approach, "--approach", approachFromString, wordsUpTo(Approach::Free));
  needle.purpose =
      options.purpose.empty()
          ? usualPurpose(findInstrument(options.instrument).kind)
          : valueFromWord(
                options.purpose, "--purpose", purposeFromString, wordsUpTo(Purpose::Screw));
  needle.level = options.level.empty()
                     ? handover::levelAt(*opened.patient, needle.trajectory.target)
                     : options.level;
  if (!options.side.empty())
    needle.side = valueFromWord(options.side, "--side", sideFromString, {"left", "right"});
  if (!options.through.empty())
    needle.through = options.through;
  needle.cannulaBackMm = options.cannulaBackMm;
  if (!options.bend.empty())
    needle.bend = bendFromText(options.bend, needle.side);
  if (needle.bend && !bendFits(needle.trajectory, *needle.bend))
    throw Error("the needle " + describe(*needle.bend) +
                " does not fit between entry and target: shorten the curve or turn it elsewhere");
  return needle;
}

void runFromFile(const NeedleOptions& options) {
  OpenedPlan opened = beginPlan(options.patient, options.addTo, options.out);
  const std::size_t before = opened.plan.needles.size();
  const handover::Markups markups = handover::placedOn(
      *opened.patient, handover::markupsFrom(readFile(options.from), options.from));
  opened.plan = handover::withMarkedNeedles(opened.plan, markups.needles, options.instrument);
  std::cerr << "trocar: " << opened.plan.needles.size() - before << " needles of " << options.from
            << " added to " << options.out << '\n';
  if (!markups.points.empty()) {
    const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
    const handover::MarkedLandmarks landmarks =
        handover::landmarksIn(markups.points, allLandmarks(model));
    opened.plan = handover::withLandmarks(opened.plan, landmarks);
    std::cerr << "trocar: " << handover::toldOf(landmarks) << '\n';
  }
  requireSound(opened.plan, *opened.patient);
  writeBack(opened, options.out);
}

void run(const NeedleOptions& options) {
  if (!options.from.empty())
    return runFromFile(options);
  if (options.entry.empty() || options.target.empty() || options.instrument.empty())
    throw Error("A needle needs --entry, --target and --instrument, or --from FILE.mrk.json");
  OpenedPlan opened = beginPlan(options.patient, options.addTo, options.out);
  if (!options.level.empty())
    anatomy::requireLevel(*opened.patient, options.level);
  Needle needle = needleFrom(options, opened);
  opened.plan = withNeedle(access::laidFor(opened.plan, needle.approach), needle);
  requireSound(opened.plan, *opened.patient);
  if (!needle.side && !needle.level.empty()) {
    needle.side =
        access::sideOf(CaseModel(opened.patient, opened.plan.corrections, opened.memory), needle);
    opened.plan = withNeedle(opened.plan, needle);
  }
  writeBack(opened, options.out);
  std::cerr << "trocar: " << needle.id << " written to " << options.out << '\n';
}

}  // namespace

void addNeedle(Verb program, int& /*status*/) {
  Verb verb = program.verb("needle", "Put a needle into a new plan or an existing one");
  auto options = std::make_shared<NeedleOptions>();
  verb.option("CASE", &options->patient, "Folder of the case, or bundled:ID").required();
  verb.option("--entry", &options->entry, "Skin point X,Y,Z in mm (LPS)");
  verb.option("--target", &options->target, "Where the tip rests, X,Y,Z in mm (LPS)");
  verb.option("--instrument", &options->instrument, "Id in the catalogue (trocar instruments)");
  verb.option("--approach", &options->approach, "Route into the bone; free without")
      .oneOf(wordsUpTo(Approach::Free));
  verb.option("--through", &options->through, "Needle of the plan whose cannula it runs in");
  verb.option("--cannula-back",
              &options->cannulaBackMm,
              "How far that cannula is drawn back while this works, mm");
  verb.option("--purpose", &options->purpose, "Without, as the instrument is usually used")
      .oneOf(wordsUpTo(Purpose::Screw));
  verb.option("--level", &options->level, "Such as L3; without, the vertebra at the target");
  verb.option("--side", &options->side, "The patient's; without, that of the entry")
      .oneOf({"left", "right"});
  verb.option("--from",
              &options->from,
              "Lines of 3D Slicer (.mrk.json) as needles and points named as landmarks as these, "
              "instead of --entry and --target: those "
              "that a plan was exported as come back whole, others with --instrument");
  verb.option("--bend",
              &options->bend,
              "Curved distal segment LENGTH,ANGLE,DIRECTION in mm and degrees: left, right, "
              "anterior, posterior, superior, inferior, and with --side medial or lateral");
  verb.option("--add-to", &options->addTo, "Plan to add it to");
  verb.option("--out", &options->out, "Plan to write").required().written();
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
