#include "planning/facts/access_facts.h"

#include "core/number_text.h"
#include "planning/access/placement.h"
#include "planning/facts/needle_facts.h"

#include <utility>

namespace trocar::facts {
namespace {

using enum FactTopic;

constexpr std::size_t kNearestUsual = 5;  ///< Structures that every list names.

constexpr const char* kBands =
    "Gertzbein-Robbins bands A 0, B under 2, C 2 to under 4, D 4 to under 6, E 6 mm and more, made "
    "for screws";

FactTone toneOfGrade(char grade) {
  if (grade == 'A')
    return FactTone::Plain;  // The verdict says good, or not.
  return grade == 'B' ? FactTone::Caution : FactTone::Danger;
}

Fact wallFact(const char* wall, const std::optional<double>& marginMm) {
  return numberFact(wall,
                    std::string("to the wall, ") + wall,
                    marginMm,
                    kMm,
                    "Shaft surface to the pedicle's outer cortex, negative outside")
      .usual(Access)
      .toned(marginMm ? toneOfDistance(*marginMm) : FactTone::Plain);
}

Fact wallsFact(const std::optional<Breach::Margins>& margins) {
  Fact fact = blockFact("wallMarginMm", "to the walls", {}, "Of the pedicle it goes through");
  if (margins)
    fact.value = Facts{wallFact("medial", margins->medial),
                       wallFact("lateral", margins->lateral),
                       wallFact("superior", margins->superior),
                       wallFact("inferior", margins->inferior)};
  return fact;
}

std::string withDirection(double mm, const std::string& direction, const char* between) {
  return shownQuantity(mm, "mm") + (direction == "none" ? "" : between + direction);
}

Facts breachFacts(const Breach& breach) {
  return withBasis({textFact("grade", "breach grade", std::string(1, breach.grade), kBands)
                        .headline(Access)
                        .toned(toneOfGrade(breach.grade)),
                    numberFact("maxExcursionMm",
                               "excursion",
                               breach.maxExcursionMm,
                               kMm,
                               "Of the shaft beyond the cortex, and to which side")
                        .said(withDirection(breach.maxExcursionMm, breach.direction, " "))
                        .headline(Access),
                    textFact("direction",
                             "side of the excursion",
                             breach.direction,
                             "medial, lateral, superior, inferior or none"),
                    wallsFact(breach.wallMarginMm)},
                   Basis::Measured);
}

Facts orderFacts(const OrderRule& rule) {
  return withBasis({yesNoFact("passes",
                              "two-view order rule",
                              rule.passes,
                              "The tip reaches the posterior wall on the lateral view before the "
                              "medial wall on the AP view")
                        .said(rule.passes ? "kept" : "broken")
                        .usual(Access)
                        .toned(rule.passes ? FactTone::Plain : FactTone::Danger),
                    numberFact("leadMm",
                               "lead of the order rule",
                               rule.leadMm,
                               kMm,
                               "From the posterior to the medial wall, along the needle; negative "
                               "where the medial wall comes first, not known where it never does")
                        .usual(Access)},
                   Basis::Measured);
}

Facts bonePathFacts(const BonePath& path) {
  const auto inBone = [&](double hu) {
    return path.lengthInBoneMm > 0.0 ? std::optional(hu) : std::nullopt;
  };
  return withBasis(
      {countFact(
           "corticalPasses", "cortical passes", path.corticalPasses, "Times the axis enters bone"),
       numberFact("lengthInBoneMm",
                  "length in bone",
                  path.lengthInBoneMm,
                  kMm,
                  "Of the axis, in all bones on its way"),
       numberFact(
           "meanHu", "mean of the bone", inBone(path.meanHu), kHu, "Along the axis inside bone"),
       numberFact("maximumHu", "hardest bone", inBone(path.maximumHu), kHu, "Of its hardest 3 mm"),
       yesNoFact("needsDrill", "needs a drill", path.needsDrill, "The bone is too hard to push")},
      Basis::Measured);
}

Facts fitFacts(const Fit& fit) {
  return withBasis({numberFact("isthmusWidthMm",
                               "pedicle isthmus",
                               fit.isthmusWidthMm,
                               kMm,
                               "Its width; not known where the pedicle could not be measured"),
                    numberFact("clearancePerSideMm",
                               "room in the pedicle, each side",
                               fit.clearancePerSideMm,
                               kMm,
                               "Half of isthmus width minus diameter"),
                    numberFact("lengthToSpareMm",
                               "length to spare",
                               fit.lengthToSpareMm,
                               kMm,
                               "Working length minus skin to target minus the hub's 10 mm")},
                   Basis::Measured);
}

Facts tipFacts(const TipPlace& tip) {
  return withBasis({numberFact("depthFraction",
                               "depth in the body",
                               tip.depthFraction,
                               kShare,
                               "0 on the posterior wall, 1 on the anterior wall"),
                    numberFact("fromMidlineMm",
                               "tip from midline",
                               tip.fromMidlineMm,
                               kMm,
                               "Positive on the needle's own side, negative beyond the midline"),
                    numberFact("boneAheadMm",
                               "bone ahead of the tip",
                               tip.boneAheadMm,
                               kMm,
                               "Along the axis to the far cortex; not known outside bone")},
                   Basis::Measured);
}

Facts screwLengths(const ScrewGrade& screw) {
  Fact length = numberFact("lengthMm",
                           "length of the screw",
                           screw.lengthMm,
                           kMm,
                           "As entered, else the shortest made that reaches")
                    .usual(Access);
  if (screw.lengthEntered)
    length = std::move(length).entered();
  return {std::move(length),
          textFact("lengthBasis",
                   "basis of the length",
                   screw.lengthEntered ? "entered" : "measured",
                   "Entered by a person, or the shortest made that reaches"),
          numberFact("inBoneMm",
                     "in bone",
                     screw.inBoneMm,
                     kMm,
                     "Along the screw's axis, from the first cortex to the tip")
              .usual(Access),
          numberFact("headProudMm",
                     "head proud",
                     screw.headProudMm,
                     kMm,
                     "Length that stays outside the first cortex; negative is sunk")};
}

Facts screwBone(const ScrewGrade& screw, const Case* patient) {
  return {
      textFact("grade", "grade of the thread", std::string(1, screw.grade), kBands)
          .headline(Access)
          .toned(toneOfGrade(screw.grade)),
      numberFact("maxExcursionMm",
                 "excursion of the thread",
                 screw.maxExcursionMm,
                 kMm,
                 "Of its envelope beyond the cortex")
          .usual(Access),
      numberFact("marginMm",
                 "bone around the thread",
                 screw.marginMm,
                 kMm,
                 "The thinnest between thread and cortex, negative beyond it")
          .said(withDirection(screw.marginMm, screw.direction, ", "))
          .usual(Access)
          .toned(toneOfDistance(screw.marginMm)),
      textFact("direction", "side of the thinnest bone", screw.direction, "Or of the excursion"),
      textFact("limit", "what limits the thread", screw.limit, "What lies where bone is thinnest")
          .said(structureWords(patient, screw.limit)),
      pointFact("atMm", "thinnest bone", screw.atMm, "On the envelope, where bone is thinnest"),
  };
}

Facts screwFacts(const ScrewGrade& screw, const Case* patient) {
  Facts facts = screwLengths(screw);
  for (Fact& fact : screwBone(screw, patient))
    facts.push_back(std::move(fact));
  facts.push_back(numberFact("beyondTipMm",
                             "bone beyond the screw's tip",
                             screw.beyondTipMm,
                             kMm,
                             "Along its axis; not known where the tip is outside"));
  Fact inLesion =
      numberFact("inLesionMm", "in a lesion", screw.inLesionMm, kMm, "Of the screw's axis");
  facts.push_back(screw.inLesionMm > 0.0 ? std::move(inLesion).usual(Access) : inLesion);
  facts.push_back(numberFact(
      "meanHu", "mean of the screw's bone", screw.meanHu, kHu, "Along its axis inside bone"));
  facts.push_back(
      yesNoFact("cemented", "cemented", screw.cemented, "The plan injects cement through it"));
  return withBasis(std::move(facts), Basis::Measured);
}

Fact distanceFact(const Clearance& one, const std::string& name, bool usual) {
  constexpr const char* kMeaning = "Shaft surface to its surface, negative inside";
  if (one.onPurpose) {
    Fact fact = numberFact("distanceMm",
                           name,
                           one.distanceMm,
                           kMm,
                           "It may be crossed: the way of this screw leads through the sacroiliac "
                           "joint");
    return one.distanceMm < 0.0 ? std::move(fact).said("crossed on purpose").usual(Near)
                                : std::move(fact);
  }
  Fact fact = numberFact("distanceMm", "to " + name, one.distanceMm, kMm, kMeaning)
                  .toned(toneOfDistance(one.distanceMm));
  return usual ? std::move(fact).usual(Near) : std::move(fact);
}

Fact clearancesFact(const std::vector<Clearance>& clearances, const Case* patient) {
  std::vector<Facts> list;
  std::size_t told = 0;
  for (const Clearance& one : clearances) {
    const std::string name = structureWords(patient, one.structure);
    list.push_back(
        {textFact("structure", "structure", one.structure, "Beside the needle").said(name),
         distanceFact(one, name, !one.onPurpose && told++ < kNearestUsual),
         pointFact("atMm", "nearest point", one.atMm, "On the shaft's axis"),
         yesNoFact("onPurpose",
                   "crossed on purpose",
                   one.onPurpose,
                   "It may be crossed: the cartilage of a joint, by a screw through it")});
  }
  return blockFact("clearances", "structures", std::move(list), "Critical ones, nearest first");
}

Fact unjudgedFact(const std::vector<Unjudged>& unjudged) {
  std::vector<Facts> list;
  for (const Unjudged& one : unjudged)
    list.push_back(
        {textFact("group", "group", std::string(toString(one.group)), "Not labelled here")
             .said(std::string(nameOf(one.group))),
         textFact("why", "why", one.why, "What the case lacks")});
  Fact fact = blockFact("unjudged",
                        "not judged",
                        std::move(list),
                        "May lie on the way and is not labelled there: no number says anything of "
                        "it");
  if (unjudged.empty())
    return fact;
  return std::move(fact)
      .said(namesOf(unjudged))
      .headline(Access)
      .toned(isSafetyJudged(unjudged) ? FactTone::Plain : FactTone::Caution);
}

/// The first of the clearances in one line; what is not labelled may be nearer.
Fact nearestFact(const NeedleEvaluation& e, const Case* patient) {
  Fact fact =
      textFact("", "nearest structure", "", "Shaft surface to its surface, negative inside");
  if (e.clearances.empty())
    return std::move(fact)
        .said(e.unjudged.empty() ? shownNumber(std::nullopt) : "not judged")
        .usual(Nearest);
  const Clearance& first = e.clearances.front();
  return std::move(fact)
      .said(structureWords(patient, first.structure) + " " + shownQuantity(first.distanceMm, "mm") +
            (isSafetyJudged(e.unjudged) ? "" : ", of what is labelled"))
      .headline(Nearest)
      .toned(first.onPurpose ? FactTone::Plain : toneOfDistance(first.distanceMm));
}

std::vector<Facts> shareFacts(const std::vector<PlacementUncertainty::Share>& shares,
                              const char* meaning,
                              const Case* patient) {
  std::vector<Facts> list;
  for (const auto& share : shares)
    list.push_back(trusted(
        {textFact("what", "what", share.what, "A direction, or a structure")
             .said(structureWords(patient, share.what)),
         numberFact("probability", "share of placements", share.probability, kShare, meaning)},
        Basis::Simulated));
  return list;
}

Facts placementFacts(const PlacementUncertainty& placement, const Case* patient) {
  const Facts error = trusted({numberFact("median",
                                          "error at the target",
                                          placement.targetErrorMedianMm,
                                          kMm,
                                          "Half of the simulated placements end nearer"),
                               numberFact("p95",
                                          "error at the target, 19 of 20",
                                          placement.targetErrorP95Mm,
                                          kMm,
                                          "Nineteen of twenty placements end nearer")},
                              Basis::Simulated);
  return withBasis(
      {numberFact("breachProbability",
                  "breach ≥ 2 mm under placement error",
                  placement.breachProbability,
                  kShare,
                  "Share of " + std::to_string(placement.samples) +
                      " simulated placements: " + access::techniqueName(placement.technique) +
                      "; not known where no breach is measured")
           .usual(Access),
       blockFact("breachByDirection",
                 "breach by direction",
                 shareFacts(placement.breachByDirection, "That breach there", patient),
                 "Shares of simulated placements"),
       blockFact("touches",
                 "touched structures",
                 shareFacts(placement.touches, "That touch it", patient),
                 "Critical ones, likeliest first"),
       blockFact("targetErrorMm", "error at the target", error, "Of the simulated placements"),
       textFact("technique", "technique", placement.technique, "Whose error is simulated")
           .said(access::techniqueName(placement.technique)),
       countFact("samples", "placements", placement.samples, "How many were simulated")},
      Basis::Simulated);
}

/// A block where there is something to tell, and null where there is not.
template <typename T, typename Make>
Fact maybe(const char* key, const char* name, const char* meaning, const T& value, Make make) {
  return blockFact(key, name, value ? FactValue(make(*value)) : FactValue(), meaning);
}

}  // namespace

Facts accessFacts(const NeedleEvaluation& e, const Case* patient) {
  return {
      maybe("breach", "breach", "Of the cortex by the shaft", e.breach, breachFacts),
      maybe("orderRule", "two-view order rule", "Of AP and lateral", e.orderRule, orderFacts),
      wordFact("bone", "bone", e.bone, "That it works in").said(structureWords(patient, e.bone)),
      maybe("bonePath", "way through bone", "What the shaft meets", e.bonePath, bonePathFacts),
      maybe("fit", "fit", "Against the pedicle and the depth", e.fit, fitFacts),
      maybe("tip", "tip", "Where it lies in the vertebral body", e.tip, tipFacts),
      maybe("screw",
            "screw",
            "The bone that it holds in",
            e.screw,
            [&](const ScrewGrade& screw) { return screwFacts(screw, patient); }),
      unjudgedFact(e.unjudged),
      nearestFact(e, patient),
      clearancesFact(e.clearances, patient),
      maybe("placement",
            "placement",
            "What placement error does",
            e.placement,
            [&](const PlacementUncertainty& one) { return placementFacts(one, patient); }),
  };
}

}  // namespace trocar::facts
