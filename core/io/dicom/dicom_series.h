#pragma once

#include "core/case.h"
#include "core/io/dicom/dicom_image.h"
#include "core/progress.h"

#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// The images of one CT series that form one stack, and what was left out on the way.
struct DicomSeries {
  std::vector<DicomImage> images;
  std::vector<Remark> remarks;
};

/// Looks through a folder, subfolders included, or a single file. Chooses the series `wantedUid`,
/// or the CT series with most pixels. Throws Error where there is no CT, saying what there is
/// instead.
DicomSeries findCtSeries(const std::filesystem::path& path,
                         const std::string& wantedUid,
                         const Progress& progress);

/// One frame of a stack and where to find its pixels.
struct StackFrame {
  const DicomImage* image;
  std::size_t number;  ///< Within its image.
  const DicomFrame* frame;
  double alongMm;  ///< Position along the normal.
};

/// The frames in the order of the normal, each place once.
struct DicomStack {
  std::vector<StackFrame> frames;
  Eigen::Matrix3d directions;  ///< Rows, columns, normal.
  std::vector<Remark> remarks;
};
DicomStack stackOf(const DicomSeries& series);

/// Decodes a stack in HU. Slices that are not evenly spaced are interpolated onto an even grid,
/// slices that a tilted gantry shifted are put straight; both leave a remark.
Volume volumeOf(const DicomStack& stack, std::vector<Remark>& remarks, const Progress& progress);

}  // namespace trocar
