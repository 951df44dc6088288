#include "core/io/surface/surface_labels.h"

#include "core/io/surface/surface_file.h"
#include "core/io/surface/surface_fill.h"
#include "core/io/surface/surface_place.h"

#include <string>

namespace trocar {
namespace {

void doubtOpen(const SurfaceFile& surface,
               const std::string& who,
               const ImportChoices& choices,
               std::vector<Remark>& remarks) {
  if (const std::size_t open = openEdges(surface.triangles); open > 0)
    raise({"surface-open",
           who + " is not closed: " + std::to_string(open) +
               " of its edges bound a hole, so what lies inside is uncertain."},
          choices,
          remarks);
}

}  // namespace

labels::LabelLayer readSurfaceLabels(const std::filesystem::path& path,
                                     const Grid& ct,
                                     const ImportChoices& choices,
                                     std::vector<Remark>& remarks,
                                     const Progress& progress) {
  const SurfaceFile surface = readSurfaceFile(path, progress.span(0.0, 0.5));
  const std::string stem = path.stem().string();
  // Remarks stay with the case: of a file's name only what names a structure.
  const bool known = labels::isKnownName(stem);
  const std::string who = known ? "The surface of " + labels::meaningOf(stem).name : "The surface";
  try {
    doubtOpen(surface, who, choices, remarks);
    const std::vector<Vec3> points = placedPoints(surface, ct, choices, who, remarks);
    labels::LabelMeanings meanings;
    if (known)
      meanings[1] = labels::meaningOf(stem);
    return {filledSurface(points, surface.triangles, ct, progress.span(0.5, 1.0)), meanings};
  } catch (const Doubt& doubt) {
    throw doubt.about(path);
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace trocar
