#include "core/io/dicom/told_doubt.h"

namespace trocar {

void raise(const ToldDoubt& doubt, const ImportChoices& choices, std::vector<Remark>& remarks) {
  if (choices.despite.contains(doubt.key))
    remarks.push_back({doubt.key, doubt.told});
  else
    throw Doubt(doubt.key,
                doubt.about.string() + ": " + doubt.told + " " + doubt.advice +
                    ", or go on without heeding this (" + doubt.key + ").");
}

}  // namespace trocar
