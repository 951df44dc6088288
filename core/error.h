#pragma once

#include <stdexcept>
#include <string>

namespace trocar {

/// The world is not as needed: a file, a series, a disk, an option. The message is one sentence for
/// the user: what and where, what is wrong, and what to do. Exceptions of ITK, DCMTK, VTK and JSON
/// are translated into it where they are caught. Bugs are assertions; a bad plan is a Finding.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace trocar
