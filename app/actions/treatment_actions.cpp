#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/treatment_edits.h"
#include "core/error.h"
#include "planning/protocol_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar {
namespace {

using nlohmann::json;

/// A probe through the needle's cannula; {"instrument": ""} takes it away.
Work probe(const Document& document, const json& arguments) {
  const Needle& cannula = needleOf(document, arguments);
  const std::string instrument = textOf(arguments, "instrument");
  if (instrument.empty())
    return editing("Take the probe out of " + nameOf(cannula),
                   [id = cannula.id](const Plan& plan) { return withoutProbe(plan, id); });
  const Instrument& device = findInstrument(instrument);
  requireFits(device, findInstrument(cannula.instrument));
  return editing(
      device.name + " through " + nameOf(cannula),
      [id = cannula.id, device](const Plan& plan) { return withProbe(plan, id, device); });
}

Work protocol(const Document& document, const json& arguments) {
  Protocol next;
  next.needle = needleOf(document, arguments).id;
  next.steps = protocolFromText(textOf(arguments, "steps"));
  next.startS = numberIn(arguments, "startS").value_or(0.0);
  return editing("Change protocol, " + nameOf(needleOf(document, arguments)),
                 [next](const Plan& plan) { return withProtocol(plan, next); });
}

Work protect(const Document& document, const json& arguments) {
  Protection protection;
  protection.structure = textOf(arguments, "structure");
  const std::string word = textOf(arguments, "medium");
  const std::optional<Protection::Medium> medium = mediumFromString(word);
  if (!medium)
    throw Error("There is no protection \"" + word +
                "\": use d5w, co2, warm-saline, cold-pack or saline.");
  if (!document.patient().find(protection.structure))
    throw Error("The case has no structure " + protection.structure + ".");
  protection.medium = *medium;
  protection.thicknessMm = numberOf(arguments, "thicknessMm");
  if (protection.thicknessMm <= 0.0 || protection.thicknessMm > 50.0)
    throw Error("A protecting layer must be above 0 and at most 50 mm thick.");
  return editing("Protect " + document.patient().find(protection.structure)->name,
                 [protection](const Plan& plan) { return withProtection(plan, protection); });
}

/// {"timeS": 300} shows that moment of the simulated treatment; without it all of it at once.
Work moment(const Document&, const json& arguments) {
  const std::optional<double> timeS = numberIn(arguments, "timeS");
  if (timeS && *timeS < 0.0)
    throw Error("A moment of the treatment is given in seconds from its start, 0 or more.");
  return showing([timeS](ViewState& view) { view.timeS = timeS; });
}

Work unprotect(const Document&, const json& arguments) {
  return editing("Remove protection", [structure = textOf(arguments, "structure")](Plan plan) {
    std::erase_if(plan.protections,
                  [&](const Protection& other) { return other.structure == structure; });
    return plan;
  });
}

}  // namespace

std::vector<Action> treatmentActions() {
  return {
      {.id = "probe",
       .text = "Choose the probe in a cannula",
       .arguments = "needle, instrument",
       .enabled = whenOpen,
       .prepare = probe},
      {.id = "protocol",
       .text = "Choose a probe's protocol",
       .arguments = "needle, steps, startS",
       .enabled = whenOpen,
       .prepare = protocol},
      {.id = "moment",
       .text = "Show a moment of the treatment",
       .arguments = "timeS",
       .enabled = whenOpen,
       .prepare = moment},
      {.id = "protect",
       .text = "Protect a structure",
       .arguments = "structure, medium, thicknessMm",
       .enabled = whenOpen,
       .prepare = protect},
      {.id = "unprotect",
       .text = "Remove a protection",
       .arguments = "structure",
       .enabled = whenOpen,
       .prepare = unprotect},
  };
}

}  // namespace trocar
