#pragma once

#include "core/case.h"
#include "core/import.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace trocar {

enum class ScalarType { Int8, Uint8, Int16, Uint16, Int32, Uint32, Int64, Uint64, Float, Double };

/// An image as its file holds it: scalars in the machine's byte order, i fastest, the components of
/// a voxel side by side. The grid is in LPS millimetres already.
struct RawImage {
  Grid grid;
  int components = 1;
  ScalarType type = ScalarType::Int16;
  double slope = 1.0;  ///< A voxel's value is slope * scalar + intercept.
  double intercept = 0.0;
  std::vector<std::byte> bytes;
  std::map<std::string, std::string> header;  ///< Text fields of an NRRD file.
  std::vector<Remark> remarks;                ///< On the file's header.
};

/// NIfTI, NRRD or MHA/MHD, gzipped or not, whatever the file's name. Throws Error for anything that
/// cannot be read as a three-dimensional image of plain numbers, or that does not say where its
/// axes point while `choices` do not either; Doubt where the header contradicts itself.
RawImage readImageFile(const std::filesystem::path& path,
                       const ImportChoices& choices = {},
                       const Progress& = {});

/// Rounds to whole HU. Values beyond 16 bits are clipped and what is no number becomes -1024, each
/// with a remark. `source` names the image in messages.
Volume hounsfieldVolume(const RawImage& image,
                        const std::string& source,
                        std::vector<Remark>& remarks);

/// One component as labels: values within 0.01 of a whole number are that number, and -1 is
/// background as 0 is. Throws Error for others than 0 to 65535.
LabelMap labelsOf(const RawImage& image, int component, const std::string& source);

}  // namespace trocar
