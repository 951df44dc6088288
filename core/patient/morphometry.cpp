#include "core/patient/morphometry.h"

#include "core/json/json_reader.h"

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

/// One row of the table: a size of each level.
template <std::size_t count>
void readRows(const JsonEntry& table,
              const std::array<std::pair<const char*, Member>, count>& rows,
              std::vector<VertebraSize>& sizes) {
  for (const auto& [key, member] : rows) {
    const std::vector<double> row = table.numbers(key);
    if (row.size() != sizes.size())
      table.refuse(key, "it must hold one number for each level");
    for (std::size_t i = 0; i < row.size(); ++i)
      sizes[i].*member = row[i];
  }
}

std::vector<VertebraSize> sizesFrom(const JsonEntry& table) {
  table.remarks({"about", "basis"});
  for (const auto& [what, source] : table.object("sources").members())
    source.asText();
  std::vector<VertebraSize> sizes;
  for (const std::string& level : table.texts("levels"))
    sizes.emplace_back().level = level;
  readRows(table, kLengths, sizes);
  readRows(table, kAngles, sizes);
  return sizes;
}

}  // namespace

std::vector<VertebraSize> averageVertebrae() {
  return readJsonAsset("patients/morphometry.json", sizesFrom);
}

VertebraSize scaled(VertebraSize size, double factor) {
  for (const auto& [key, member] : kLengths)
    size.*member *= factor;
  return size;
}

}  // namespace trocar::synthetic
