#pragma once

#include "core/image.h"
#include "core/structure.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// How the patient lies on the table. Coordinates are the patient's and do not change with it.
enum class PatientPosition { Unknown, Supine, Prone, LateralLeft, LateralRight };
std::string_view toString(PatientPosition position);
std::optional<PatientPosition> patientPositionFromString(std::string_view word);

/// Something about a case that its user should know: `key` is stable ("uneven-slices"), `text` one
/// sentence.
struct Remark {
  std::string key;
  std::string text;

  bool operator==(const Remark&) const = default;
};

/// Slices of a volume along its third axis, from first to last.
struct SliceRange {
  int first = 0;
  int last = 0;

  bool operator==(const SliceRange&) const = default;
};

/// One patient: CT, label maps, named structures. An immutable value; the voxels are shared. A
/// label map keeps the grid it came on. Nothing here names a person: `dicom` holds UIDs only.
struct Case {
  std::string id;       ///< Short key: the bundled patient's id or the name of the case's folder.
  std::string title;    ///< One line for people, such as "L3 metastasis · breast cancer".
  std::string history;  ///< A paragraph, or empty.
  Volume ct;
  std::vector<SliceRange> madeUp;  ///< Of the CT: interpolated where no slice was scanned.
  PatientPosition position = PatientPosition::Unknown;
  std::vector<LabelMap> layers;
  std::vector<Structure> structures;
  std::map<std::string, std::string>
      dicom;  ///< Such as {"StudyInstanceUID", ".."}; empty if not DICOM.
  std::vector<Remark> remarks;

  const Structure* find(std::string_view structureId) const;
  std::vector<const Structure*> withRole(Role role) const;
};

/// Vertebral levels from cranial to caudal as they are labelled: "C1".."C7", "T1".."T13",
/// "L1".."L6".
std::vector<std::string> levelsOf(const Case& patient);
/// "L3" of "vertebra_L3"; empty where the structure is no vertebra.
std::string levelOf(const Structure& structure);
/// Order of a level from cranial to caudal, "C1" is 0; nullopt for a word that is no level.
std::optional<int> levelOrder(std::string_view level);

/// Whether the point lies in the structure (nearest voxel for labels).
bool contains(const Case& patient, const Structure& structure, const Vec3& pointMm);
/// Whether two structures of cases are the same set of points; voxels are the same where they are
/// shared.
bool sameRegion(const Case& patient, const Structure& one, const Case& other, const Structure& two);
/// Voxel count times voxel volume for labels; closed form for tubes (without end caps' overlap) and
/// ellipsoids.
double volumeMl(const Case& patient, const Structure& structure);
/// 1 inside and 0 outside, on `grid`.
Image<std::uint8_t> maskOf(const Case& patient, const Structure& structure, const Grid& grid);
/// Axis-aligned patient box; nullopt for a structure without a voxel.
struct Box {
  Vec3 lowMm;
  Vec3 highMm;
};
std::optional<Box> boundsOf(const Case& patient, const Structure& structure);
/// A label touches the first or last voxel layer of its grid, so part of it may be missing.
bool touchesBorder(const Case& patient, const Structure& structure);

/// SHA-256 over grids, voxels and structures, in hexadecimal: equal cases, equal bytes.
std::string contentHash(const Case& patient);

}  // namespace trocar
