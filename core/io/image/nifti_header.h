#pragma once

#include "core/io/image/image_header.h"

#include <string_view>

namespace trocar {

/// Whether bytes begin like a NIfTI-1 or NIfTI-2 file, single or the header of a pair.
bool isNifti(std::string_view bytes);
/// Whether they begin like an Analyze 7.5 header, which does not say where left is.
bool isAnalyze(std::string_view bytes);

/// The header at the beginning of a NIfTI file in either byte order. The sform counts where its
/// code is not 0, else the qform, as in other programs; what they contradict is a doubt or a
/// remark. Throws Error with a clause that begins with "its" or "it" and names the field. Of a pair
/// the voxels are at the start of a file that the header does not name.
ImageHeader niftiHeader(std::string_view bytes);

/// Whether the voxels of a NIfTI lie in a second file, .img.
bool isNiftiPair(std::string_view bytes);

}  // namespace trocar
