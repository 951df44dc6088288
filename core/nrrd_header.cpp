#include "core/nrrd_header.h"

#include <sstream>

namespace trocar {
namespace {

std::ostream& put(std::ostream& header, const Vec3& v) {
  return header << '(' << v[0] << ',' << v[1] << ',' << v[2] << ')';
}

}  // namespace

std::string nrrdHeader(const Grid& grid,
                       std::string_view type,
                       std::string_view encoding,
                       int layers) {
  const bool several = layers > 0;
  std::ostringstream header;
  header.precision(17);
  header << "NRRD0004\ntype: " << type << "\ndimension: " << (several ? 4 : 3)
         << "\nspace: left-posterior-superior\nsizes:";
  if (several)
    header << ' ' << layers;
  for (const int size : grid.size())
    header << ' ' << size;
  header << "\nspace directions:" << (several ? " none" : "");
  for (int a = 0; a < 3; ++a)
    put(header << ' ', grid.directions().col(a) * grid.spacingMm()[a]);
  header << "\nkinds:" << (several ? " list" : "") << " domain domain domain\nendian: little"
         << "\nencoding: " << encoding << "\nspace origin: ";
  put(header, grid.originMm()) << '\n';
  return header.str();
}

}  // namespace trocar
