#pragma once

#include "planning/anatomy/landmarks.h"
#include "planning/handover/markups.h"

#include <map>
#include <string>
#include <vector>

namespace trocar::handover {

/// Points of a file that stand for landmarks of a case.
struct MarkedLandmarks {
  std::map<std::string, Vec3> placesMm;  ///< By Landmark::id.
  std::vector<std::string> unknown;      ///< Labels of the points that name none.
};

/// Which of the landmarks the labels name: by id ("hip_right/ischial_spine") or by the words of
/// owner and name in any order, "R" and "L" for the sides ("ischial spine, right", "R ASIS", "L3
/// pedicle left isthmus"). Throws Error where two points name one landmark, and where a point lies
/// at the landmark of the other side.
MarkedLandmarks landmarksIn(const std::vector<MarkedPoint>& points,
                            const std::vector<anatomy::Landmark>& landmarks);
/// The plan with these as corrections of its anatomy.
Plan withLandmarks(Plan plan, const MarkedLandmarks& marked);
/// "3 landmarks placed; names of no landmark: F-1, tumour".
std::string toldOf(const MarkedLandmarks& marked);

}  // namespace trocar::handover
