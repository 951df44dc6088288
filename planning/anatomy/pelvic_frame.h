#pragma once

#include "planning/anatomy/pelvis_parts.h"

#include <functional>
#include <optional>
#include <vector>

namespace trocar::anatomy {

/// Coordinates about a hip joint in millimetres: x away from the midline, y to the back, z to the
/// head.
struct HipFrame {
  Vec3 originMm = Vec3::Zero();
  VertebraFrame pelvis;
  double sign = 1.0;  ///< 1 on the left, -1 on the right.

  Vec3 toLocal(const Vec3& pointMm) const {
    const Vec3 d = pointMm - originMm;
    return {sign * d.dot(pelvis.left), d.dot(pelvis.posterior), d.dot(pelvis.superior)};
  }
  Vec3 direction(const Vec3& local) const {
    return sign * local[0] * pelvis.left + local[1] * pelvis.posterior + local[2] * pelvis.superior;
  }
  Vec3 toPatient(const Vec3& local) const { return originMm + direction(local); }
};

/// A hip bone with its socket.
struct SocketedHip {
  const PelvicBone* bone = nullptr;
  JointSphere socket;
};

/// Where the part of a surface that `counts`, in the frame's coordinates, stands out furthest along
/// a direction of the frame: the mean of what is within 2 mm of the outermost, those nearer to it
/// for more, so that a blunt tip, or one of two alike, moves no more than its frame does.
std::optional<Vec3> tipIn(const Surface& surface,
                          const HipFrame& frame,
                          const std::function<bool(const Vec3&)>& counts,
                          const Vec3& direction);

/// Tips of a hip bone, each the extreme of its region of the bone in the frame's directions;
/// nullopt where the region is empty.
std::optional<Vec3> anteriorSuperiorSpine(const Surface& surface, const HipFrame& frame);
/// `midlineMm` is how far the midline lies from the joint's centre.
std::optional<Vec3> pubicTubercle(const Surface& surface, const HipFrame& frame, double midlineMm);
std::optional<Vec3> posteriorSuperiorSpine(const Surface& surface, const HipFrame& frame);
std::optional<Vec3> ischialSpine(const Surface& surface, const HipFrame& frame);

/// From the joint's centre to the midline where nothing else tells [mean of 19 pelves' readings and
/// two joint centres, Fischer 2023, 10.1038/s41597-023-02669-z].
inline constexpr double kUsualMidlineMm = 79.0;

/// The axes of the pelvis from its bones alone, so that they turn with it: the anterior pelvic
/// plane through both anterior superior spines and the pubic tubercles is coronal, left runs from
/// the right spine to the left one (Fischer et al., Sci Rep 2019;9:13322). Begins with the axes of
/// inertia and finds the spines anew until the plane stays. Of one hip bone: the axes in which its
/// landmarks lie best as on the mean of nineteen pelves. The patient's axes only say which end of
/// an axis of inertia is which, so he may be turned by 45 degrees. nullopt where no plane is found.
std::optional<VertebraFrame> pelvicFrame(const std::vector<SocketedHip>& hips);

/// Of the S1 endplate, standing or supine.
inline constexpr double kUsualSlopeDeg = 40.0;
/// The axes of a pelvis as it lies in a supine patient, told by the bone: left of `plane`, turned
/// about it until the endplate of S1 has its usual slope. On three real pelves within 6 degrees of
/// the table, where anterior pelvic planes lay up to 7 degrees off it to both sides.
VertebraFrame uprightFrame(const VertebraFrame& plane, const SacrumAnatomy& sacrum);

/// Landmarks further from there are not those of a hip bone [house rule].
inline constexpr double kFarFromMeanMm = 30.0;
/// The largest distance of a landmark from where it lies on the mean hip bone, fitted in place,
/// turn and size; nullopt where one is missing or the size is no hip bone's.
std::optional<double> departureMm(const Surface& surface, const HipFrame& frame, double midlineMm);

}  // namespace trocar::anatomy
