#include "planning/words/embolisation_words.h"

#include "core/number_text.h"
#include "planning/plan/calendar.h"

#include <cstdlib>

namespace trocar::words {

std::string embolisationWords(const Embolisation& embolisation, const std::string& procedureDate) {
  std::string text = embolisation.material.empty() ? "material not entered"
                                                   : findEmbolic(embolisation.material).name;
  text += embolisation.flowCut ? ", " + shownShare(*embolisation.flowCut, 0) + " of the flow cut"
                               : ", share of the flow not entered";
  if (!embolisation.date.empty())
    text += ", " + embolisation.date;
  const std::string days = daysWords(embolisation, procedureDate);
  return text + (days.empty() ? "" : ", " + days + " the needles");
}

std::string daysWords(const Embolisation& embolisation, const std::string& procedureDate) {
  const std::optional<int> days = daysBetween(embolisation.date, procedureDate);
  if (!days)
    return {};
  if (*days == 0)
    return "on the day of";
  const int count = std::abs(*days);
  return std::to_string(count) + (count == 1 ? " day" : " days") +
         (*days > 0 ? " before" : " after");
}

}  // namespace trocar::words
