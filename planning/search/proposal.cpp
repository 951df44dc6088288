#include "planning/search/proposal.h"

#include "core/error.h"
#include "planning/access/bone_path.h"
#include "planning/access/needle_view.h"
#include "planning/access/pedicle_path.h"
#include "planning/anatomy/levels.h"
#include "planning/findings/rule_text.h"
#include "planning/search/candidates.h"
#include "planning/search/gauges.h"
#include "planning/search/lesion_target.h"

#include <algorithm>
#include <limits>

namespace trocar::search {
namespace {

constexpr double kNarrowPedicleMm = 6.0;

/// The first gauge that leaves enough room in the pedicle.
const Gauge* fittingGauge(const std::vector<Gauge>& gauges,
                          const anatomy::PedicleAnatomy& pedicle) {
  const auto fits = [&](const Gauge& gauge) {
    const Instrument& instrument = findInstrument(gauge.instruments.front());
    const Fit fit = access::fitOf(instrument, &pedicle, {});
    return fit.clearancePerSideMm &&
           *fit.clearancePerSideMm >= access::clearanceNeededMm(instrument.kind);
  };
  const auto found = std::find_if(gauges.begin(), gauges.end(), fits);
  return found == gauges.end() ? nullptr : &*found;
}

/// Where the middle of an upright room lies within the walls of a body.
access::BodyAim aimOfRoom(const DeviceRoom& room, const anatomy::VertebralBody& body) {
  constexpr double kWallMm = 2.0;
  const double edge = (room.radiusMm + kWallMm) / body.depthMm;
  access::BodyAim aim;
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
    aim.depths.push_back(edge < 0.5 ? edge + share * (1.0 - 2.0 * edge) : 0.5);
  aim.spreadMm = std::max(0.0, 0.5 * body.widthMm - room.radiusMm - kWallMm);
  return aim;
}

TargetZone zoneOf(const CaseModel& model,
                  const anatomy::VertebraAnatomy& vertebra,
                  Approach approach,
                  Side side,
                  const Aim& aim,
                  const std::optional<DeviceRoom>& room) {
  if (aim.pointMm)
    return pointTarget(*aim.pointMm);
  if (aim.lesion) {
    TargetZone zone{lesionCoreMm(model, *aim.lesion),
                    coverageSamples(model, aim.lesion, nullptr, 40)};
    zone.pointsMm.insert(zone.pointsMm.begin(), zone.idealMm);
    return zone;
  }
  if (room && room->shape == DeviceRoom::Shape::Cylinder)
    return bodyTargets(vertebra, side, aimOfRoom(*room, vertebra.body));
  return bodyTargets(vertebra, side, *access::recordOf(approach).bodyAim);
}

Setting vertebraSetting(const CaseModel& model,
                        const anatomy::VertebraAnatomy& vertebra,
                        Approach approach,
                        Side side,
                        const Gauge& gauge) {
  Setting setting;
  setting.approach = approach;
  setting.side = side;
  setting.level = vertebra.level;
  setting.vertebra = &vertebra;
  setting.instruments = gauge.instruments;
  setting.corridor.bone = &model.fields().of(vertebra.structureId);
  setting.corridor.vertebra = &vertebra;
  setting.corridor.side = side;
  setting.corridor.radiusMm = 0.5 * gauge.diameterMm;
  setting.corridor.limits = access::recordOf(approach).limits;
  setting.corridor.pastPedicle = access::recordOf(approach).pedicle == access::PedicleWay::Past;
  return setting;
}

void aimAt(const CaseModel& model, Setting& setting, const TargetZone& zone, const Aim& aim) {
  setting.wishes.idealTargetMm = zone.idealMm;
  setting.wishes.targetGiven = aim.pointMm.has_value();
  setting.candidates = access::recordOf(setting.approach).pedicle == access::PedicleWay::Past
                           ? parapedicularCandidates(*setting.vertebra, *setting.side, zone)
                           : transpedicularCandidates(*setting.vertebra, *setting.side, zone);
  const anatomy::PedicleAnatomy& pedicle = access::pedicleOf(*setting.vertebra, *setting.side);
  if (setting.approach == Approach::Transpedicular && !aim.pointMm && !aim.lesion &&
      pedicle.isthmusWidthMm < kNarrowPedicleMm) {
    const auto more = alongPedicleCandidates(
        *setting.vertebra, *setting.side, *access::recordOf(setting.approach).bodyAim);
    setting.candidates.insert(setting.candidates.end(), more.begin(), more.end());
  }
  addNear(model, setting.approach, setting.candidates, setting.corridor);
}

/// A pedicle screw holds in its pedicle: past it none is placed.
bool isScrew(const Gauge& gauge) {
  return findInstrument(gauge.instruments.front()).kind == InstrumentKind::Screw;
}

/// Why the pedicle should not carry the needle; empty where it may.
std::string againstPedicle(const CaseModel& model,
                           const Plan& plan,
                           const anatomy::VertebraAnatomy& vertebra,
                           Side side,
                           const Gauge* gauge) {
  const std::string where = "The " + std::string(toString(side)) + " pedicle of " + vertebra.level;
  const anatomy::PedicleAnatomy& pedicle = access::pedicleOf(vertebra, side);
  if (const std::string what = access::pedicleInvolvement(model, plan, vertebra, side);
      !what.empty())
    return where + " is involved (" + what + ")";
  if (!pedicle.trust.trusted)
    return where + " could not be measured (" + pedicle.trust.why + ")";
  if (!gauge)
    return where + " is " + rounded(pedicle.isthmusWidthMm) +
           " mm wide, too narrow for the instruments at hand";
  return {};
}

std::vector<Side> sidesOf(const SuggestRequest& request) {
  if (request.side && !access::recordOf(request.approach).pair)
    return {*request.side};
  return {Side::Left, Side::Right};
}

/// One side of a pedicle approach: through the pedicle, unless something speaks against it; then
/// past it, first.
void addSide(const CaseModel& model,
             const Plan& plan,
             const SuggestRequest& request,
             Side side,
             std::vector<Setting>& settings,
             std::vector<std::string>& remarks) {
  const anatomy::VertebraAnatomy& vertebra = *model.vertebra(request.level);
  const std::vector<Gauge> gauges = gaugesOf(request.shelf);
  if (access::recordOf(request.approach).pedicle == access::PedicleWay::Past) {
    settings.push_back(vertebraSetting(model, vertebra, request.approach, side, gauges.front()));
    return;
  }
  const Gauge* gauge = fittingGauge(gauges, access::pedicleOf(vertebra, side));
  const std::string against = againstPedicle(model, plan, vertebra, side, gauge);
  if (!against.empty() && isScrew(gauges.front()))
    remarks.push_back(against + ".");
  else if (!against.empty()) {
    remarks.push_back(against + ": a parapedicular path comes first.");
    settings.push_back(
        vertebraSetting(model, vertebra, Approach::Parapedicular, side, gauges.front()));
  }
  if (!gauge)
    return;
  if (gauge != &gauges.front())
    remarks.push_back(findInstrument(gauges.front().instruments.front()).name +
                      " leaves too little room in the " + std::string(toString(side)) +
                      " pedicle: " + findInstrument(gauge->instruments.front()).name +
                      " is proposed.");
  settings.push_back(vertebraSetting(model, vertebra, request.approach, side, *gauge));
  settings.back().priority = against.empty() ? 0 : 1;
  settings.back().pastPedicle = against.empty();
}

void aimAtDefault(const CaseModel& model,
                  const SuggestRequest& request,
                  const Aim& aim,
                  Setting& setting) {
  const Approach approach =
      access::recordOf(request.approach).pair ? request.approach : setting.approach;
  setting.corridor.room = request.room;
  aimAt(model,
        setting,
        zoneOf(model, *setting.vertebra, approach, *setting.side, aim, request.room),
        aim);
}

}  // namespace

Aim aimOf(const CaseModel& model, const SuggestRequest& request) {
  Aim aim;
  aim.pointMm = request.targetMm;
  if (request.targetMm) {
    for (const Structure& structure : model.patient().structures) {
      const bool mayBeTarget = request.approach == Approach::Free && structure.role == Role::Nerve;
      if (isCritical(structure.role) && !mayBeTarget &&
          contains(model.patient(), structure, *request.targetMm))
        throw Error("the target lies inside " + structure.name + " (" + structure.id +
                    "); choose a point outside it");
    }
    if (!model.patient().ct.grid().contains(*request.targetMm))
      throw Error("the target lies outside the CT; choose a point inside it");
  }
  if (!request.targetStructure.empty())
    aim.lesion = &lesionFor(model, request.targetStructure, request.level);
  return aim;
}

std::vector<Setting> vertebraSettings(const CaseModel& model,
                                      const Plan& plan,
                                      const SuggestRequest& request,
                                      const Aim& aim,
                                      std::vector<std::string>& remarks) {
  anatomy::requireLevel(model.patient(), request.level);
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(request.level);
  if (!vertebra->trust.trusted)
    remarks.push_back("The shape of " + request.level + " is uncertain: " + vertebra->trust.why);
  std::vector<Setting> settings;
  for (const Side side : sidesOf(request))
    addSide(model, plan, request, side, settings, remarks);
  for (Setting& setting : settings)
    aimAtDefault(model, request, aim, setting);
  return settings;
}

std::optional<Setting> afterInVain(const CaseModel& model,
                                   const Plan& plan,
                                   const SuggestRequest& request,
                                   const Aim& aim,
                                   const Setting& setting,
                                   std::vector<std::string>& remarks) {
  const std::vector<Gauge> gauges = gaugesOf(request.shelf);
  const Gauge* thinner = thinnerThan(gauges, 2.0 * setting.corridor.radiusMm);
  const bool past = access::recordOf(setting.approach).pedicle == access::PedicleWay::Past;
  const bool beside = setting.vertebra && !thinner;
  if (!thinner && (!setting.vertebra || past || !setting.pastPedicle || isScrew(gauges.front())))
    return std::nullopt;
  const Gauge& gauge = beside ? gauges.front() : *thinner;
  Setting next = setting.vertebra
                     ? vertebraSetting(model,
                                       *setting.vertebra,
                                       beside ? Approach::Parapedicular : setting.approach,
                                       *setting.side,
                                       gauge)
                     : boneSetting(model, plan, request, aim, setting.searchedSide, gauge);
  next.priority = setting.priority + (beside ? 1 : 0);
  next.pastPedicle = setting.pastPedicle;
  const std::string where = !setting.vertebra ? ""
                                              : std::string(past ? " past" : " through") + " the " +
                                                    std::string(toString(*setting.side)) +
                                                    " pedicle of " + setting.level;
  remarks.push_back(
      "No path of " + findInstrument(setting.instruments.front()).name + where +
      (past ? " is as usual: " : " keeps the rules: ") +
      (beside ? "a parapedicular path" : findInstrument(gauge.instruments.front()).name) +
      " is tried.");
  if (setting.vertebra)
    aimAtDefault(model, request, aim, next);
  return next;
}

}  // namespace trocar::search
