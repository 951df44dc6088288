// Frames that share a place: two phases, kernels or copies in one series. series_parts.h's
// partedByPlace.
#include "core/io/dicom/series_parts.h"
#include "core/number_text.h"
#include "core/quantile.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace trocar {
namespace {

using FrameList = std::vector<FrameRef>;

/// Places along the normal, and which frames share one.
struct Places {
  double firstMm = 0.0;
  double spanMm = 0.0;
  double sameMm = 0.0;  ///< Nearer than this is the same place.
  std::size_t repeats = 0;

  bool manyRepeats(std::size_t frames) const {
    return repeats > std::max<std::size_t>(2, (frames - repeats) / 20);
  }
};

std::vector<double> sortedAlong(const FrameList& frames, const DicomFrame& reference) {
  std::vector<double> along;
  for (const FrameRef& frame : frames)
    along.push_back(alongMm(frame.frame(), reference));
  std::sort(along.begin(), along.end());
  return along;
}

/// A tenth of the steps, and at most a quarter of a millimetre; a few wide gaps do not count.
double samePlaceMm(const std::vector<double>& along) {
  constexpr double kLeastMm = 0.01;
  constexpr double kMostMm = 0.25;
  std::vector<double> gaps;
  for (std::size_t n = 1; n < along.size(); ++n) {
    if (along[n] - along[n - 1] > kLeastMm)
      gaps.push_back(along[n] - along[n - 1]);
  }
  if (gaps.empty())
    return kLeastMm;
  return std::clamp(0.1 * quantile(std::move(gaps), 0.75), kLeastMm, kMostMm);
}

Places placesOf(const FrameList& frames, const DicomFrame& reference) {
  const std::vector<double> along = sortedAlong(frames, reference);
  Places places{along.front(), along.back() - along.front(), samePlaceMm(along)};
  for (std::size_t n = 1; n < along.size(); ++n)
    places.repeats += along[n] - along[n - 1] < places.sameMm ? 1U : 0U;
  return places;
}

/// Whether these groups are each a volume of their own: they lie over each other, and one reaches
/// over half of the whole.
bool lieOverEachOther(const std::vector<FrameList>& groups, const Places& whole, double least) {
  double sum = 0.0;
  double most = 0.0;
  for (const FrameList& group : groups) {
    const double span = placesOf(group, groups[0][0].frame()).spanMm;
    sum += span;
    most = std::max(most, span);
  }
  return groups.size() > 1 && sum >= least * whole.spanMm && most >= 0.5 * whole.spanMm;
}

std::vector<FrameList> byMark(const FrameList& frames, FrameMark mark) {
  std::map<std::string, std::size_t> numbers;
  std::vector<FrameList> groups;
  for (const FrameRef& frame : frames) {
    const auto [known, isNew] = numbers.emplace(frame.frame().mark(mark), groups.size());
    if (isNew)
      groups.emplace_back();
    groups[known->second].push_back(frame);
  }
  return groups;
}

/// Runs of frames, in the order of their numbers, each of which has a place once.
std::vector<FrameList> byRuns(const FrameList& frames, const Places& places) {
  std::vector<FrameList> runs(1);
  std::set<long> taken;
  for (const FrameRef& frame : frames) {
    const double along = alongMm(frame.frame(), frames.front().frame()) - places.firstMm;
    const long place = std::lround(along / places.sameMm / 2.0);
    if (!taken.insert(place).second) {
      runs.emplace_back();
      taken = {place};
    }
    runs.back().push_back(frame);
  }
  return runs;
}

/// Sets that alternate, each at places of its own, are taken apart by what seldom changes within a
/// volume.
bool alternate(const std::vector<FrameList>& groups, FrameMark mark, const Places& places) {
  constexpr std::size_t kMostSets = 4;
  constexpr double kOverEachOther = 1.5;
  const bool lasting = mark == FrameMark::Kernel || mark == FrameMark::ImageType ||
                       mark == FrameMark::KiloVolts || mark == FrameMark::TemporalPosition ||
                       mark == FrameMark::Acquisition;
  std::size_t all = 0;
  std::size_t fewest = groups.front().size();
  for (const FrameList& group : groups) {
    all += group.size();
    fewest = std::min(fewest, group.size());
  }
  return lasting && groups.size() <= kMostSets && fewest * 2 * groups.size() >= all && fewest > 2 &&
         lieOverEachOther(groups, places, kOverEachOther);
}

bool mayBeShown(FrameMark mark) {
  return mark != FrameMark::TriggerTime && mark != FrameMark::AcquisitionTime &&
         mark != FrameMark::Description && mark != FrameMark::Folder;
}

std::string distinctionOf(const FrameList& group, FrameMark mark) {
  const std::string& value = group.front().frame().mark(mark);
  if (!mayBeShown(mark))
    return nameOf(mark);
  return std::string(nameOf(mark)) + " " + (value.empty() ? "none" : value.substr(0, 40));
}

/// The groups as parts of their own, which say how they differ.
std::vector<SeriesPart> partsFrom(const SeriesPart& whole,
                                  const std::vector<FrameList>& groups,
                                  const std::vector<std::string>& distinctions) {
  std::string all;
  for (const std::string& one : std::set<std::string>(distinctions.begin(), distinctions.end()))
    all += (all.empty() ? "" : "; ") + one;
  std::vector<SeriesPart> parts;
  for (std::size_t n = 0; n < groups.size(); ++n) {
    SeriesPart part = whole;
    part.frames = groups[n];
    part.distinction += (part.distinction.empty() ? "" : ", ") + distinctions[n];
    part.remarks.push_back({"several-acquisitions",
                            "The series holds " + std::to_string(groups.size()) +
                                " sets of images of the same places (" + all +
                                "); one was taken, the others are offered as series of their "
                                "own."});
    for (SeriesPart& smaller : partedByPlace(std::move(part)))
      parts.push_back(std::move(smaller));
  }
  return parts;
}

bool sameBytes(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::ifstream first(a, std::ios::binary);
  std::ifstream second(b, std::ios::binary);
  using Bytes = std::istreambuf_iterator<char>;
  return std::filesystem::file_size(a) == std::filesystem::file_size(b) &&
         std::equal(Bytes(first), Bytes(), Bytes(second));
}

/// Whether two frames are one image in two files: by its UID, and where that was taken out by all
/// of the file.
bool isCopyOf(const FrameRef& frame, const FrameRef& other) {
  const DicomImage& image = *frame.image;
  if (frame.number != other.number || image.sopInstanceUid != other.image->sopInstanceUid)
    return false;
  return !image.sopInstanceUid.empty() || (frame.frame().positionMm == other.frame().positionMm &&
                                           sameBytes(image.path, other.image->path));
}

/// Leaves out files that are the same image as another.
void dropCopies(SeriesPart& part, std::size_t& dropped) {
  std::multimap<std::tuple<std::string, double, std::size_t>, FrameRef> seen;
  const auto isCopy = [&](const FrameRef& frame) {
    const std::tuple key(frame.image->sopInstanceUid, frame.image->instance, frame.number);
    const auto [first, last] = seen.equal_range(key);
    const bool known =
        std::any_of(first, last, [&](const auto& other) { return isCopyOf(frame, other.second); });
    if (!known)
      seen.emplace(key, frame);
    return known;
  };
  const auto gone = std::remove_if(part.frames.begin(), part.frames.end(), isCopy);
  dropped += static_cast<std::size_t>(part.frames.end() - gone);
  part.frames.erase(gone, part.frames.end());
}

/// The frames in the order of their places, of those that share one the first.
void orderByPlace(SeriesPart& part, double sameMm, std::size_t& dropped) {
  const DicomFrame reference = part.frames.front().frame();
  std::stable_sort(
      part.frames.begin(), part.frames.end(), [&](const FrameRef& a, const FrameRef& b) {
        return alongMm(a.frame(), reference) < alongMm(b.frame(), reference);
      });
  const auto gone = std::unique(
      part.frames.begin(), part.frames.end(), [&](const FrameRef& a, const FrameRef& b) {
        return alongMm(b.frame(), reference) - alongMm(a.frame(), reference) < sameMm;
      });
  dropped += static_cast<std::size_t>(part.frames.end() - gone);
  part.frames.erase(gone, part.frames.end());
}

std::vector<SeriesPart> finished(SeriesPart part, const Places& places, std::size_t dropped) {
  if (places.manyRepeats(part.frames.size()))
    part.doubts.emplace_back(
        "mixed-acquisitions",
        std::to_string(places.repeats) + " of the " + std::to_string(part.frames.size()) +
            " images of the series lie at the place of another, and nothing in the files tells two "
            "sets apart: one of each place may mix two phases.");
  orderByPlace(part, places.sameMm, dropped);
  if (dropped > 0)
    part.remarks.push_back(
        {"duplicate-slices",
         std::to_string(dropped) + (dropped == 1 ? " slice repeats" : " slices repeat") +
             " the place of another and " + (dropped == 1 ? "was" : "were") + " left out."});
  return {std::move(part)};
}

}  // namespace

double alongMm(const DicomFrame& frame, const DicomFrame& reference) {
  return frame.positionMm.dot(reference.alongRow.cross(reference.alongColumn).normalized());
}

std::vector<SeriesPart> partedByPlace(SeriesPart whole) {
  constexpr double kBarelyOverEachOther = 1.05;
  std::size_t dropped = 0;
  dropCopies(whole, dropped);
  const Places places = placesOf(whole.frames, whole.frames.front().frame());
  const bool many = places.manyRepeats(whole.frames.size());
  const auto parted = [&](const std::vector<FrameList>& groups, FrameMark mark) {
    std::vector<std::string> distinctions;
    for (const FrameList& group : groups)
      distinctions.push_back(distinctionOf(group, mark));
    return partsFrom(whole, groups, distinctions);
  };
  for (std::size_t n = 0; n < kFrameMarks; ++n) {
    const auto mark = static_cast<FrameMark>(n);
    const std::vector<FrameList> groups = byMark(whole.frames, mark);
    const bool apart = many ? lieOverEachOther(groups, places, kBarelyOverEachOther)
                            : alternate(groups, mark, places);
    if (mark != FrameMark::Folder && apart)
      return parted(groups, mark);
  }
  const std::vector<FrameList> runs =
      many ? byRuns(whole.frames, places) : std::vector<FrameList>();
  if (many && lieOverEachOther(runs, places, kBarelyOverEachOther)) {
    std::vector<std::string> distinctions;
    for (std::size_t n = 0; n < runs.size(); ++n)
      distinctions.push_back("set " + std::to_string(n + 1) + " by InstanceNumber");
    return partsFrom(whole, runs, distinctions);
  }
  const std::vector<FrameList> folders = byMark(whole.frames, FrameMark::Folder);
  if (many && lieOverEachOther(folders, places, kBarelyOverEachOther))
    return parted(folders, FrameMark::Folder);
  return finished(std::move(whole), places, dropped);
}

}  // namespace trocar
