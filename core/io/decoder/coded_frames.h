#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

class DcmDataset;

namespace trocar {

/// Whether frames are coded in a way that segmentations use and DCMTK has no decoder for: bits in
/// runs (RLE), and frames deflated one by one (DICOM PS3.5, A.4.2 and A.4.14). `syntax` is the UID
/// of the transfer syntax.
bool areCodedFrames(const std::string& syntax, int bitsAllocated);

/// Such frames decoded, one after the other. Throws std::runtime_error, "its .. are ..", where they
/// are damaged.
std::vector<std::uint8_t> codedFrames(DcmDataset& dataset,
                                      const std::string& syntax,
                                      std::size_t bytesPerFrame,
                                      std::size_t frames);

}  // namespace trocar
