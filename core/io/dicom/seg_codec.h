#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

class DcmDataset;

namespace trocar {

/// The bits of a compressed binary segmentation, frames one after the other. DCMTK has no decoder
/// for them: run-length coded bits, and frames deflated one by one (DICOM PS3.5, A.4.2 and A.4.14).
/// nullopt where the transfer `syntax`, a UID, is another, the fragments are damaged or a frame is
/// no whole number of bytes.
std::optional<std::vector<std::uint8_t>> decodedBits(DcmDataset& dataset,
                                                     const std::string& syntax,
                                                     std::size_t pixelsPerFrame,
                                                     std::size_t frames);

}  // namespace trocar
