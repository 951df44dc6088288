#pragma once

#include <string_view>

namespace trocar {

/// Whether two content hashes are of one bundled patient, as revisions of its generator made it:
/// bones, lesions and coordinates are the same, so that a plan made on one fits the other. False
/// for equal hashes of anything else.
bool areOneBundledPatient(std::string_view id, std::string_view hash, std::string_view otherHash);

}  // namespace trocar
