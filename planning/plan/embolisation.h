#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// What an embolisation closes vessels with, read from assets/materials/embolics.json.
struct Embolic {
  std::string id;
  std::string name;
  /// The share that is cut falls e-fold in this time; lasting where empty.
  std::optional<double> reopensOverDays;
  std::optional<double> openAfterDays;  ///< Later than this nothing is cut.
  double bestWithinDays = 0.0;          ///< Needles later than this come late.
  std::string source;
};

/// Those of the assets. Throws Error for a bad file.
const std::vector<Embolic>& embolics();
/// Throws Error, naming the known ids, where there is no such material.
const Embolic& findEmbolic(std::string_view id);

/// Closing a lesion's vessels before the needles, as a person enters it.
struct Embolisation {
  std::string date;               ///< "2026-11-22"; empty where it was not entered.
  std::string material;           ///< Id of an Embolic; empty where it was not entered.
  std::optional<double> flowCut;  ///< Share of the lesion's blood flow that it cuts at first.

  bool operator==(const Embolisation&) const = default;
};
/// Throws Error for a date that is none, an unknown material and a share outside 0 to 1.
void requirePossible(const Embolisation& embolisation);

/// Share of a lesion's blood flow that is left at the procedure, 0 to 1. All of it where material
/// or share were not entered, where the embolisation comes after the procedure, and where the
/// material has opened again. Without both dates the needles follow at once.
double flowLeft(const Embolisation& embolisation, const std::string& procedureDate);

}  // namespace trocar
