#include "planning/facts/fact.h"

#include "core/number_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace trocar::facts {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::string numberOf(const Fact& fact, double value) {
  return fact.unit == "%" ? shownShare(value, fact.decimals)
                          : shownQuantity(value, fact.unit, fact.decimals);
}

std::string rangeOf(const Fact& fact, const std::vector<double>& values) {
  std::string text;
  for (const double value : values)
    text += (text.empty() ? "" : " to ") + numberOf(fact, value);
  return text;
}

std::string pointText(const Vec3& at) {
  return shownNumber(at.x()) + ", " + shownNumber(at.y()) + ", " + shownNumber(at.z());
}

std::string capitalised(std::string text) {
  if (!text.empty())
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

bool isWanted(const Fact& fact, FactRank least, const std::vector<FactTopic>& topics) {
  return fact.rank >= least &&
         (topics.empty() || std::find(topics.begin(), topics.end(), fact.topic) != topics.end());
}

void collect(const Facts& facts,
             FactRank least,
             const std::vector<FactTopic>& topics,
             std::vector<const Fact*>& found) {
  for (const Fact& fact : facts) {
    if (isWanted(fact, least, topics))
      found.push_back(&fact);
    if (!fact.words.empty())
      continue;
    if (const auto* block = std::get_if<Facts>(&fact.value))
      collect(*block, least, topics, found);
    if (const auto* list = std::get_if<std::vector<Facts>>(&fact.value)) {
      for (const Facts& one : *list)
        collect(one, least, topics, found);
    }
  }
}

}  // namespace

Fact Fact::usual(FactTopic of) && {
  rank = FactRank::Usual;
  topic = of;
  return std::move(*this);
}
Fact Fact::headline(FactTopic of) && {
  rank = FactRank::Headline;
  topic = of;
  return std::move(*this);
}
Fact Fact::said(std::string text) && {
  words = std::move(text);
  return std::move(*this);
}
Fact Fact::toned(FactTone how) && {
  tone = how;
  return std::move(*this);
}
Fact Fact::entered() && {
  trust = Basis::Entered;
  return std::move(*this);
}

Fact numberFact(std::string key,
                std::string name,
                std::optional<double> value,
                FactUnit unit,
                std::string meaning) {
  Fact fact{std::move(key),
            std::move(name),
            {},
            std::string(unit.symbol),
            unit.decimals,
            std::move(meaning)};
  if (value && std::isfinite(*value))
    fact.value = *value;
  return fact;
}

Fact countFact(std::string key, std::string name, int value, std::string meaning) {
  return {std::move(key), std::move(name), value, "", 0, std::move(meaning)};
}

Fact yesNoFact(std::string key, std::string name, bool value, std::string meaning) {
  return {std::move(key), std::move(name), value, "", 0, std::move(meaning)};
}

Fact wordFact(std::string key, std::string name, std::string value, std::string meaning) {
  Fact fact{std::move(key), std::move(name), {}, "", 0, std::move(meaning)};
  if (!value.empty())
    fact.value = std::move(value);
  return fact;
}

Fact textFact(std::string key, std::string name, std::string value, std::string meaning) {
  return {std::move(key), std::move(name), std::move(value), "", 0, std::move(meaning)};
}

Fact pointFact(std::string key,
               std::string name,
               const std::optional<Vec3>& value,
               std::string meaning) {
  Fact fact{std::move(key), std::move(name), {}, "mm", 1, std::move(meaning)};
  if (value)
    fact.value = *value;
  return fact;
}

Fact rangeFact(std::string key,
               std::string name,
               double low,
               double high,
               FactUnit unit,
               std::string meaning) {
  return {std::move(key),
          std::move(name),
          std::vector<double>{low, high},
          std::string(unit.symbol),
          unit.decimals,
          std::move(meaning)};
}

Fact blockFact(std::string key, std::string name, FactValue value, std::string meaning) {
  return {std::move(key), std::move(name), std::move(value), "", 0, std::move(meaning)};
}

Facts trusted(Facts facts, Basis basis) {
  for (Fact& fact : facts) {
    if (fact.trust == Basis::Measured)
      fact.trust = basis;
    if (auto* block = std::get_if<Facts>(&fact.value))
      *block = trusted(std::move(*block), basis);
    if (auto* list = std::get_if<std::vector<Facts>>(&fact.value)) {
      for (Facts& one : *list)
        one = trusted(std::move(one), basis);
    }
  }
  return facts;
}

Facts withBasis(Facts facts, Basis basis) {
  facts.push_back(wordFact("basis",
                           "basis",
                           std::string(toString(basis)),
                           "Where these numbers come from: measured, simulated, published, entered "
                           "or estimated"));
  return trusted(std::move(facts), basis);
}

std::string shown(const Fact& fact) {
  if (!fact.words.empty())
    return fact.words;
  return std::visit(
      Overloaded{[](bool value) { return std::string(value ? "yes" : "no"); },
                 [](int value) { return std::to_string(value); },
                 [&](double value) { return numberOf(fact, value); },
                 [](const std::string& value) { return value; },
                 [](const Vec3& value) { return pointText(value); },
                 [&](const std::vector<double>& values) { return rangeOf(fact, values); },
                 [](const auto&) { return shownNumber(std::nullopt); }},
      fact.value);
}

std::string explanation(const Fact& fact) {
  return (fact.meaning.empty() ? "" : fact.meaning + ". ") +
         capitalised(std::string(toString(fact.trust))) + ".";
}

std::string headingOf(const Fact& fact) {
  return capitalised(fact.name);
}

std::vector<const Fact*> listed(const Facts& facts,
                                FactRank least,
                                const std::vector<FactTopic>& topics) {
  std::vector<const Fact*> found;
  collect(facts, least, topics, found);
  return found;
}

std::vector<FactLine> sideBySide(const std::vector<Facts>& all,
                                 FactRank least,
                                 const std::vector<FactTopic>& topics) {
  std::vector<FactLine> lines;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::size_t after = 0;
    for (const Fact* fact : listed(all[i], least, topics)) {
      auto line = std::find_if(
          lines.begin(), lines.end(), [&](const FactLine& one) { return one.name == fact->name; });
      if (line == lines.end())
        line = lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(after),
                            {fact->name, std::vector<const Fact*>(all.size(), nullptr)});
      line->of[i] = fact;
      after = static_cast<std::size_t>(line - lines.begin()) + 1;
    }
  }
  return lines;
}

const Fact* factAt(const Facts& facts, std::string_view path) {
  const std::size_t dot = path.find('.');
  const std::string_view key = path.substr(0, dot);
  const auto found =
      std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.key == key; });
  if (found == facts.end())
    return nullptr;
  if (dot == std::string_view::npos)
    return &*found;
  const auto* block = std::get_if<Facts>(&found->value);
  return block ? factAt(*block, path.substr(dot + 1)) : nullptr;
}

std::vector<Facts> blocksAt(const Facts& facts, std::string_view path) {
  const Fact* fact = factAt(facts, path);
  const auto* blocks = fact ? std::get_if<std::vector<Facts>>(&fact->value) : nullptr;
  return blocks ? *blocks : std::vector<Facts>();
}

}  // namespace trocar::facts
