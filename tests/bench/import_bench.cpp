// How long importing takes beside reading the same files with ITK: a DICOM series of 512 x 512 x N
// slices, and a gzipped NIfTI map of 60 labels on it. Processor seconds of all threads count, so
// that a busy machine tells the same.
//
//   import_bench FOLDER [N]    makes the files in FOLDER where they are missing; N is 800
#include "core/import.h"
#include "core/io.h"
#include "core/parallel.h"
#include "tests/core/dicom_maker.h"

#include <itkGDCMImageIO.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImageFileReader.h>
#include <itkImageSeriesReader.h>
#include <itkNiftiImageIO.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/resource.h>
#include <vector>
#include <zlib.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 512;
constexpr double kPixelMm = 0.78;
constexpr double kStepMm = 1.0;

std::uint64_t hashed(std::uint64_t n) {
  n = (n + 1) * 0x9E3779B97F4A7C15ULL;
  n ^= n >> 29U;
  return n * 0xBF58476D1CE4E5B9ULL >> 32U;
}

/// Label at a voxel: a column of vertebra-like balls with ribs beside them, 60 in all; 0 elsewhere.
int labelAt(int i, int j, int k, int slices) {
  const int each = std::max(1, slices / 20);
  const int level = std::min(19, k / each);
  const double up = (k - (level + 0.5) * each) * kStepMm;
  const double half = 0.4 * each * kStepMm;
  for (int side = -1; side <= 1; ++side) {
    const double x = (i - 256 - side * 80) * kPixelMm;
    const double y = (j - 300) * kPixelMm;
    const double width = side == 0 ? 22.0 : 14.0;
    if (x * x / width / width + y * y / 400.0 + up * up / half / half < 1.0)
      return 1 + 3 * level + side + 1;
  }
  return 0;
}

int huAt(int i, int j, int k, int slices) {
  const double x = (i - 256.0) / 220.0;
  const double y = (j - 256.0) / 150.0;
  const int noise =
      static_cast<int>(
          hashed((static_cast<std::uint64_t>(k) * kSide + static_cast<std::uint64_t>(j)) * kSide +
                 static_cast<std::uint64_t>(i)) %
          61) -
      30;
  if (x * x + y * y > 1.0)
    return -1000 + std::abs(noise) / 2;
  if (x * x + y * y > 0.85)
    return -100 + noise;
  return (labelAt(i, j, k, slices) > 0 ? 350 : 45) + noise;
}

void makeSeries(const fs::path& folder, int slices) {
  fs::create_directories(folder);
  parallelFor(slices, [&](int k) {
    std::vector<std::uint16_t> words(static_cast<std::size_t>(kSide) * kSide);
    for (int j = 0; j < kSide; ++j) {
      for (int i = 0; i < kSide; ++i)
        words[static_cast<std::size_t>(j) * kSide + static_cast<std::size_t>(i)] =
            static_cast<std::uint16_t>(huAt(i, j, k, slices) + 1024);
    }
    const std::string number = std::to_string(10000 + k);
    const std::string spacing = std::to_string(kPixelMm);
    madeSlice(k % 1000)
        .put(0x00080018, "UI", "1.2.3.4." + number)
        .put(0x00180050, "DS", "1")
        .put(0x00200013, "IS", std::to_string(k + 1))
        .put(0x00200032, "DS", "-200\\-200\\" + std::to_string(k))
        .put(0x00280030, "DS", spacing + "\\" + spacing)
        .putWord(0x00280010, kSide)
        .putWord(0x00280011, kSide)
        .pixels(words)
        .write(folder / (number + ".dcm"));
  });
}

template <typename Value>
void putAt(std::string& bytes, std::size_t at, const std::vector<Value>& values) {
  std::memcpy(bytes.data() + at, values.data(), values.size() * sizeof(Value));
}

/// One byte a voxel, as TotalSegmentator writes them.
void makeLabels(const fs::path& file, int slices) {
  std::string header(352, '\0');
  putAt<std::int32_t>(header, 0, {348});
  putAt<std::int16_t>(header, 40, {3, kSide, kSide, static_cast<std::int16_t>(slices), 1, 1, 1, 1});
  putAt<std::int16_t>(header, 70, {2, 8});
  const auto mm = static_cast<float>(kPixelMm);
  putAt<float>(header, 76, {1.0F, mm, mm, 1.0F});
  putAt<float>(header, 108, {352.0F, 1.0F});
  header[123] = 2;
  putAt<std::int16_t>(header, 252, {0, 1});
  putAt<float>(header, 280, {-mm, 0, 0, 200, 0, -mm, 0, 200, 0, 0, 1, 0});
  std::memcpy(header.data() + 344, "n+1", 4);
  gzFile out = gzopen(file.c_str(), "wb6");
  gzwrite(out, header.data(), 352);
  std::vector<char> slice(static_cast<std::size_t>(kSide) * kSide);
  for (int k = 0; k < slices; ++k) {
    for (int j = 0; j < kSide; ++j) {
      for (int i = 0; i < kSide; ++i)
        slice[static_cast<std::size_t>(j) * kSide + static_cast<std::size_t>(i)] =
            static_cast<char>(labelAt(i, j, k, slices));
    }
    gzwrite(out, slice.data(), static_cast<unsigned>(slice.size()));
  }
  gzclose(out);
}

void makeScheme(const fs::path& file) {
  std::string text = "{";
  for (int level = 0; level < 20; ++level) {
    const std::string name = level < 8    ? "T" + std::to_string(level + 5)
                             : level < 13 ? "L" + std::to_string(level - 7)
                                          : "";
    for (int side = 0; side < 3; ++side) {
      const std::string number = std::to_string(1 + 3 * level + side);
      const bool vertebra = side == 1 && !name.empty();
      text += (number == "1" ? "" : ",") + std::string("\"") + number + "\": {\"id\": \"" +
              (vertebra ? "vertebra_" + name : "bone_" + number) + "\", \"name\": \"" +
              (vertebra ? name : "Bone " + number) + "\", \"role\": \"" +
              (vertebra ? "vertebra" : "rib") + "\"}";
    }
  }
  std::ofstream(file) << text << "}";
}

struct Cost {
  double processor = 0.0;
  double wall = 0.0;
};

double processorSeconds() {
  double seconds = 0.0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime})
      seconds += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  }
  return seconds;
}

/// The cheapest of three runs.
Cost costOf(const std::function<void()>& work) {
  Cost best{1e9, 1e9};
  for (int run = 0; run < 3; ++run) {
    const auto start = std::chrono::steady_clock::now();
    const double before = processorSeconds();
    work();
    const double wall =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    best.processor = std::min(best.processor, processorSeconds() - before);
    best.wall = std::min(best.wall, wall);
  }
  return best;
}

void readSeriesWithItk(const fs::path& folder) {
  using Image = itk::Image<short, 3>;
  const auto names = itk::GDCMSeriesFileNames::New();
  names->SetDirectory(folder.string());
  const auto reader = itk::ImageSeriesReader<Image>::New();
  reader->SetImageIO(itk::GDCMImageIO::New());
  reader->SetFileNames(names->GetInputFileNames());
  reader->Update();
}

void readLabelsWithItk(const fs::path& file) {
  using Image = itk::Image<unsigned short, 3>;
  const auto reader = itk::ImageFileReader<Image>::New();
  reader->SetImageIO(itk::NiftiImageIO::New());
  reader->SetFileName(file.string());
  reader->Update();
}

void tell(const char* what, const Cost& cost, const Cost& against) {
  std::printf("%-34s %6.2f s of processor, %6.2f s, %5.2f times\n",
              what,
              cost.processor,
              cost.wall,
              cost.processor / against.processor);
}

void run(const fs::path& folder, int slices) {
  const fs::path series = folder / "series";
  const fs::path labels = folder / "labels.nii.gz";
  const fs::path scheme = folder / "scheme.json";
  if (!fs::exists(scheme)) {
    makeSeries(series, slices);
    makeLabels(labels, slices);
    makeScheme(scheme);
  }
  const Cost itkSeries = costOf([&] { readSeriesWithItk(series); });
  const Cost itkLabels = costOf([&] { readLabelsWithItk(labels); });
  const Cost itkBoth{itkSeries.processor + itkLabels.processor, itkSeries.wall + itkLabels.wall};
  Case patient;
  const Cost ct = costOf([&] { readCt(series); });
  const Cost alone = costOf([&] { importCase(series, {}); });
  const Cost both =
      costOf([&] { patient = importCase(series, {{.path = labels, .scheme = scheme.string()}}); });
  const Cost written = costOf([&] { writeCase(patient, folder / "case"); });
  tell("ITK: series", itkSeries, itkSeries);
  tell("readCt", ct, itkSeries);
  tell("importCase without labels", alone, itkSeries);
  tell("ITK: series and labels", itkBoth, itkBoth);
  tell("importCase with labels", both, itkBoth);
  tell("writeCase", written, itkBoth);
}

}  // namespace
}  // namespace trocar

int main(int count, char** words) {
  if (count < 2)
    return 2;
  trocar::run(words[1], count > 2 ? std::atoi(words[2]) : 800);
  return 0;
}
