#include "planning/plan/bend_text.h"

#include "core/error.h"
#include "core/word_table.h"

#include <cmath>
#include <sstream>

namespace trocar {
namespace {

enum class Towards { Left, Right, Anterior, Posterior, Superior, Inferior };

constexpr WordTable<Towards, 6> kWords = {{{Towards::Left, "left"},
                                           {Towards::Right, "right"},
                                           {Towards::Anterior, "anterior"},
                                           {Towards::Posterior, "posterior"},
                                           {Towards::Superior, "superior"},
                                           {Towards::Inferior, "inferior"}}};

Vec3 vectorOf(Towards towards) {
  switch (towards) {
    case Towards::Left:
      return Vec3::UnitX();
    case Towards::Right:
      return -Vec3::UnitX();
    case Towards::Anterior:
      return -Vec3::UnitY();
    case Towards::Posterior:
      return Vec3::UnitY();
    case Towards::Superior:
      return Vec3::UnitZ();
    case Towards::Inferior:
      break;
  }
  return -Vec3::UnitZ();
}

[[noreturn]] void refuse(std::string_view text) {
  throw Error("'" + std::string(text) +
              "' is no bend: give length in mm, angle up to 180 degrees and direction, such as "
              "30,40,medial");
}

}  // namespace

Vec3 directionFromWord(std::string_view word, std::optional<Side> side) {
  if (side && (word == "medial" || word == "lateral"))
    return (word == "lateral" ? 1.0 : -1.0) * signOf(*side) * Vec3::UnitX();
  const auto towards = valueOf(kWords, word);
  if (!towards)
    throw Error("'" + std::string(word) +
                "' is no direction: left, right, anterior, posterior, superior or inferior, and "
                "medial or lateral of a needle that has a side");
  return vectorOf(*towards);
}

std::string_view wordOfDirection(const Vec3& direction) {
  std::string_view nearest;
  double most = -2.0;
  for (const auto& [towards, word] : kWords) {
    const double along = direction.normalized().dot(vectorOf(towards));
    if (along > most + 1e-9) {
      most = along;
      nearest = word;
    }
  }
  return nearest;
}

Bend bendFromText(std::string_view text, std::optional<Side> side) {
  std::istringstream stream{std::string(text)};
  Bend bend;
  char first = 0, second = 0;
  std::string word;
  if (!(stream >> bend.lengthMm >> first >> bend.angleDeg >> second >> word) || first != ',' ||
      second != ',' || !(stream >> std::ws).eof() || !(bend.lengthMm > 0.0) ||
      !(bend.angleDeg > 0.0) || bend.angleDeg > 180.0)
    refuse(text);
  bend.towards = directionFromWord(word, side);
  return bend;
}

std::string describe(const Bend& bend) {
  const auto whole = [](double value) { return std::to_string(std::lround(value)); };
  const std::string_view towards = wordOfDirection(bend.towards);
  const bool sideways = towards == "left" || towards == "right";
  return "curved by " + whole(bend.angleDeg) + " degrees over " + whole(bend.lengthMm) + " mm " +
         (sideways ? "to the patient's " : "towards ") + std::string(towards);
}

}  // namespace trocar
