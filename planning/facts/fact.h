#pragma once

#include "core/structure.h"
#include "core/vec3.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace trocar::facts {

struct Fact;
/// In the order in which they are told.
using Facts = std::vector<Fact>;

/// Nothing where it is not known; `Facts` for a block of its own and `std::vector<Facts>` for a
/// list of such blocks.
using FactValue = std::variant<std::monostate,
                               bool,
                               int,
                               double,
                               std::string,
                               Vec3,
                               std::vector<double>,
                               std::vector<Vec3>,
                               Facts,
                               std::vector<Facts>>;

/// How a number is written: with which unit and how many decimals. The unit "%" is of a share, 0 to
/// 1, which people read times a hundred.
struct FactUnit {
  std::string_view symbol;
  int decimals = 0;
};
inline constexpr FactUnit kMm{"mm", 1};
inline constexpr FactUnit kMl{"ml", 1};
inline constexpr FactUnit kFineMl{"ml", 2};
inline constexpr FactUnit kDegrees{"°", 1};
inline constexpr FactUnit kCelsius{"°C", 1};
inline constexpr FactUnit kShare{"%", 1};
inline constexpr FactUnit kChance{"%", 0};
inline constexpr FactUnit kSeconds{"s", 0};
inline constexpr FactUnit kHu{"HU", 0};
inline constexpr FactUnit kKPa{"kPa", 0};
inline constexpr FactUnit kTimes{"×", 2};

/// Who is told: `Detail` stands in the JSON alone, `Usual` in every list of numbers, `Headline` in
/// summaries too.
enum class FactRank { Detail, Usual, Headline };

/// What it belongs to, for lists that show a part.
enum class FactTopic { None, Planned, Dialled, Access, Nearest, Near, Through, Cement, Leak };

/// What a value means for the plan.
enum class FactTone { Plain, Good, Caution, Danger };

/// One thing that the evaluation says, and everything that is said about it: JSON, text, CSV,
/// report, sheet and window write what stands here.
struct Fact {
  std::string key;  ///< In the JSON; empty for what only people are told.
  std::string name;
  FactValue value;
  std::string unit;  ///< Of a number; empty for a bare one.
  int decimals = 0;
  std::string meaning;  ///< One sentence, with the sign's.
  Basis trust = Basis::Measured;
  std::string words = {};  ///< For people, where they read something else than the value.
  FactRank rank = FactRank::Detail;
  FactTopic topic = FactTopic::None;
  FactTone tone = FactTone::Plain;

  bool isKnown() const { return !std::holds_alternative<std::monostate>(value); }

  /// Told in every list, or in summaries too.
  Fact usual(FactTopic of = FactTopic::None) &&;
  Fact headline(FactTopic of = FactTopic::None) &&;
  Fact said(std::string words) &&;
  Fact toned(FactTone tone) &&;
  Fact entered() &&;
};

/// A number with its unit. Not known where there is none, or where it is not finite.
Fact numberFact(std::string key,
                std::string name,
                std::optional<double> value,
                FactUnit unit,
                std::string meaning);
Fact countFact(std::string key, std::string name, int value, std::string meaning);
Fact yesNoFact(std::string key, std::string name, bool value, std::string meaning);
/// Not known where it is empty.
Fact wordFact(std::string key, std::string name, std::string value, std::string meaning);
/// Known even where it is empty.
Fact textFact(std::string key, std::string name, std::string value, std::string meaning);
Fact pointFact(std::string key,
               std::string name,
               const std::optional<Vec3>& value,
               std::string meaning);
/// [low, high].
Fact rangeFact(
    std::string key, std::string name, double low, double high, FactUnit unit, std::string meaning);
/// A block, a list of blocks, or several numbers or points under one name.
Fact blockFact(std::string key, std::string name, FactValue value, std::string meaning);

/// Where the facts come from, and what lies in their blocks; those that were said to come from
/// elsewhere stay.
Facts trusted(Facts facts, Basis basis);
/// The same, with the word for it as the last fact.
Facts withBasis(Facts facts, Basis basis);

/// As people read it: "12.3 mm", "93.4 %", "yes", "–" where it is not known.
std::string shown(const Fact& fact);
/// "Along the needle. Measured.": for a tooltip.
std::string explanation(const Fact& fact);
/// "Skin to target", for headings.
std::string headingOf(const Fact& fact);

/// Those that stand by themselves, whatever block they lie in, from `least` up and of one of
/// `topics` (of all, without). A block that has words stands for what lies in it.
std::vector<const Fact*> listed(const Facts& facts,
                                FactRank least = FactRank::Usual,
                                const std::vector<FactTopic>& topics = {});
/// They point into the list, so it must last.
std::vector<const Fact*> listed(Facts&& facts,
                                FactRank least = FactRank::Usual,
                                const std::vector<FactTopic>& topics = {}) = delete;
/// One line of a table of several: nullptr where one of them has no such fact.
struct FactLine {
  std::string name;
  std::vector<const Fact*> of;
};
/// Those of `listed`, by their names.
std::vector<FactLine> sideBySide(const std::vector<Facts>& all,
                                 FactRank least = FactRank::Usual,
                                 const std::vector<FactTopic>& topics = {});
/// By the keys on the way, such as "breach.grade"; nullptr where there is none. Lists are not
/// entered.
const Fact* factAt(const Facts& facts, std::string_view path);
/// The blocks of a list; empty where there is no such list.
std::vector<Facts> blocksAt(const Facts& facts, std::string_view path);

}  // namespace trocar::facts
