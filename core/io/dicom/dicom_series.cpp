#include "core/io/dicom/dicom_series.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

namespace trocar {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> filesIn(const fs::path& path) {
  if (fs::is_regular_file(path))
    return {path};
  std::vector<fs::path> files;
  constexpr auto kOptions = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(path, kOptions)) {
    if (entry.is_regular_file())
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<DicomImage> imagesIn(const fs::path& path, const Progress& progress) {
  const std::vector<fs::path> files = filesIn(path);
  std::vector<DicomImage> images;
  for (std::size_t n = 0; n < files.size(); ++n) {
    progress.at(static_cast<double>(n) / static_cast<double>(files.size()));
    if (std::optional<DicomImage> image = readDicomImage(files[n]))
      images.push_back(std::move(*image));
  }
  return images;
}

std::size_t pixelsOf(const std::vector<DicomImage>& images) {
  std::size_t pixels = 0;
  for (const DicomImage& image : images)
    pixels += image.frames.size() * static_cast<std::size_t>(image.rows) *
              static_cast<std::size_t>(image.columns);
  return pixels;
}

/// Why there is no CT here, and what to do.
[[noreturn]] void refuse(const fs::path& path, const std::vector<DicomImage>& images) {
  if (images.empty())
    throw Error(path.string() + " holds no DICOM images: give the folder of a CT series.");
  std::set<std::string> kinds;
  bool damaged = false;
  bool bare = false;
  for (const DicomImage& image : images) {
    kinds.insert(isSegmentation(image)    ? "SEG"
                 : image.modality.empty() ? "unknown"
                                          : image.modality);
    damaged = damaged || image.damaged;
    bare = bare || isCt(image);
  }
  if (damaged)
    throw Error(path.string() +
                " holds no complete CT: its files are damaged or cut short; copy them again.");
  if (bare)
    throw Error(path.string() +
                " holds no CT to plan on: its images lack pixels or their place in the "
                "patient; export the original axial series.");
  std::string found;
  for (const std::string& kind : kinds)
    found += (found.empty() ? "" : ", ") + kind;
  throw Error(path.string() + " holds no CT series but " + found + ": planning needs a CT.");
}

using Series = std::map<std::string, std::vector<DicomImage>>;

/// The largest group; the first by its key where two are as large.
template <typename Groups>
auto largest(Groups& groups) {
  return std::max_element(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
    return pixelsOf(a.second) < pixelsOf(b.second);
  });
}

std::vector<DicomImage> chosen(Series& series,
                               const std::string& wantedUid,
                               const fs::path& path,
                               std::vector<Remark>& remarks) {
  std::string others;
  const auto best = wantedUid.empty() ? largest(series) : series.find(wantedUid);
  for (const auto& [uid, images] : series) {
    if (best == series.end() || uid != best->first)
      others +=
          (others.empty() ? "" : ", ") + uid + " (" + std::to_string(images.size()) + " images)";
  }
  if (best == series.end())
    throw Error(path.string() + " holds no CT series " + wantedUid + ": choose one of " + others +
                ".");
  if (wantedUid.empty() && series.size() > 1)
    remarks.push_back({"several-series",
                       "The folder holds several CT series; the largest, " + best->first +
                           ", was taken. Others: " + others + "."});
  return std::move(best->second);
}

/// Images that can lie in one stack share this.
using Shape = std::tuple<int, int, std::vector<long>, int>;

Shape shapeOf(const DicomImage& image, bool byAcquisition) {
  const DicomFrame& first = image.frames.front();
  std::vector<long> numbers;
  for (const Vec3& axis : {first.alongRow, first.alongColumn}) {
    for (int a = 0; a < 3; ++a)
      numbers.push_back(std::lround(axis[a] * 200.0));
  }
  numbers.push_back(std::lround(first.columnSpacingMm * 1e4));
  numbers.push_back(std::lround(first.rowSpacingMm * 1e4));
  return {image.rows, image.columns, numbers, byAcquisition ? image.acquisition : 0};
}

bool repeatsPlaces(const std::vector<DicomImage>& images) {
  std::set<std::tuple<long, long, long>> places;
  for (const DicomImage& image : images) {
    for (const DicomFrame& frame : image.frames) {
      const Vec3 hundredths = frame.positionMm * 100.0;
      if (!places
               .emplace(std::lround(hundredths[0]),
                        std::lround(hundredths[1]),
                        std::lround(hundredths[2]))
               .second)
        return true;
    }
  }
  return false;
}

/// Keeps the largest group of images that share a shape, and tells of the rest.
std::vector<DicomImage> ofOneShape(std::vector<DicomImage> images,
                                   bool byAcquisition,
                                   const Remark& remark,
                                   std::vector<Remark>& remarks) {
  std::map<Shape, std::vector<DicomImage>> groups;
  for (DicomImage& image : images)
    groups[shapeOf(image, byAcquisition)].push_back(std::move(image));
  if (groups.size() > 1)
    remarks.push_back(remark);
  return std::move(largest(groups)->second);
}

}  // namespace

DicomSeries findCtSeries(const fs::path& path,
                         const std::string& wantedUid,
                         const Progress& progress) {
  const std::vector<DicomImage> all = imagesIn(path, progress);
  Series series;
  for (const DicomImage& image : all) {
    if (isCt(image) && image.hasPixels && !image.frames.empty())
      series[image.seriesUid].push_back(image);
  }
  if (series.empty())
    refuse(path, all);
  DicomSeries result;
  result.images = chosen(series, wantedUid, path, result.remarks);
  result.images = ofOneShape(std::move(result.images),
                             false,
                             {"other-images",
                              "Images of another size or direction in the series, such as "
                              "scouts, were left out."},
                             result.remarks);
  if (repeatsPlaces(result.images))
    result.images = ofOneShape(std::move(result.images),
                               true,
                               {"several-acquisitions",
                                "The series holds several acquisitions of the same "
                                "place; the largest was taken."},
                               result.remarks);
  for (const DicomImage& image : result.images) {
    if (image.damaged)
      throw Error("Cannot read " + image.path.string() +
                  ": the file is damaged or cut short; copy the series again.");
  }
  return result;
}

}  // namespace trocar
