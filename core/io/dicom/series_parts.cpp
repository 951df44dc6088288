// Which images belong together: one patient, study, frame of reference and series, one size and
// direction.
#include "core/io/dicom/series_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace trocar {
namespace {

using Images = std::vector<const DicomImage*>;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += word + '\x1F';
  return text;
}

/// What the images of a volume share beside their series.
std::string ownerOf(const DicomImage& image) {
  return joined({std::to_string(static_cast<int>(kindOf(image))),
                 patientKey(image),
                 image.studyUid,
                 image.frameOfReferenceUid});
}

/// An empty UID is no key: the series' number and description stand in.
std::string seriesOf(const DicomImage& image) {
  if (!image.seriesUid.empty())
    return joined({image.seriesUid});
  return joined({"", image.seriesNumber, image.seriesDescription});
}

std::string uidOrNone(const DicomImage& image) {
  return image.seriesUid.empty() ? "no-uid" : image.seriesUid;
}

struct Group {
  Images images;
  bool wasJoined = false;  ///< Each image has a series of its own.
};

/// Images of one owner, number and size that each have a series of their own become one group: some
/// de-identifiers make a new UID for every file.
void joinSingles(std::map<std::string, Group>& groups) {
  constexpr std::size_t kFewest = 3;
  std::map<std::string, std::vector<std::string>> alike;
  for (const auto& [key, group] : groups) {
    const DicomImage& image = *group.images.front();
    if (group.images.size() == 1 && image.problem.empty() && image.frames.size() == 1 &&
        !image.seriesUid.empty())
      alike[joined({ownerOf(image),
                    image.seriesNumber,
                    std::to_string(image.rows),
                    std::to_string(image.columns)})]
          .push_back(key);
  }
  for (const auto& [shared, keys] : alike) {
    if (keys.size() < kFewest)
      continue;
    Group whole{{}, true};
    for (const std::string& key : keys) {
      whole.images.push_back(groups.at(key).images.front());
      groups.erase(key);
    }
    std::stable_sort(whole.images.begin(), whole.images.end(), [](const auto* a, const auto* b) {
      return a->instance < b->instance;
    });
    groups[shared] = std::move(whole);
  }
}

/// Whether frames can lie in one stack. A thousandth of the spacing is half a pixel over 512 of
/// them; half a hundredth of a direction is 0.3 degrees.
bool alike(const FrameRef& a, const FrameRef& b) {
  constexpr double kDirection = 0.005;
  constexpr double kSpacing = 0.001;
  const DicomFrame& first = a.frame();
  const DicomFrame& second = b.frame();
  const auto near = [](double x, double y) { return std::abs(x - y) <= kSpacing * x; };
  return a.image->rows == b.image->rows && a.image->columns == b.image->columns &&
         (first.alongRow - second.alongRow).cwiseAbs().maxCoeff() <= kDirection &&
         (first.alongColumn - second.alongColumn).cwiseAbs().maxCoeff() <= kDirection &&
         near(first.columnSpacingMm, second.columnSpacingMm) &&
         near(first.rowSpacingMm, second.rowSpacingMm);
}

std::vector<SeriesPart> partedByShape(const Images& images) {
  std::vector<SeriesPart> parts;
  for (const DicomImage* image : images) {
    if (!image->problem.empty())
      continue;
    for (std::size_t n = 0; n < image->frames.size(); ++n) {
      const FrameRef frame{image, n};
      auto part = std::find_if(parts.begin(), parts.end(), [&](const SeriesPart& one) {
        return alike(one.frames.front(), frame);
      });
      if (part == parts.end())
        part = parts.insert(parts.end(), {uidOrNone(*image), kindOf(*image)});
      part->frames.push_back(frame);
    }
  }
  return parts;
}

bool mayBelongTo(const DicomImage& image, const SeriesPart& part) {
  const DicomImage& first = *part.frames.front().image;
  const bool scout = image.imageType.find("LOCALIZER") != std::string::npos;
  const bool unread = image.rows == 0 && image.damaged;
  return !scout && (unread || image.rows == first.rows || image.columns == first.columns);
}

/// Images that cannot be used count as missing from the largest part that they fit.
void handOutUnusable(const Images& images, std::vector<SeriesPart>& parts) {
  for (const DicomImage* image : images) {
    if (image->problem.empty())
      continue;
    SeriesPart* most = nullptr;
    for (SeriesPart& part : parts) {
      if (mayBelongTo(*image, part) && (most == nullptr || pixelsOf(part) > pixelsOf(*most)))
        most = &part;
    }
    if (most != nullptr)
      most->unusable.push_back(image);
  }
}

void orderByInstance(std::vector<FrameRef>& frames) {
  std::stable_sort(frames.begin(), frames.end(), [](const FrameRef& a, const FrameRef& b) {
    return a.image->instance != b.image->instance ? a.image->instance < b.image->instance
                                                  : a.number < b.number;
  });
}

void tellOfJoining(SeriesPart& part) {
  part.remarks.push_back({"joined-series",
                          "Each of the " + std::to_string(part.frames.size()) +
                              " images has a series of its own (SeriesInstanceUID); they share "
                              "patient, study, frame of reference, series number, size and "
                              "direction and were joined."});
}

std::vector<SeriesPart> partsOfGroup(const Group& group) {
  std::vector<SeriesPart> shapes = partedByShape(group.images);
  handOutUnusable(group.images, shapes);
  std::size_t all = 0;
  for (const SeriesPart& shape : shapes)
    all += shape.frames.size();
  std::vector<SeriesPart> parts;
  for (SeriesPart& shape : shapes) {
    if (shapes.size() > 1)
      shape.remarks.push_back({"other-images",
                               "Left out: " + imagesText(all - shape.frames.size()) +
                                   " of the series with another size, direction or pixel spacing, "
                                   "such as scouts."});
    if (group.wasJoined)
      tellOfJoining(shape);
    orderByInstance(shape.frames);
    for (SeriesPart& part : partedByPlace(std::move(shape)))
      parts.push_back(std::move(part));
  }
  std::stable_sort(parts.begin(), parts.end(), [](const SeriesPart& a, const SeriesPart& b) {
    return pixelsOf(a) > pixelsOf(b);
  });
  return parts;
}

/// A file that breaks off before its series is named may be a slice of any CT beside it.
void handOutStumps(const std::vector<DicomImage>& images, std::vector<SeriesPart>& parts) {
  for (const DicomImage& image : images) {
    if (!image.damaged || !image.seriesUid.empty() || kindOf(image) == ImageKind::Other)
      continue;
    for (SeriesPart& part : parts) {
      const bool known =
          std::find(part.unusable.begin(), part.unusable.end(), &image) != part.unusable.end();
      if (!known && part.frames.front().image->path.parent_path() == image.path.parent_path())
        part.unusable.push_back(&image);
    }
  }
}

}  // namespace

std::vector<SeriesPart> partsOf(const std::vector<DicomImage>& images) {
  std::map<std::string, Group> groups;
  for (const DicomImage& image : images) {
    if (kindOf(image) != ImageKind::Other)
      groups[ownerOf(image) + seriesOf(image)].images.push_back(&image);
  }
  joinSingles(groups);
  std::vector<SeriesPart> parts;
  for (const auto& [key, group] : groups) {
    for (SeriesPart& part : partsOfGroup(group)) {
      part.group = key;
      parts.push_back(std::move(part));
    }
  }
  handOutStumps(images, parts);
  return parts;
}

}  // namespace trocar
