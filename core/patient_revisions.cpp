#include "core/patient_revisions.h"

#include <algorithm>
#include <array>

namespace trocar {
namespace {

struct Revision {
  std::string_view id;
  std::string_view contentHash;
};

/// Each patient that a revision changed, as it was before and as it is since. Revision 8: pleura
/// covers the lungs all round.
constexpr std::array<Revision, 6> kRevisions = {{
    {"l3-breast", "01aa424139934578ed60a639813820affdfaaec0426a04f4b3aa4b39908bd22d"},
    {"l3-breast", "2512dc37c3305a9507a109bca68e0c79e12012340c0b2e6d4c6af67ab38072f1"},
    {"t10-renal", "52e064454d25fa5e46206e7774ba409e7c039479adcd5ba654769fbc7ed6dd4b"},
    {"t10-renal", "fec1432e6398b6655bc55ae9336eef68a5b638c12104112d019e95fa0e644486"},
    {"thoracolumbar-renal", "a180e4baa3505b4b3d22f9cc98f8456c6814ae9b2b2bbe676fe130f19cea6a6b"},
    {"thoracolumbar-renal", "1e78e3380ebfc0f73c224515f524b9f313d563b506d8f5bc90c8ac363247f6ea"},
}};

bool isRevision(std::string_view id, std::string_view hash) {
  return std::any_of(kRevisions.begin(), kRevisions.end(), [&](const Revision& one) {
    return one.id == id && one.contentHash == hash;
  });
}

}  // namespace

bool areOneBundledPatient(std::string_view id, std::string_view hash, std::string_view otherHash) {
  return isRevision(id, hash) && isRevision(id, otherHash);
}

}  // namespace trocar
