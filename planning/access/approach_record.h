#pragma once

#include "core/case.h"
#include "core/structure.h"
#include "planning/findings/rule_text.h"
#include "planning/plan/needle.h"

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace trocar::access {

/// How an approach meets the pedicle of its vertebra.
enum class PedicleWay { None, Through, Past };

/// Published angles of a course, each between the needle and a plane.
struct CourseAngles {
  double toSagittalDeg = 0.0;
  double toAxialDeg = 0.0;
};

/// Where the needles of an approach come from: a cone about a direction.
struct ApproachCourse {
  Vec3 direction = Vec3(0.0, -1.0, 0.0);  ///< On the patient's left; x is mirrored for the right.
  std::optional<CourseAngles> angles;     ///< That the direction was made from.
  bool fromAbove = false;  ///< Straight down on the patient as the plan lays them, instead.
  double withinDeg = 0.0;  ///< Half angle of the cone.
  bool staysInBone = true;
  double ampleInBoneMm = 0.0;  ///< Way in bone of one that follows it; 0 for others.
};

/// Where a needle enters, by a landmark of the hip bone.
struct EntryAim {
  std::string landmark;    ///< "anterior-superior-spine" or "pubic-tubercle".
  double cranialMm = 0.0;  ///< Of it.
  double withinMm = 0.0;
};

/// Default target in the body of a vertebra.
struct BodyAim {
  /// From the posterior (0) to the anterior wall (1), none short of the limit of `tip-depth`; the
  /// middle one is ideal.
  std::vector<double> depths;
  double fromMidlineShare = 0.0;  ///< Of the body's width, on the needle's own side.
  double spreadMm = 0.0;          ///< To either side of that.

  double idealDepth() const { return depths[depths.size() / 2]; }
};

/// The numbers between two ends, which are left out.
struct OpenRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  bool holds(double value, double origin = 0.0) const {
    return value > origin + low && value < origin + high;
  }
};

/// The part of a bone in which the default target lies: in shares of its box, or in mm from the
/// centre of the femoral head of that side (anywhere in a case that does not show it).
struct BoneAim {
  bool fromFemoralHead = false;
  OpenRange outward;  ///< Away from the midline; of shares alone.
  OpenRange back;
  OpenRange up;
};

/// What a search holds its candidates against. Where a rule judges the same, the limit is that
/// rule's.
struct SearchLimits {
  double boneAheadMm = 0.0;  ///< Of the tip.
  double clearanceMm = 0.0;  ///< From the shaft to a structure to spare.
  double entryZoneMm =
      0.0;                  ///< First part of the way in bone, where the shaft may stand out of it.
  double followedMm = 0.0;  ///< How far outside the bone the shaft is followed.
  double steepestDeg = 90.0;  ///< Against the axial plane.
  double corticalPasses = 1.0;
  double marginMm = 0.0;           ///< Of bone around a thread.
  double usualClearanceMm = 0.0;   ///< What is wanted of `clearanceMm` where there is room.
  double usualObliqueDeg = 180.0;  ///< Against the sagittal plane, where there is room.
  double leastInBoneMm = 0.0;      ///< Of the way.
};

/// How a screw's corridor is found and what is published about it: context, never a limit.
struct ScrewWay {
  std::string site;  ///< Names the geometry of its ends (screwSites).
  bool acrossSacroiliacJoint = false;
  std::string published;  ///< A sentence: diameters, lengths, screws that were used.
  std::optional<double> publishedLengthMm;
  std::string source;
};

/// One of several screws that an approach places together.
struct ScrewLeg {
  Approach approach = Approach::Free;
  std::string name;  ///< Such as "anterior column".
};

/// A scheme of 52 x 40 units: a bone by the word of its drawing, and needles as x, y of their entry
/// and x, y of their tip.
struct ApproachScheme {
  std::string bone;
  std::vector<std::array<double, 4>> needles;
};

/// Everything that makes an approach, read from assets/access/approaches.json.
struct ApproachRecord {
  Approach approach = Approach::Free;
  std::string name;           ///< Such as "Transpedicular".
  std::string entry;          ///< Where the needle meets skin and bone.
  std::string target;         ///< Where the tip goes by default.
  std::optional<Role> bone;   ///< In which it works; any, or none, where empty.
  std::vector<Role> crosses;  ///< Bones and cartilage that its way goes through by definition.
  bool pair = false;          ///< Two needles planned together.
  /// How the patient usually lies for it; empty where a plan's own beginning serves.
  std::optional<PatientPosition> position;
  PedicleWay pedicle = PedicleWay::None;
  std::optional<BodyAim> bodyAim;
  BoneAim boneAim;
  std::optional<ApproachCourse> course;  ///< Of needles that no pedicle leads.
  std::optional<EntryAim> entryAim;      ///< Where such a course begins, if it is known.
  SearchLimits limits;
  std::vector<std::string> rules;  ///< Keys of kNeedleRules.
  std::optional<ScrewWay> screw;
  std::vector<ScrewLeg> legs;
  ApproachScheme picture;

  bool needsLevel() const { return bone == Role::Vertebra; }
};

struct ApproachTable {
  std::vector<std::string> everyNeedle;  ///< Keys of the rules that judge needles of any approach.
  std::vector<ApproachRecord> approaches;  ///< Each value of the enumeration once.
};

/// The table of such a file with the limits of `rules`; `where` names it in messages. Throws Error
/// for bad text, an unknown key, a limit without a source and an approach without a record.
ApproachTable approachesFromJson(const std::string& text,
                                 const std::string& where,
                                 const RuleTable& rules);
/// That of assets/access/approaches.json. Throws Error where a file is bad.
const ApproachTable& approachTable();
/// Its records, in the file's order.
const std::vector<ApproachRecord>& allApproaches();
const ApproachRecord& recordOf(Approach approach);

}  // namespace trocar::access
