// core/series.h.
#include "core/error.h"
#include "core/io/dicom/dicom_folder.h"
#include "core/io/dicom/frame_values.h"
#include "core/series.h"

#include <map>
#include <set>

namespace trocar {
namespace {

namespace fs = std::filesystem;

SeriesOffer offerOf(const SeriesPart& part) {
  const FrameRef& middle = part.frames[part.frames.size() / 2];
  const DicomImage& image = *middle.image;
  SeriesOffer offer;
  offer.key = part.key;
  offer.description = image.seriesDescription;
  if (!part.distinction.empty())
    offer.description += (offer.description.empty() ? "" : " · ") + part.distinction;
  offer.kernel = middle.frame().mark(FrameMark::Kernel);
  offer.modality = part.kind == ImageKind::Capture ? kindWord(image) : image.modality;
  offer.patient = image.patient;
  offer.thicknessMm = middle.frame().thicknessMm;
  offer.slices = static_cast<int>(part.frames.size());
  offer.pixels = pixelsOf(part);
  offer.middleFile = image.path;
  offer.middleFrame = middle.number;
  return offer;
}

/// Series of which no image can be used: of another kind, or without a place or pixels.
std::vector<SeriesOffer> refusedOffers(const DicomFolder& folder) {
  std::set<const DicomImage*> known;
  for (const SeriesPart& part : folder.parts) {
    for (const FrameRef& frame : part.frames)
      known.insert(frame.image);
    known.insert(part.unusable.begin(), part.unusable.end());
  }
  std::map<std::string, SeriesOffer> offers;
  for (const DicomImage& image : folder.images) {
    if (known.contains(&image))
      continue;
    SeriesOffer& offer = offers[image.patient + '\x1F' + image.seriesUid + kindWord(image)];
    const bool other = kindOf(image) == ImageKind::Other;
    if (offer.slices++ > 0)
      continue;
    offer.key = image.seriesUid;
    offer.description = image.seriesDescription;
    offer.modality = kindWord(image);
    offer.patient = image.patient;
    offer.whyNot = other ? "It is no CT but " + kindWord(image) + "."
                         : image.path.filename().string() + ": " + image.problem + ".";
    offer.middleFile = image.path;
  }
  std::vector<SeriesOffer> found;
  for (auto& [key, offer] : offers)
    found.push_back(std::move(offer));
  return found;
}

}  // namespace

std::shared_ptr<const DicomFolder> readHeaders(const fs::path& path, const Progress& progress) {
  return std::make_shared<const DicomFolder>(readDicomFolder(path, progress));
}

std::vector<SeriesOffer> offeredSeries(const DicomFolder& headers) {
  std::vector<SeriesOffer> offers;
  for (const SeriesPart& part : headers.parts)
    offers.push_back(offerOf(part));
  for (SeriesOffer& offer : refusedOffers(headers))
    offers.push_back(std::move(offer));
  return offers;
}

std::vector<SeriesOffer> offeredSeries(const fs::path& path, const Progress& progress) {
  return offeredSeries(readDicomFolder(path, progress));
}

Volume middleSlice(const SeriesOffer& offer) {
  const std::optional<DicomImage> image = readDicomImage(offer.middleFile);
  if (!image || offer.middleFrame >= image->frames.size())
    throw Error("Cannot show " + offer.middleFile.string() + ": " +
                (image && !image->problem.empty() ? image->problem : "it holds no image") + ".");
  const FrameRef frame{&*image, offer.middleFrame};
  DecodedFrames decoded = decodedFrames({frame}, {});
  if (!decoded.failures.front().empty())
    throw Error("Cannot show " + offer.middleFile.string() + ": " + decoded.failures.front() + ".");
  const DicomFrame& place = frame.frame();
  const Vec3 spacing(place.columnSpacingMm, place.rowSpacingMm, 1.0);
  Eigen::Matrix3d directions;
  directions << place.alongRow, place.alongColumn, place.alongRow.cross(place.alongColumn);
  return {Grid({image->columns, image->rows, 1}, place.positionMm, spacing, directions),
          std::move(decoded.hu)};
}

}  // namespace trocar
