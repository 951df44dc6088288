#include "planning/facts/lesion_facts.h"

#include <iterator>
#include <tuple>
#include <utility>

namespace trocar::facts {
namespace {

constexpr FactUnit kSquareMm{"mm²", 0};

Fact share(const char* key, const char* name, std::optional<double> fraction, const char* meaning) {
  return numberFact(key, name, fraction, kShare, meaning);
}

FactTone cautionWhere(bool worrying) {
  return worrying ? FactTone::Caution : FactTone::Plain;
}

Facts sizeFacts(const anatomy::LesionAnatomy& lesion) {
  return {
      textFact("structure", "lesion", lesion.lesionId, "Of the case"),
      wordFact("bone",
               "bone",
               lesion.boneId,
               "That the shares are of: the one with the largest overlap, or another vertebra that "
               "holds a tenth of it"),
      numberFact("volumeMl", "volume", lesion.volumeMl, kMl, "Of the whole lesion").usual(),
      numberFact("inBoneMl", "in bone", lesion.inBoneMl, kMl, "Of the lesion, in any bone"),
      numberFact("softTissueMl",
                 "in soft tissue",
                 lesion.softTissueMl,
                 kMl,
                 "Outside every bone of the case, its epidural part included")
          .usual(),
      numberFact("meanHu", "mean HU", lesion.meanHu, kHu, "Of its voxels").usual(),
      numberFact("sdHu", "spread of HU", lesion.sdHu, kHu, "Standard deviation over its voxels"),
      numberFact("maxHu", "highest HU", lesion.maxHu, kHu, "Of its voxels"),
      textFact("matrix",
               "matrix",
               std::string(toString(lesion.matrix)),
               "Lytic: most voxels below 100 HU; blastic: most above 350 HU")
          .usual(),
      share("lyticFraction", "lytic share", lesion.lyticFraction, "Voxels in bone below 100 HU"),
  };
}

Facts bodyFacts(const anatomy::LesionAnatomy& lesion) {
  constexpr const char* kPedicle = "Share of the pedicle that the lesion fills";
  return {
      share("bodyFraction", "share of the body", lesion.bodyFraction, "Of its volume").usual(),
      share("bodyLysisFraction",
            "lysis of the body",
            lesion.bodyLysisFraction,
            "Share of its volume in the lesion and below 100 HU"),
      share("leftPedicleFraction", "left pedicle", lesion.leftPedicleFraction, kPedicle)
          .usual()
          .toned(cautionWhere(lesion.leftPedicleFraction.value_or(0.0) > 0.0)),
      share("rightPedicleFraction", "right pedicle", lesion.rightPedicleFraction, kPedicle)
          .usual()
          .toned(cautionWhere(lesion.rightPedicleFraction.value_or(0.0) > 0.0)),
      share("archFraction", "arch", lesion.archFraction, "Share of arch and processes"),
      share("collapseFraction",
            "collapse",
            lesion.collapseFraction,
            "Largest share of a height missing against the neighbours")
          .usual(),
  };
}

Fact contactFact(std::optional<bool> contact) {
  Fact fact = blockFact("duralContact",
                        "contact with the sac",
                        contact ? FactValue(*contact) : FactValue(),
                        "Within half a voxel of the thecal sac");
  return std::move(fact).usual().toned(cautionWhere(contact.value_or(false)));
}

Facts canalFacts(const anatomy::LesionAnatomy& lesion) {
  return {
      numberFact("posteriorWallDefectMm2",
                 "posterior wall open",
                 lesion.posteriorWallDefectMm2,
                 kSquareMm,
                 "Posterior wall inside the lesion without cortex")
          .usual()
          .toned(cautionWhere(lesion.posteriorWallDefectMm2.value_or(0.0) > 0.0)),
      numberFact("retropulsionMm",
                 "retropulsion",
                 lesion.retropulsionMm,
                 kMm,
                 "Of the posterior wall behind the line through its two corners")
          .usual(),
      share("canalNarrowing",
            "canal narrowed",
            lesion.canalNarrowing,
            "Of its area, against the neighbours' mean")
          .usual(),
      numberFact("epiduralDistanceMm",
                 "to the thecal sac",
                 lesion.epiduralDistanceMm,
                 kMm,
                 "From surface to surface; to the canal where no sac is labelled")
          .usual(),
      contactFact(lesion.duralContact),
      numberFact("boneQualityHu",
                 "bone around it",
                 lesion.boneQualityHu,
                 kHu,
                 "Mean of the body's spongiosa outside the lesion")
          .usual(),
  };
}

Facts wallFacts(const char* key, const char* name, const anatomy::WallShare& wall) {
  return {share(key, name, wall.open, "Rays from the joint's centre without sound bone, 12 mm deep")
              .usual()
              .toned(cautionWhere(wall.open > 0.0))};
}

void add(Facts more, Facts& facts) {
  std::move(more.begin(), more.end(), std::back_inserter(facts));
}

Facts pelvicFacts(const anatomy::LesionAnatomy& lesion) {
  Facts facts;
  if (lesion.hip) {
    add(wallFacts("medialWallOpen", "medial wall open", lesion.hip->medialWall), facts);
    add(wallFacts("domeOpen", "dome open", lesion.hip->dome), facts);
    for (const auto& [key, name, column] :
         {std::tuple("anteriorColumnFraction", "anterior column", lesion.hip->anteriorColumn),
          std::tuple("posteriorColumnFraction", "posterior column", lesion.hip->posteriorColumn)})
      facts.push_back(
          share(key, name, column, "Share of the column's bone within 25 mm of the joint").usual());
  }
  if (lesion.femur) {
    facts.push_back(numberFact("corticalLengthMm",
                               "cortex involved",
                               lesion.femur->corticalLengthMm,
                               kMm,
                               "Length along the shaft, within 2 mm of the surface")
                        .usual());
    facts.push_back(share("outlineShare",
                          "share of the circumference",
                          lesion.femur->outlineShare,
                          "Largest, in any slice across the bone")
                        .usual());
  }
  return facts;
}

Fact defectsFact(const std::vector<anatomy::CorticalDefect>& defects) {
  std::vector<Facts> list;
  for (const anatomy::CorticalDefect& defect : defects)
    list.push_back({textFact("place", "cortex missing at", defect.place, "A part of the bone"),
                    numberFact("areaMm2", "area", defect.areaMm2, kSquareMm, "Without cortex"),
                    pointFact("atMm", "middle of the defect", defect.atMm, "On the surface")});
  return blockFact("corticalDefects", "cortex missing", std::move(list), "The largest first");
}

}  // namespace

Facts lesionFacts(const anatomy::LesionAnatomy& lesion) {
  Facts facts = sizeFacts(lesion);
  for (Facts more : {bodyFacts(lesion), canalFacts(lesion), pelvicFacts(lesion)})
    add(std::move(more), facts);
  facts.push_back(defectsFact(lesion.corticalDefects));
  facts.push_back(yesNoFact(
      "trusted", "trusted", lesion.trust.trusted, "The measures fit each other and the bone"));
  facts = withBasis(std::move(facts), Basis::Measured);
  if (!lesion.trust.trusted)
    facts.push_back(textFact("why", "why not", lesion.trust.why, "What does not fit"));
  return facts;
}

}  // namespace trocar::facts
