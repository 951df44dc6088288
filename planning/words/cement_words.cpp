#include "planning/words/cement_words.h"

#include "core/number_text.h"

namespace trocar::words {

std::string placeWords(const std::string& into) {
  return into == "canal"     ? "the spinal canal"
         : into == "foramen" ? "a foramen"
         : into == "disc"    ? "the disc space"
         : into == "vein"    ? "a vein"
         : into == "joint"   ? "a joint"
                             : "the paravertebral tissue";
}

std::string routeWords(const std::string& route) {
  return route == "basivertebral" ? "the basivertebral vein"
         : route == "segmental"   ? "a segmental vein"
         : route == "track"       ? "the needle's track"
         : route == "disc"        ? "an endplate defect"
         : route == "foraminal"   ? "a foramen's wall"
         : route == "joint"       ? "a joint surface"
                                  : "a defect of the cortex";
}

std::string rateWords(double rateMlPerS) {
  constexpr double kSPerMinute = 60.0;
  return shownQuantity(kSPerMinute * rateMlPerS, "ml/min");
}

bool isDangerousPlace(const std::string& into) {
  return into == "canal" || into == "joint" || into == "foramen";
}

}  // namespace trocar::words
