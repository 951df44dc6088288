#include "planning/review/shopping_list.h"

#include "core/number_text.h"
#include "planning/ablation/probes/device.h"
#include "planning/cement/cement_product.h"
#include "planning/cement/flow/cannula_flow.h"
#include "planning/plan/instrument.h"
#include "planning/words/names.h"

#include <algorithm>
#include <map>

namespace trocar::review {
namespace {

const Instrument* instrumentOf(const Needle& needle) {
  const auto& all = instrumentCatalogue();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const Instrument& one) { return one.id == needle.instrument; });
  return found == all.end() ? nullptr : &*found;
}

void addInstruments(const Plan& plan, std::vector<ShoppingItem>& items) {
  std::vector<std::string> ids;
  for (const Needle& needle : plan.needles) {
    if (std::find(ids.begin(), ids.end(), needle.instrument) == ids.end())
      ids.push_back(needle.instrument);
  }
  for (const std::string& id : ids) {
    int count = 0;
    std::string needles;
    for (const Needle& needle : plan.needles) {
      if (needle.instrument != id)
        continue;
      ++count;
      const std::string place = words::placeOf(needle);
      needles += (needles.empty() ? "" : ", ") + needle.id + (place.empty() ? "" : " " + place);
    }
    items.push_back({words::instrumentName(id), std::to_string(count), needles});
  }
}

bool needsPads(const Needle& needle) {
  const ablation::RadiofrequencyDrive* drive = ablation::radiofrequencyOf(needle.instrument);
  return drive && isMonopolar(*drive);
}

void addPads(const Plan& plan, std::vector<ShoppingItem>& items) {
  if (std::any_of(plan.needles.begin(), plan.needles.end(), needsPads))
    items.push_back({"Grounding pads",
                     "as the generator asks",
                     "large bulk soft tissue such as thighs, far from the electrode"});
}

void addCement(const Plan& plan, std::vector<ShoppingItem>& items) {
  if (plan.injections.empty())
    return;
  double plannedMl = 0.0, leftMl = 0.0;
  for (const Injection& injection : plan.injections) {
    plannedMl += injection.volumeMl;
    const Needle* needle = plan.find(injection.needle);
    const Instrument* instrument = needle ? instrumentOf(*needle) : nullptr;
    if (instrument && instrument->innerDiameterMm)
      leftMl += cement::deadVolumeMl(*instrument);
  }
  const cement::CementProduct& product = cement::productOf(plan.cementMix);
  items.push_back({product.name + ", with mixer and syringes",
                   shownQuantity(plannedMl + leftMl, "ml"),
                   shownQuantity(plannedMl, "ml") + " planned, " + shownQuantity(leftMl, "ml") +
                       " stay in the cannulas"});
}

void addProtections(const Case& patient, const Plan& plan, std::vector<ShoppingItem>& items) {
  std::vector<Protection::Medium> media;
  for (const Protection& protection : plan.protections) {
    if (std::find(media.begin(), media.end(), protection.medium) == media.end())
      media.push_back(protection.medium);
  }
  for (const Protection::Medium medium : media) {
    int count = 0;
    std::string places;
    for (const Protection& protection : plan.protections) {
      if (protection.medium != medium)
        continue;
      ++count;
      places += (places.empty() ? "" : ", ") + words::nameInCase(patient, protection.structure) +
                " " + words::extentText(protection);
    }
    const bool needle = medium != Protection::Medium::ColdPack;
    items.push_back(
        {"Protection: " + words::mediumName(medium) + (needle ? ", with a thin needle" : ""),
         std::to_string(count),
         places});
  }
}

/// One line for each material, with the lesions that it closes.
void addEmbolics(const Case& patient, const Plan& plan, std::vector<ShoppingItem>& items) {
  std::map<std::string, std::vector<std::string>> lesionsOf;
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    if (const Embolisation* embolisation = embolisationOf(plan, patient, lesion->id))
      lesionsOf[embolisation->material].push_back(
          lesion->name + (embolisation->date.empty() ? "" : " on " + embolisation->date));
  }
  for (const auto& [material, lesions] : lesionsOf) {
    std::string places;
    for (const std::string& lesion : lesions)
      places += (places.empty() ? "" : ", ") + lesion;
    items.push_back({"Embolisation: " +
                         (material.empty() ? "material to be chosen" : findEmbolic(material).name),
                     std::to_string(lesions.size()),
                     places});
  }
}

}  // namespace

std::vector<ShoppingItem> shoppingList(const Case& patient, const Plan& plan) {
  std::vector<ShoppingItem> items;
  addEmbolics(patient, plan, items);
  addInstruments(plan, items);
  addPads(plan, items);
  addCement(plan, items);
  addProtections(patient, plan, items);
  return items;
}

}  // namespace trocar::review
