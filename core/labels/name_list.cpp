#include "core/labels/name_list.h"

#include <algorithm>

namespace trocar::labels {

std::string namesInWords(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 8;
  std::string text;
  for (std::size_t n = 0; n < std::min(names.size(), kShown); ++n)
    text += (n == 0 ? "" : ", ") + names[n];
  return names.size() <= kShown ? text
                                : text + " and " + std::to_string(names.size() - kShown) + " more";
}

}  // namespace trocar::labels
