#include "planning/anatomy/route_scatter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <variant>

namespace trocar::anatomy {
namespace {

using Row = std::pair<std::string_view, RouteScatter>;

constexpr std::string_view kSciaticPlace =
    "standard deviation of where the sciatic nerve crosses the line from posterior superior spine "
    "to tuberosity, 100 CTs";
constexpr std::string_view kSciaticSource = "Clin Anat 2015;28:144";

// The longer stem of two that begin alike comes first.
constexpr std::array<Row, 15> kScatters = {{
    {"sciatic", {10.0, kSciaticPlace, kSciaticSource}},
    {"inferior_gluteal_artery", {10.0, kSciaticPlace, kSciaticSource}},
    {"root_S", {10.0, kSciaticPlace, kSciaticSource}},
    {"root_",
     {3.6, "half the range of its distance from the pedicle, 2.4 to 9.6 mm", "PMC2200778"}},
    {"lfcn",
     {20.0,
      "standard deviation of its distance from the anterior superior spine at the inguinal "
      "ligament, 25 cadavers",
      "Clin Orthop Relat Res 2011;469:2605"}},
    {"superior_gluteal_artery",
     {16.0,
      "difference of two series of 20 sides, 60 and 76 mm from the posterior superior spine",
      "Am J Orthop 1998;27:427 and Diagnostics 2023;13:2314"}},
    {"femoral_nerve",
     {5.4,
      "standard deviation of its distance from the hip joint, 115 MRIs",
      "J Orthop Surg Res 2018;13:135"}},
    {"femoral_artery",
     {4.2,
      "standard deviation of its distance from the hip joint, 115 MRIs",
      "J Orthop Surg Res 2018;13:135"}},
    {"femoral_vein",
     {4.4,
      "standard deviation of its distance from the hip joint, 115 MRIs",
      "J Orthop Surg Res 2018;13:135"}},
    {"iliac_artery",
     {16.0,
      "standard deviation of the height at which it divides",
      "Orthop Traumatol Surg Res 2024, 10.1016/j.otsr.2024.103922"}},
    {"iliac_vein",
     {13.0,
      "standard deviation of the height at which it divides",
      "Orthop Traumatol Surg Res 2024, 10.1016/j.otsr.2024.103922"}},
    {"obturator_nerve",
     {15.0,
      "standard deviation of its middle's distance from the promontory, 40 cadavers",
      "J Minim Invasive Gynecol 2024, 10.1016/j.jmig.2024.09.006"}},
    {"lumbar_plexus",
     {9.0,
      "a quarter of a disc's depth: 6, 54 and 40 % of 35 lay in three of its quarters",
      "Magnetic resonance neurography of the lumbar plexus at the L4-L5 disc"}},
    {"intercostal",
     {7.0,
      "from the rib to half way to the next, 7.2 mm below it beside the spine; exposed over 39 mm, "
      "standard deviation 10",
      "Diagn Interv Radiol 2012;18:221 and Chest 2013;143:634"}},
    {"segmental_artery",
     {14.0,
      "half a body's height: 7 of 10 at L2, 1 of 10 at L3 and L4 cross the disc below",
      "Asian Spine J 2022;16(1), Yagi et al."}},
}};

}  // namespace

std::optional<RouteScatter> scatterOf(const Structure& route) {
  if (route.basis != Basis::Estimated || !std::holds_alternative<TubeRegion>(route.region))
    return std::nullopt;
  const auto row = std::find_if(kScatters.begin(), kScatters.end(), [&](const Row& one) {
    return route.id.starts_with(one.first);
  });
  return row == kScatters.end() ? std::nullopt : std::optional(row->second);
}

std::string estimatedWords(const Structure& structure) {
  if (structure.basis != Basis::Estimated)
    return {};
  const auto scatter = scatterOf(structure);
  return scatter ? "estimated; real ones scatter by " +
                       std::to_string(static_cast<int>(std::lround(scatter->mm))) + " mm"
                 : std::string("estimated");
}

}  // namespace trocar::anatomy
