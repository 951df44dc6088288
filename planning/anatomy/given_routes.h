#pragma once

#include "core/label_extents.h"

#include <string>
#include <vector>

namespace trocar::anatomy {

/// The nerves and vessels that a case shows.
class GivenRoutes {
 public:
  GivenRoutes(const Case& patient, const CaseExtents& extents);

  /// Whether one of them is what an estimated route stands for: one of its role that is called so,
  /// of the same side or of none, or that lies beside it all along.
  bool hold(const Structure& route) const;

 private:
  struct Given {
    const Structure* structure = nullptr;
    std::vector<std::string> words;  ///< Of its id and name.
    std::vector<Vec3> pointsMm;      ///< Some of it, evenly; none of what is estimated.
  };
  std::vector<Given> given_;
};

}  // namespace trocar::anatomy
