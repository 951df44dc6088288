#include "app/where.h"

#include "app/document.h"
#include "app/view_state.h"
#include "app/words.h"
#include "core/error.h"
#include "planning/access/approach_record.h"
#include "planning/anatomy/lesion_bone.h"
#include "planning/anatomy/levels.h"
#include "planning/decide/subject.h"
#include "planning/words/names.h"

#include <algorithm>
#include <map>

namespace trocar::app {
namespace {

bool worksIn(Role role) {
  const auto& records = access::allApproaches();
  return std::any_of(records.begin(), records.end(), [&](const access::ApproachRecord& record) {
    return record.bone == role;
  });
}

std::optional<Role> roleAt(const Where& where, const Case& patient) {
  const Structure* bone = patient.find(where.bone);
  return bone ? std::optional(bone->role) : std::nullopt;
}

/// The side in the id of a bone of which there are two.
std::optional<Side> sideOfBone(const std::string& id) {
  if (id.ends_with("_left"))
    return Side::Left;
  return id.ends_with("_right") ? std::optional(Side::Right) : std::nullopt;
}

/// "a hip bone", in which an approach works.
std::string boneWord(Role role) {
  const std::string kind = words::boneKind(role);
  return kind.empty() ? "another bone" : kind;
}

std::string boneName(const Where& where, const Case& patient) {
  const Structure* bone = patient.find(where.bone);
  if (!bone)
    return "soft tissue";
  return bone->role == Role::Vertebra ? levelOf(*bone) : bone->name;
}

}  // namespace

Where whereIs(const Case& patient, const std::string& structureId) {
  const Structure* structure = patient.find(structureId);
  if (!structure)
    throw Error("The case has no structure " + structureId + ".");
  const bool lesion = structure->role == Role::Lesion;
  if (!lesion && !isBone(structure->role))
    throw Error(structure->name + " is neither bone nor lesion: choose one of those.");
  const Structure* bone = lesion ? anatomy::boneHolding(patient, *structure) : structure;
  Where where{bone ? levelOf(*bone) : std::string(), structureId, bone ? bone->id : std::string()};
  if (!lesion && !where.level.empty())
    where.structure.clear();
  return where;
}

Where atLevel(const Case& patient, const std::string& level) {
  anatomy::requireLevel(patient, level);
  return {level, "", "vertebra_" + level};
}

Where whereOf(const ViewState& view) {
  return {view.level, view.structure, view.level.empty() ? view.bone : "vertebra_" + view.level};
}

std::string subjectUnderWork(const Document& document) {
  const Where where = whereOf(document.view());
  return decide::subjectAt(document.patient(), where.structure, where.bone);
}

Where whereToStart(const Case& patient) {
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    const Where where = whereIs(patient, lesion->id);
    if (!where.bone.empty())
      return where;
  }
  const std::vector<std::string> levels = levelsOf(patient);
  if (!levels.empty())
    return atLevel(patient, levels[levels.size() / 2]);
  const Places places = placesOf(patient);
  if (!places.lesions.empty())
    return places.lesions.front();
  return places.bones.empty() ? Where() : places.bones.front();
}

Places placesOf(const Case& patient) {
  Places places;
  for (const Structure* lesion : patient.withRole(Role::Lesion))
    places.lesions.push_back(whereIs(patient, lesion->id));
  for (const std::string& level : levelsOf(patient))
    places.levels.push_back(atLevel(patient, level));
  for (const Structure& bone : patient.structures) {
    if (bone.role != Role::Vertebra && isBone(bone.role) && worksIn(bone.role))
      places.bones.push_back({"", bone.id, bone.id});
  }
  return places;
}

std::string nameOf(const Where& where, const Case& patient) {
  if (where.structure.empty())
    return where.level;
  const Structure* structure = patient.find(where.structure);
  if (!structure)
    return where.level;
  if (where.structure == where.bone)
    return structure->name;
  return structure->name + " · " + boneName(where, patient);
}

void workAt(ViewState& view, const Where& where, const Case& patient) {
  view.level = where.level;
  view.structure = where.structure;
  view.bone = where.bone;
  view.landmarksOf = where.level.empty() ? where.bone : std::string();
  if (!where.empty() && !whyNot(view.approach, where, {}, patient).empty())
    view.approach = usualApproach(where, patient);
}

std::string whyNot(Approach approach,
                   const Where& where,
                   const std::optional<Side>& side,
                   const Case& patient) {
  if (where.empty())
    return "Nothing says where: choose a lesion, a level or a bone.";
  const access::ApproachRecord& record = access::recordOf(approach);
  const std::optional<Role> role = roleAt(where, patient);
  const std::string place = nameOf(where, patient);
  if (record.bone && record.bone != role)
    return record.name + " works in " + boneWord(*record.bone) + ", and " + place +
           (where.structure.empty() || where.structure == where.bone
                ? " is not one"
                : " lies in " + boneName(where, patient)) +
           ": choose another place or approach.";
  const std::optional<Side> ofBone = sideOfBone(where.bone);
  if (side && ofBone && *side != *ofBone)
    return place + " is on the patient's " + std::string(toString(*ofBone)) + ", not on the " +
           std::string(toString(*side)) + ".";
  return {};
}

std::vector<Approach> approachesAt(const Where& where, const Case& patient) {
  const std::optional<Role> role = roleAt(where, patient);
  std::vector<Approach> fitting;
  for (const access::ApproachRecord& record : access::allApproaches()) {
    if (record.bone && record.bone == role)
      fitting.push_back(record.approach);
  }
  if (fitting.empty() && !where.empty())
    fitting.push_back(Approach::Free);
  return fitting;
}

Approach usualApproach(const Where& where, const Case& patient) {
  static const std::map<Role, Approach> kUsual = {{Role::Vertebra, Approach::Bipedicular},
                                                  {Role::Hip, Approach::AcetabularPosterolateral}};
  const std::optional<Role> role = roleAt(where, patient);
  if (const auto usual = role ? kUsual.find(*role) : kUsual.end(); usual != kUsual.end())
    return usual->second;
  const std::vector<Approach> fitting = approachesAt(where, patient);
  return fitting.empty() ? Approach::Free : fitting.front();
}

}  // namespace trocar::app
