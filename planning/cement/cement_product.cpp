#include "planning/cement/cement_product.h"

#include "core/error.h"
#include "core/json/json_reader.h"

#include <algorithm>
#include <cmath>

namespace trocar::cement {
namespace {

CementProduct productFrom(const JsonEntry& entry) {
  CementProduct product;
  product.id = entry.text("id");
  product.name = entry.text("name");
  product.consistencyPaSn = entry.number("consistencyPaSn", kAboveZero);
  product.thickeningS = entry.number("thickeningS", kAboveZero);
  product.exponentEarly = entry.number("exponentEarly", kAboveZero);
  product.exponentLate = entry.number("exponentLate", kAboveZero);
  product.referenceC = entry.number("referenceC");
  product.halvingC = entry.number("halvingC", kAboveZero);
  product.startS = entry.number("startS", kZeroOrMore);
  product.thickestPaSn = entry.number("thickestPaSn", kAboveZero);
  if (product.thickestPaSn <= product.consistencyPaSn)
    entry.refuse("thickestPaSn", "it must be above consistencyPaSn");
  product.setsFromS = entry.number("setsFromS", kAboveZero);
  product.setsToS = entry.number("setsToS", kAboveZero);
  if (product.setsToS <= product.setsFromS)
    entry.refuse("setsToS", "it must be after setsFromS");
  product.heatMJPerM3 = entry.number("heatMJPerM3", kAboveZero);
  product.source = entry.text("source");
  product.verified = entry.truth("verified");
  return product;
}

std::vector<CementProduct> productsFrom(const JsonEntry& file) {
  if (file.has("format"))
    file.format(1);
  std::vector<CementProduct> products;
  for (const JsonEntry& entry : file.list("cements"))
    products.push_back(productFrom(entry));
  if (products.empty())
    file.refuse("cements", "it must list a bone cement");
  return products;
}

double thickeningAtS(const CementProduct& product, double roomC) {
  return product.thickeningS * std::exp2((product.referenceC - roomC) / product.halvingC);
}

}  // namespace

std::vector<CementProduct> cementsFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, productsFrom);
}

const std::vector<CementProduct>& cementCatalogue() {
  static const std::vector<CementProduct> products =
      readJsonAsset("cements/pmma.json", productsFrom);
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

}  // namespace trocar::cement
