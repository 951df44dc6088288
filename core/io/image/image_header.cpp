#include "core/io/image/image_header.h"

#include "core/error.h"

namespace trocar {

std::size_t bytesOf(ScalarType type) {
  switch (type) {
    case ScalarType::Int8:
    case ScalarType::Uint8:
      return 1;
    case ScalarType::Int16:
    case ScalarType::Uint16:
      return 2;
    case ScalarType::Int32:
    case ScalarType::Uint32:
    case ScalarType::Float:
      return 4;
    case ScalarType::Int64:
    case ScalarType::Uint64:
    case ScalarType::Double:
      break;
  }
  return 8;
}

void checkSizes(const ImageHeader& header, std::string_view field) {
  constexpr int kMost = 1000000;
  constexpr double kMostBytes = 1e12;
  double bytes = static_cast<double>(bytesOf(header.type)) * header.components;
  for (const int size : header.size) {
    if (size < 1 || size > kMost)
      throw Error("its " + std::string(field) + " gives " + std::to_string(size) +
                  " voxels along an axis; copy or export it again.");
    bytes *= size;
  }
  if (header.components < 1 || header.components > kMost || bytes > kMostBytes)
    throw Error(
        "its " + std::string(field) +
        " and numbers of a voxel give a size that no file holds: the header is damaged; copy "
        "or export it again.");
}

}  // namespace trocar
