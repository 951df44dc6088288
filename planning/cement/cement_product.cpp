#include "planning/cement/cement_product.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

CementProduct productFromJson(const nlohmann::json& entry) {
  CementProduct product;
  product.id = entry.at("id");
  product.name = entry.at("name");
  product.consistencyPaSn = entry.at("consistencyPaSn");
  product.thickeningS = entry.at("thickeningS");
  product.exponentEarly = entry.at("exponentEarly");
  product.exponentLate = entry.at("exponentLate");
  product.referenceC = entry.at("referenceC");
  product.halvingC = entry.at("halvingC");
  product.startS = entry.at("startS");
  product.thickestPaSn = entry.at("thickestPaSn");
  product.setsFromS = entry.at("setsFromS");
  product.setsToS = entry.at("setsToS");
  product.heatMJPerM3 = entry.at("heatMJPerM3");
  product.source = entry.at("source");
  product.verified = entry.at("verified");
  return product;
}

bool isSound(const CementProduct& product) {
  return product.consistencyPaSn > 0.0 && product.thickeningS > 0.0 &&
         product.exponentEarly > 0.0 && product.exponentLate > 0.0 && product.halvingC > 0.0 &&
         product.startS >= 0.0 && product.thickestPaSn > product.consistencyPaSn &&
         product.setsFromS > 0.0 && product.setsToS > product.setsFromS &&
         product.heatMJPerM3 > 0.0 && !product.source.empty();
}

double thickeningAtS(const CementProduct& product, double roomC) {
  return product.thickeningS * std::exp2((product.referenceC - roomC) / product.halvingC);
}

}  // namespace

std::vector<CementProduct> cementsFromJson(const std::string& text, const std::string& where) {
  std::vector<CementProduct> products;
  try {
    const nlohmann::json document = nlohmann::json::parse(text);
    for (const nlohmann::json& entry : document.at("cements"))
      products.push_back(productFromJson(entry));
  } catch (const nlohmann::json::exception& error) {
    throw Error(where + " is not a list of bone cements: " + error.what());
  }
  for (const CementProduct& product : products) {
    if (!isSound(product))
      throw Error(where + ": the cement \"" + product.id +
                  "\" lacks its source or has a number out of range; correct the file.");
  }
  if (products.empty())
    throw Error(where + " lists no bone cement.");
  return products;
}

const std::vector<CementProduct>& cementCatalogue() {
  static const std::vector<CementProduct> products = [] {
    const std::filesystem::path path = assetPath("cements/pmma.json");
    return cementsFromJson(readFile(path), path.string());
  }();
  return products;
}

const CementProduct& findCement(std::string_view id) {
  std::string known;
  for (const CementProduct& product : cementCatalogue()) {
    if (product.id == id)
      return product;
    known += (known.empty() ? "" : ", ") + product.id;
  }
  throw Error("There is no bone cement \"" + std::string(id) + "\"; choose one of " + known + ".");
}

const CementProduct& productOf(const CementMix& mix) {
  return mix.product ? findCement(*mix.product) : cementCatalogue().front();
}

PowerLaw rheology(const CementProduct& product, double sinceMixingS, double roomC) {
  const double ageS = std::max(0.0, sinceMixingS);
  const double late = std::min(1.0, ageS / workingTimeS(product, roomC));
  return {product.consistencyPaSn * std::exp(ageS / thickeningAtS(product, roomC)),
          product.exponentEarly + late * (product.exponentLate - product.exponentEarly)};
}

double workingTimeS(const CementProduct& product, double roomC) {
  return thickeningAtS(product, roomC) * std::log(product.thickestPaSn / product.consistencyPaSn);
}

}  // namespace trocar
