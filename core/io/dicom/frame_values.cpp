#include "core/io/dicom/frame_values.h"

#include "core/error.h"
#include "core/io/dicom/frame_decoder.h"
#include "core/io/dicom/hu_table.h"
#include "core/parallel.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <tuple>

namespace trocar {
namespace {

/// The tables that the frames need, each once: mostly a series has one.
class Tables {
 public:
  explicit Tables(const std::vector<FrameRef>& frames) {
    std::map<Key, std::size_t> known;
    for (const FrameRef& frame : frames) {
      const auto [place, isNew] = known.emplace(keyOf(frame), tables_.size());
      if (isNew)
        tables_.emplace_back(*frame.image, frame.frame());
      ofFrames_.push_back(place->second);
    }
  }

  const HuTable& of(std::size_t frame) const { return tables_[ofFrames_[frame]]; }

 private:
  using Key = std::tuple<int, int, bool, std::array<int, 2>, bool, double, double>;

  static Key keyOf(const FrameRef& ref) {
    const DicomImage& image = *ref.image;
    return {image.bitsStored,
            image.highBit,
            image.isSigned,
            image.padding.value_or(std::array<int, 2>{}),
            image.padding.has_value(),
            ref.frame().slope,
            ref.frame().intercept};
  }

  std::vector<HuTable> tables_;
  std::vector<std::size_t> ofFrames_;
};

std::size_t planeOf(const DicomImage& image) {
  return static_cast<std::size_t>(image.rows) * static_cast<std::size_t>(image.columns);
}

std::size_t widthOf(const DicomImage& image) {
  return image.bitsAllocated == 8 ? 1 : 2;
}

/// Words whose bytes lie at the beginning of the array, one for each or two.
void spread(std::vector<std::uint16_t>& words, std::size_t width) {
  if (width == 2)
    return;
  const auto* narrow = reinterpret_cast<const std::uint8_t*>(words.data());
  for (std::size_t n = words.size(); n-- > 0;)
    words[n] = narrow[n];
}

/// The words of a frame whose pixels are plain numbers. False where the file does not hold them.
bool readPlainWords(const FrameRef& ref, std::vector<std::uint16_t>& words) {
  const DicomImage& image = *ref.image;
  words.resize(planeOf(image));
  const std::size_t bytes = words.size() * widthOf(image);
  std::ifstream file;
  file.rdbuf()->pubsetbuf(nullptr, 0);
  file.open(image.path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(image.pixels->offset + ref.number * bytes));
  auto* first = reinterpret_cast<char*>(words.data());
  if (!file.read(first, static_cast<std::streamsize>(bytes)))
    return false;
  spread(words, widthOf(image));
  if (widthOf(image) == 2 && hasBigEndianPixels(image)) {
    for (std::uint16_t& word : words)
      word = static_cast<std::uint16_t>(word >> 8U | word << 8U);
  }
  return true;
}

/// Frames on their way to HU. Threads take different frames.
class Decoding {
 public:
  explicit Decoding(const std::vector<FrameRef>& frames)
      : frames_(frames),
        tables_(frames),
        plane_(planeOf(*frames.front().image)),
        counts_(frames.size()) {
    allocate();
    result_.failures.resize(frames.size());
    for (std::size_t n = 0; n < frames.size(); ++n) {
      if (hasPlainPixels(*frames[n].image))
        plain_.push_back(n);
      else
        ofImages_[frames[n].image].push_back(n);
    }
  }

  void readPlain(const Progress& progress) {
    parallelFor(plain_.size(), progress, [&](std::size_t n) {
      thread_local std::vector<std::uint16_t> words;
      const std::size_t frame = plain_[n];
      if (readPlainWords(frames_[frame], words))
        put(frame, words);
      else
        result_.failures[frame] = "the file is damaged or cut short within its pixels";
    });
  }

  void decodeOthers(const Progress& progress) {
    std::vector<const DicomImage*> images;
    for (const FrameRef& frame : frames_) {
      if (ofImages_.contains(frame.image) &&
          std::find(images.rbegin(), images.rend(), frame.image) == images.rend())
        images.push_back(frame.image);
    }
    const std::size_t each = imagesPerChild(images.size());
    parallelFor((images.size() + each - 1) / each, progress, [&](std::size_t n) {
      const std::size_t begin = n * each;
      const std::size_t end = std::min(images.size(), begin + each);
      decode({images.begin() + static_cast<std::ptrdiff_t>(begin),
              images.begin() + static_cast<std::ptrdiff_t>(end)},
             silenced(progress));
    });
  }

  DecodedFrames take() {
    for (const HuCounts& counts : counts_) {
      result_.clipped += counts.clipped;
      result_.paddedAsAir += counts.paddedAsAir;
    }
    return std::move(result_);
  }

 private:
  static std::size_t imagesPerChild(std::size_t images) {
    constexpr std::size_t kMost = 64;
    const auto threads = static_cast<std::size_t>(parallelThreads());
    return std::clamp<std::size_t>((images + threads - 1) / threads, 1, kMost);
  }

  void allocate() {
    try {
      result_.hu.resize(plane_ * frames_.size());
    } catch (const std::bad_alloc&) {
      const DicomImage& image = *frames_.front().image;
      throw Error("Cannot read " + image.path.string() + ": its " + std::to_string(frames_.size()) +
                  " images of " + std::to_string(image.columns) + " x " +
                  std::to_string(image.rows) +
                  " pixels do not fit into this computer's memory; export fewer or smaller ones.");
    }
  }

  void decode(const std::vector<const DicomImage*>& images, const Progress& progress) {
    std::vector<DecodeJob> jobs;
    for (const DicomImage* image : images)
      jobs.push_back({image->path, plane_ * image->frames.size() * widthOf(*image)});
    std::vector<std::uint16_t> words(plane_);
    const auto took = [&](std::size_t job, std::span<const std::uint8_t> bytes) {
      const std::size_t width = widthOf(*images[job]);
      for (const std::size_t frame : ofImages_.at(images[job])) {
        std::memcpy(
            words.data(), bytes.data() + frames_[frame].number * plane_ * width, plane_ * width);
        spread(words, width);
        put(frame, words);
      }
    };
    const auto failed = [&](std::size_t job, const std::string& why) {
      for (const std::size_t frame : ofImages_.at(images[job]))
        result_.failures[frame] = why;
    };
    decodeFrames(jobs, {took, failed}, progress);
  }

  void put(std::size_t frame, std::span<const std::uint16_t> words) {
    counts_[frame] = toHu(words,
                          static_cast<std::size_t>(frames_[frame].image->columns),
                          tables_.of(frame),
                          std::span(result_.hu).subspan(frame * plane_, plane_));
  }

  const std::vector<FrameRef>& frames_;
  Tables tables_;
  std::size_t plane_;
  std::vector<std::size_t> plain_;
  std::map<const DicomImage*, std::vector<std::size_t>> ofImages_;  ///< Compressed ones' frames.
  std::vector<HuCounts> counts_;
  DecodedFrames result_;
};

}  // namespace

DecodedFrames decodedFrames(const std::vector<FrameRef>& frames, const Progress& progress) {
  Decoding decoding(frames);
  decoding.readPlain(progress.span(0.0, 0.5));
  decoding.decodeOthers(progress.span(0.5, 1.0));
  return decoding.take();
}

}  // namespace trocar
