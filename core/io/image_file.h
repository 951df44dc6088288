#pragma once

#include "core/case.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace trocar {

enum class ScalarType { Int8, Uint8, Int16, Uint16, Int32, Uint32, Int64, Uint64, Float, Double };

/// An image as its file holds it: scalars in the machine's byte order, i fastest, the components of
/// a voxel side by side; stored slope and intercept are applied. The grid is in LPS millimetres
/// already.
struct RawImage {
  Grid grid;
  int components = 1;
  ScalarType type = ScalarType::Int16;
  std::vector<std::byte> bytes;
  std::map<std::string, std::string> header;  ///< Text fields of an NRRD file.
};

/// NIfTI, NRRD or MHA/MHD, whatever the file's name. Throws Error for anything that cannot be read
/// as a three-dimensional image of plain numbers.
RawImage readImageFile(const std::filesystem::path& path);

/// Rounds to whole HU. Values beyond 16 bits are clipped and what is no number becomes -1024, each
/// with a remark. Throws Error where no value is negative: that is no CT in Hounsfield units.
/// `source` names the image in messages.
Volume hounsfieldVolume(const RawImage& image,
                        const std::string& source,
                        std::vector<Remark>& remarks);

/// One component as labels. Throws Error for values that are not whole numbers from 0 to 65535.
LabelMap labelsOf(const RawImage& image, int component, const std::string& source);

}  // namespace trocar
