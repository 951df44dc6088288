#include "tests/render/baseline.h"

#include <gtest/gtest.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace trocar::test {
namespace {

namespace fs = std::filesystem;

/// Red, green and blue of a pixel, smoothed or not.
using Samples = std::vector<float>;

std::size_t indexOf(const render::Picture& picture, int x, int y, int colour) {
  return 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.widthPx) +
              static_cast<std::size_t>(x)) +
         static_cast<std::size_t>(colour);
}

/// The mean over five pixels along one axis, the border repeated.
Samples smoothed(const render::Picture& picture, const Samples& from, bool alongX) {
  constexpr int kReach = 2;
  Samples to(from.size());
  for (int y = 0; y < picture.heightPx; ++y) {
    for (int x = 0; x < picture.widthPx; ++x) {
      for (int colour = 0; colour < 3; ++colour) {
        float sum = 0.0F;
        for (int step = -kReach; step <= kReach; ++step) {
          const int u = alongX ? std::clamp(x + step, 0, picture.widthPx - 1) : x;
          const int v = alongX ? y : std::clamp(y + step, 0, picture.heightPx - 1);
          sum += from[indexOf(picture, u, v, colour)];
        }
        to[indexOf(picture, x, y, colour)] = sum / (2 * kReach + 1);
      }
    }
  }
  return to;
}

Samples smoothed(const render::Picture& picture) {
  const Samples all(picture.rgb.begin(), picture.rgb.end());
  return smoothed(picture, smoothed(picture, all, true), false);
}

bool sameSize(const render::Picture& one, const render::Picture& other) {
  return one.widthPx == other.widthPx && one.heightPx == other.heightPx;
}

/// Their smoothed difference, four times enlarged, on black.
render::Picture shownDifference(const render::Picture& one, const render::Picture& other) {
  render::Picture shown = one;
  const Samples a = smoothed(one);
  const Samples b = smoothed(other);
  for (std::size_t n = 0; n < a.size(); ++n)
    shown.rgb[n] = static_cast<std::uint8_t>(std::min(255.0F, 4.0F * std::abs(a[n] - b[n])));
  return shown;
}

render::Picture readPicture(const fs::path& file) {
  vtkNew<vtkPNGReader> reader;
  reader->SetFileName(file.c_str());
  reader->Update();
  vtkImageData* image = reader->GetOutput();
  render::Picture picture;
  picture.widthPx = image->GetDimensions()[0];
  picture.heightPx = image->GetDimensions()[1];
  if (image->GetNumberOfScalarComponents() < 3)
    return {};
  for (int y = picture.heightPx - 1; y >= 0; --y) {  // VTK's first row is the lowest.
    for (int x = 0; x < picture.widthPx; ++x) {
      const auto* pixel = static_cast<const std::uint8_t*>(image->GetScalarPointer(x, y, 0));
      picture.rgb.insert(picture.rgb.end(), pixel, pixel + 3);
    }
  }
  return picture;
}

/// Leaves the pictures of a failure behind and says where.
std::string evidence(const render::Picture& actual,
                     const render::Picture& expected,
                     const std::string& name) {
  const fs::path folder = fs::path(BINARY_DIR) / "pictures" / "baselines";
  fs::create_directories(folder);
  render::writePng(actual, folder / (name + ".actual.png"));
  if (expected.rgb.empty())
    return "see " + (folder / (name + ".actual.png")).string();
  render::writePng(expected, folder / (name + ".expected.png"));
  if (sameSize(actual, expected))
    render::writePng(shownDifference(actual, expected), folder / (name + ".difference.png"));
  return "see " + (folder / (name + ".{actual,expected,difference}.png")).string();
}

/// Whether a person has adopted any picture yet; from then on each needs one.
bool anyAdopted() {
  const fs::path folder = fs::path(SOURCE_DIR) / "tests/render/baselines";
  return fs::exists(folder) && !fs::is_empty(folder);
}

bool adopting() {
  const char* word = std::getenv("TROCAR_ADOPT_BASELINES");
  return word != nullptr && std::string(word) == "1";
}

}  // namespace

PictureDifference differenceOf(const render::Picture& one, const render::Picture& other) {
  constexpr float kSeen = 20.0F;
  if (!sameSize(one, other))
    return {255.0, 1.0};
  const Samples a = smoothed(one);
  const Samples b = smoothed(other);
  PictureDifference difference;
  for (std::size_t n = 0; n < a.size(); n += 3) {
    float most = 0.0F;
    for (std::size_t colour = n; colour < n + 3; ++colour) {
      difference.mean += std::abs(a[colour] - b[colour]);
      most = std::max(most, std::abs(a[colour] - b[colour]));
    }
    difference.share += most > kSeen ? 1.0 : 0.0;
  }
  const double count = std::max(1.0, static_cast<double>(a.size()));
  difference.mean /= count;
  difference.share /= count / 3.0;
  return difference;
}

void expectLikeBaseline(const render::Picture& picture,
                        const std::string& name,
                        Tolerance tolerance) {
  const fs::path file = fs::path(SOURCE_DIR) / "tests/render/baselines" / (name + ".png");
  if (adopting()) {
    fs::create_directories(file.parent_path());
    render::writePng(picture, file);
    std::printf("adopted %s: look at it\n", file.c_str());
    return;
  }
  if (!anyAdopted())
    GTEST_SKIP() << "no picture was adopted yet: run with TROCAR_ADOPT_BASELINES=1 and look at it";
  const render::Picture expected = fs::exists(file) ? readPicture(file) : render::Picture();
  if (expected.rgb.empty()) {
    ADD_FAILURE() << "no baseline " << file << "; " << evidence(picture, expected, name)
                  << ", and adopt it with TROCAR_ADOPT_BASELINES=1";
    return;
  }
  const PictureDifference difference = differenceOf(picture, expected);
  if (difference.mean <= tolerance.mean && difference.share <= tolerance.share)
    return;
  ADD_FAILURE() << name << " differs from its baseline by " << difference.mean
                << " grey levels on average (" << tolerance.mean << " allowed) and in "
                << 100.0 * difference.share << " % of its pixels (" << 100.0 * tolerance.share
                << " % allowed); " << evidence(picture, expected, name);
}

}  // namespace trocar::test
