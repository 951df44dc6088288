#include "core/patient/morphometry.h"

#include "core/error.h"
#include "core/patient/asset_json.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace trocar::synthetic {
namespace {

using Member = double VertebraSize::*;

const std::array<std::pair<const char*, Member>, 14> kLengths{{
    {"endplateWidthSuperiorMm", &VertebraSize::widthSuperiorMm},
    {"endplateWidthInferiorMm", &VertebraSize::widthInferiorMm},
    {"endplateDepthSuperiorMm", &VertebraSize::depthSuperiorMm},
    {"endplateDepthInferiorMm", &VertebraSize::depthInferiorMm},
    {"heightAnteriorMm", &VertebraSize::heightAnteriorMm},
    {"heightPosteriorMm", &VertebraSize::heightPosteriorMm},
    {"discHeightBelowMm", &VertebraSize::discHeightMm},
    {"canalWidthMm", &VertebraSize::canalWidthMm},
    {"canalDepthMm", &VertebraSize::canalDepthMm},
    {"pedicleWidthMm", &VertebraSize::pedicleWidthMm},
    {"pedicleHeightMm", &VertebraSize::pedicleHeightMm},
    {"transverseSpanMm", &VertebraSize::transverseSpanMm},
    {"spinousLengthMm", &VertebraSize::spinousLengthMm},
    {"spinousHeightMm", &VertebraSize::spinousHeightMm},
}};

const std::array<std::pair<const char*, Member>, 5> kAngles{{
    {"discWedgeBelowDeg", &VertebraSize::discWedgeDeg},
    {"pedicleTransverseDeg", &VertebraSize::pedicleTransverseDeg},
    {"pedicleSagittalDeg", &VertebraSize::pedicleSagittalDeg},
    {"transverseBackwardDeg", &VertebraSize::transverseBackwardDeg},
    {"spinousSlopeDeg", &VertebraSize::spinousSlopeDeg},
}};

}  // namespace

std::vector<VertebraSize> averageVertebrae() {
  const nlohmann::json table = patientAsset("morphometry.json");
  try {
    const auto levels = table.at("levels").get<std::vector<std::string>>();
    std::vector<VertebraSize> sizes(levels.size());
    for (std::size_t i = 0; i < levels.size(); ++i) {
      sizes[i].level = levels[i];
      for (const auto& [key, member] : kLengths)
        sizes[i].*member = table.at(key).at(i).get<double>();
      for (const auto& [key, member] : kAngles)
        sizes[i].*member = table.at(key).at(i).get<double>();
    }
    return sizes;
  } catch (const nlohmann::json::exception&) {
    throw Error("assets/patients/morphometry.json lacks a size of a vertebra; reinstall Trocar.");
  }
}

VertebraSize scaled(VertebraSize size, double factor) {
  for (const auto& [key, member] : kLengths)
    size.*member *= factor;
  return size;
}

}  // namespace trocar::synthetic
