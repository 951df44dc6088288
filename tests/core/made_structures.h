#pragma once

#include "core/number_text.h"
#include "core/vec3.h"
#include "tests/core/dicom_maker.h"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace trocar {

struct MadeContour {
  std::vector<Vec3> cornersMm;
  std::string type = "CLOSED_PLANAR";
};

struct MadeRoi {
  int number = 1;
  std::string name;
  std::string type = {};  ///< RTROIInterpretedType.
  std::vector<MadeContour> contours = {};
};

/// ContourData.
inline std::string cornersText(const std::vector<Vec3>& cornersMm) {
  std::string text;
  for (const Vec3& corner : cornersMm) {
    for (const double place : corner)
      text += (text.empty() ? "" : "\\") + plainNumber(place, 9);
  }
  return text;
}

inline DicomMaker madeContour(const MadeContour& contour) {
  DicomMaker maker;
  maker.put(0x30060042, "CS", contour.type)
      .put(0x30060046, "IS", std::to_string(contour.cornersMm.size()))
      .put(0x30060050, "DS", cornersText(contour.cornersMm));
  return maker;
}

/// An item of the ROIContourSequence.
inline DicomMaker madeRoiContours(int number, const std::vector<DicomMaker>& contours) {
  DicomMaker maker;
  return maker.putItems(0x30060040, contours).put(0x30060084, "IS", std::to_string(number));
}

/// What a structure set says of the images it was drawn on: those of the made CT.
inline DicomMaker madeReferences(const std::string& series) {
  DicomMaker drawnOn;
  drawnOn.put(0x0020000E, "UI", series);
  DicomMaker study;
  study.put(0x00081155, "UI", "1.2.3.1").putItems(0x30060014, {drawnOn});
  DicomMaker frame;
  return frame.put(0x00200052, "UI", "1.2.3.3").putItems(0x30060012, {study});
}

/// An RT structure set on the made CT.
inline DicomMaker madeStructureSet(const std::vector<MadeRoi>& rois,
                                   const std::string& frameOfReference = "1.2.3.3") {
  std::vector<DicomMaker> listed;
  std::vector<DicomMaker> drawn;
  std::vector<DicomMaker> observed;
  for (const MadeRoi& roi : rois) {
    const std::string number = std::to_string(roi.number);
    listed.emplace_back()
        .put(0x30060022, "IS", number)
        .put(0x30060024, "UI", frameOfReference)
        .put(0x30060026, "LO", roi.name);
    std::vector<DicomMaker> contours;
    for (const MadeContour& contour : roi.contours)
      contours.push_back(madeContour(contour));
    drawn.push_back(madeRoiContours(roi.number, contours));
    observed.emplace_back().put(0x30060084, "IS", number).put(0x300600A4, "CS", roi.type);
  }
  DicomMaker maker;
  return maker.put(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.481.3")
      .put(0x00080060, "CS", "RTSTRUCT")
      .put(0x00100020, "LO", "made-1")
      .put(0x0020000D, "UI", "1.2.3.1")
      .put(0x0020000E, "UI", "1.2.3.77")
      .putItems(0x30060010, {madeReferences("1.2.3.2")})
      .putItems(0x30060020, listed)
      .putItems(0x30060039, drawn)
      .putItems(0x30060080, observed);
}

/// The corners of a circle across z.
inline std::vector<Vec3> circleMm(const Vec3& middle, double radius, int corners = 180) {
  std::vector<Vec3> around;
  for (int n = 0; n < corners; ++n) {
    const double angle = 2.0 * std::numbers::pi * n / corners;
    around.push_back(middle + radius * Vec3(std::cos(angle), std::sin(angle), 0.0));
  }
  return around;
}

inline std::vector<Vec3> boxMm(const Vec3& low, const Vec3& high) {
  return {low, {high[0], low[1], low[2]}, {high[0], high[1], low[2]}, {low[0], high[1], low[2]}};
}

}  // namespace trocar
