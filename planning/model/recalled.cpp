#include "planning/model/recalled.h"

namespace trocar {
namespace {

Words wordsOf(const CaseModel& model, const Plan& part) {
  Words words;
  for (const Structure& structure : model.patient().structures)
    words.push_back(structure.id);
  for (const Needle& needle : part.needles)
    words.push_back(needle.id);
  for (const Protection& protection : part.protections)
    words.push_back(protection.structure);
  return words;
}

}  // namespace

RecallKey recallKey(std::string_view kind,
                    const CaseModel& model,
                    const Plan& part,
                    std::string_view others) {
  if (!model.memory().results)
    return {kind, {}, {}};
  return {kind, contentKey({model.key(), planToJson(part), others}), wordsOf(model, part)};
}

RecallKey RecallKey::of(std::string_view otherKind, std::string_view others) const {
  return {otherKind, key.empty() ? std::string() : contentKey({key, others}), words};
}

std::string exactText(double value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

}  // namespace trocar
