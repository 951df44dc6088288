#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "core/number_text.h"
#include "core/patients.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/usual_purpose.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

namespace trocar::cli {
namespace {

struct TreatOptions {
  std::string plan;
  std::string patient;
  std::vector<std::string> needles;
  std::vector<std::string> protocols;
  std::vector<std::string> injections;
  std::vector<std::string> protections;
  std::string criterion;
  std::string out;
};

/// What stands before and after the first `mark`. Throws Error with `form` where there is none.
std::pair<std::string, std::string> splitAt(const std::string& text,
                                            char mark,
                                            const std::string& form) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos || at == 0 || at + 1 == text.size())
    throw Error("'" + text + "' is not understood; write " + form);
  return {text.substr(0, at), text.substr(at + 1)};
}

/// A positive number with its unit, such as "2.5ml".
double quantity(const std::string& text, const std::string& unit, const std::string& form) {
  const bool fits = text.ends_with(unit);
  const std::optional<double> value =
      fits ? numberFrom(std::string_view(text).substr(0, text.size() - unit.size())) : std::nullopt;
  if (!value || !(*value > 0.0) || !(*value < 1.0e3))
    throw Error("'" + text + "' is not understood; write " + form);
  return *value;
}

const Needle& needleOf(const Plan& plan, const std::string& id) {
  const Needle* needle = plan.find(id);
  if (needle)
    return *needle;
  std::string ids;
  for (const Needle& one : plan.needles)
    ids += (ids.empty() ? "" : ", ") + one.id;
  throw Error("the plan has no needle '" + id + "'" + (ids.empty() ? "" : "; it has " + ids));
}

Protocol protocolFor(const Plan& plan, const std::string& id, const std::string& text) {
  const Needle& needle = needleOf(plan, id);
  const InstrumentKind kind = findInstrument(needle.instrument).kind;
  if (usualPurpose(kind) != Purpose::Probe || needle.purpose != Purpose::Probe)
    throw Error("needle " + id + " is no ablation probe; give the protocol to one that is");
  Protocol protocol = ablation::parseProtocol(text);
  ablation::requireFollowable(kind, protocol, id);
  protocol.needle = id;
  return protocol;
}

/// The parts of "2.5ml@0.05ml/s,from-10mm,back-15mm" after the amount, each where it is given.
Injection injectionFor(const Plan& plan, const std::string& text) {
  const std::string form = "--inject N1=2.5ml@0.05ml/s, and after it ,from-10mm ,back-15mm";
  const auto [id, whole] = splitAt(text, '=', form);
  const std::string amount = whole.substr(0, whole.find(','));
  const std::size_t at = amount.find('@');
  Injection injection{needleOf(plan, id).id, quantity(amount.substr(0, at), "ml", form)};
  if (at != std::string::npos)
    injection.rateMlPerS = quantity(amount.substr(at + 1), "ml/s", form);
  std::istringstream parts(whole.substr(std::min(whole.size(), amount.size() + 1)));
  for (std::string part; std::getline(parts, part, ',');) {
    if (part.starts_with("from-"))
      injection.tipBackMm = quantity(part.substr(5), "mm", form);
    else if (part.starts_with("back-"))
      injection.withdrawMm = quantity(part.substr(5), "mm", form);
    else
      throw Error("'" + part + "' is not understood; write " + form);
  }
  return injection;
}

constexpr const char* kProtectForm =
    "--protect root_L3_left=d5w:4mm for a layer, fluid_1=d5w to fill a segment, or "
    "fluid_1@12,-30,45=d5w:8mm for a ball (d5w, co2, warm-saline, cold-pack or saline)";
constexpr double kThickestMm = 30.0;

/// "12,-30,45", within the CT.
Vec3 centreOf(const Case& patient, const std::string& text) {
  const std::vector<double> numbers = numbersFrom(text, ',', 3);
  if (numbers.empty())
    throw Error("'" + text + "' is no place; write " + kProtectForm);
  const Vec3 centre(numbers[0], numbers[1], numbers[2]);
  if (!patient.ct.grid().contains(centre))
    throw Error("the ball's centre " + text + " lies outside the CT; give patient millimetres");
  return centre;
}

/// A segment drawn in soft tissue can be filled; bone, nerves and organs cannot.
void requireFillable(const Structure& structure) {
  if (structure.role != Role::Other && structure.role != Role::Muscle)
    throw Error(structure.name + " cannot be filled; give a layer around it, such as " +
                structure.id + "=d5w:4mm");
}

Protection::Medium mediumOf(const std::string& word) {
  if (const auto medium = mediumFromString(word))
    return *medium;
  throw Error("'" + word + "' is no protection; write " + kProtectForm);
}

double extentMm(const std::string& text) {
  const double value = quantity(text, "mm", kProtectForm);
  if (value > kThickestMm)
    throw Error("a layer or ball of " + text +
                " is thicker than the 30 mm that fluid makes; lower it");
  return value;
}

/// As `text` says; strokes of one name add up with those of `plan`.
Protection protectionFor(const Case& patient, const Plan& plan, const std::string& text) {
  const auto [subject, fluid] = splitAt(text, '=', kProtectForm);
  const std::size_t at = subject.find('@'), colon = fluid.find(':');
  Protection protection{subject.substr(0, at), mediumOf(fluid.substr(0, colon))};
  const Structure* structure = patient.find(protection.structure);
  if (at != std::string::npos) {
    for (const Protection& other : plan.protections)
      if (other.structure == protection.structure)
        protection.painted = other.painted;
    const Vec3 centre = centreOf(patient, subject.substr(at + 1));
    protection.painted.push_back(
        {centre, extentMm(colon == std::string::npos ? "" : fluid.substr(colon + 1))});
    return protection;
  }
  if (!structure)
    throw Error("the case has no structure '" + protection.structure +
                "'; trocar inspect lists them");
  if (colon == std::string::npos)
    requireFillable(*structure);
  else
    protection.thicknessMm = extentMm(fluid.substr(colon + 1));
  return protection;
}

/// The only ablation probe of the plan, where no needle was named.
std::vector<std::string> namedNeedles(const TreatOptions& options, const Plan& plan) {
  if (!options.needles.empty() || options.protocols.size() != 1)
    return options.needles;
  std::vector<std::string> probes;
  for (const Needle& needle : plan.needles)
    if (needle.purpose == Purpose::Probe)
      probes.push_back(needle.id);
  return probes;
}

Plan treated(const TreatOptions& options, const OpenedPlan& opened) {
  Plan plan = opened.plan;
  const std::vector<std::string> needles = namedNeedles(options, plan);
  if (needles.size() != options.protocols.size())
    throw Error("--needle and --protocol come in pairs: there are " +
                std::to_string(needles.size()) + " needles and " +
                std::to_string(options.protocols.size()) + " protocols");
  for (std::size_t n = 0; n < needles.size(); ++n)
    plan = withProtocol(plan, protocolFor(plan, needles[n], options.protocols[n]));
  for (const std::string& text : options.injections)
    plan = withInjection(plan, injectionFor(plan, text));
  for (const std::string& text : options.protections)
    plan = withProtection(plan, protectionFor(*opened.patient, plan, text));
  if (!options.criterion.empty())
    plan = withLethalCriterion(plan, requireLethalCriterion(options.criterion));
  return plan;
}

/// The case's path as the plan at `planFile` means it, for a plan written elsewhere.
std::string casePath(const Plan& plan, const std::string& planFile, const std::string& folder) {
  if (!folder.empty())
    return folder;
  const std::filesystem::path path = plan.patient.path;
  if (isMadeCase(plan.patient.path) || path.is_absolute())
    return plan.patient.path;
  return (std::filesystem::absolute(planFile).parent_path() / path).lexically_normal().string();
}

void run(const TreatOptions& options) {
  OpenedPlan opened = openPlan(options.plan, options.patient, false);
  Plan plan = treated(options, opened);
  plan.patient = referenceTo(
      *opened.patient, casePath(opened.plan, options.plan, options.patient), options.out);
  plan.patient.hash = opened.plan.patient.hash;  // Of the case as it came, not as corrected.
  opened.plan = plan;
  writeBack(opened, options.out);
  std::cerr << "trocar: " << plan.protocols.size() << " protocols, " << plan.injections.size()
            << " injections and " << plan.protections.size() << " protections written to "
            << options.out << '\n';
}

}  // namespace

void addTreat(Verb program, int& /*status*/) {
  Verb verb = program.verb("treat", "Put protocols, injections and protections into a plan");
  auto options = std::make_shared<TreatOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.option("--needle", &options->needles, "Needle of the protocol that follows; repeat in pairs")
      .oneEach();
  verb.option(
          "--protocol",
          &options->protocols,
          "Such as \"freeze 600, thaw 300, freeze 600, active-thaw 120\" or \"power 30 W 240\"; "
          "\"withdraw 15 mm,\" draws the probe back before a step")
      .oneEach();
  verb.option("--inject",
              &options->injections,
              "Cement, N1=2.5ml@0.05ml/s; \",from-10mm\" begins 10 mm behind the needle's tip, "
              "\",back-15mm\" draws it back by 15 mm meanwhile")
      .oneEach();
  verb.option("--protect",
              &options->protections,
              "Layer root_L3_left=d5w:4mm, segment fluid_1=d5w, or ball fluid_1@12,-30,45=d5w:8mm")
      .oneEach();
  verb.option("--criterion",
              &options->criterion,
              "What counts as killed by heat: isotherm, cem43, arrhenius or cell-state");
  verb.option("--out", &options->out, "Plan to write").required().written();
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
