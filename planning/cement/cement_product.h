#pragma once

#include "planning/cement/flow/filling.h"
#include "planning/plan/treatment_choices.h"

#include <string>
#include <string_view>
#include <vector>

namespace trocar::cement {

/// How a bone cement thickens and sets, read from assets/cements. Times count from the start of
/// mixing.
struct CementProduct {
  std::string id;
  std::string name;
  double consistencyPaSn = 0.0;  ///< Of the power law, just mixed, at `referenceC`.
  double thickeningS = 0.0;      ///< The consistency grows e-fold in this time.
  double exponentEarly = 1.0;    ///< Of the power law, just mixed.
  double exponentLate = 1.0;     ///< At the end of the working time.
  double referenceC = 22.0;
  double halvingC = 7.0;         ///< Rise of the room's temperature that halves `thickeningS`.
  double startS = 0.0;           ///< Usual start of the injection.
  double thickestPaSn = 2000.0;  ///< Consistency beyond which it is not injected.
  double setsFromS = 0.0;        ///< The heat of setting is released between these two.
  double setsToS = 0.0;
  double heatMJPerM3 = 0.0;  ///< Of setting, per volume of cement.
  std::string source;
  bool verified = false;

  bool operator==(const CementProduct&) const = default;
};

/// The products of one file; `where` names it in messages. Throws Error for bad text.
std::vector<CementProduct> cementsFromJson(const std::string& text, const std::string& where);
/// All products of assets/cements, the customary one first. Throws Error for a bad file.
const std::vector<CementProduct>& cementCatalogue();
/// Throws Error, naming the known ids, where there is no such product.
const CementProduct& findCement(std::string_view id);
/// The one that is mixed. Throws Error like findCement.
const CementProduct& productOf(const CementMix& mix);

/// The cement's flow `sinceMixingS` after mixing in a room of `roomC`.
PowerLaw rheology(const CementProduct& product, double sinceMixingS, double roomC);
/// Until the consistency passes `thickestPaSn`.
double workingTimeS(const CementProduct& product, double roomC);

}  // namespace trocar::cement
