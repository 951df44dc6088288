#include "render/xray/xray_picture.h"

#include "planning/model/angles.h"
#include "render/body/needle_shape.h"
#include "render/canvas/canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace trocar::render {
namespace {

constexpr double kSteelPerMm = 0.95;  // NIST XCOM, iron at 60 keV: 1.205 cm2/g x 7.87 g/cm3.
constexpr double kCementPerMm =
    0.19;  // PMMA with 30 % by weight of barium sulphate, from NIST XCOM at 60 keV.

/// Grey levels run from `low` to `high`.
struct Window {
  float low = 0.0F;
  float high = 1.0F;
};

/// The patient's own range: what lies outside the body does not count.
Window windowOf(const XrayImage& image) {
  std::vector<float> values;
  for (const float value : image.lineIntegral) {
    if (value > 0.3F)
      values.push_back(value);
  }
  if (values.size() < 16)
    return {};
  const auto quantile = [&](double q) {
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  return {0.85F * quantile(0.02), 1.06F * quantile(0.995)};
}

void addNeedles(XrayImage& image,
                const fluoro::XrayGeometry& geometry,
                const std::vector<Needle>& needles) {
  for (const Needle& needle : needles) {
    const NeedleShape shape = shapeOf(needle);
    const Vec3 direction = shape.axis.shaft().direction();
    const Vec3 hub = shape.axis.entryMm();
    NeedlePath axis = shape.axis.upTo(shape.axis.lengthMm() - shape.radiusMm);
    if (!shape.hasHub && axis.arc().empty())  // The round ends of a shadow belong to the length.
      axis = Trajectory{axis.pointAtDepth(shape.radiusMm), axis.tipMm()};
    addShaft(image, geometry, {axis, shape.radiusMm}, kSteelPerMm);
    if (shape.hasHub)
      addShaft(image, geometry, {Trajectory{hub - 8.0 * direction, hub}, 4.0}, 0.1 * kSteelPerMm);
  }
}

void addCement(XrayImage& image,
               const fluoro::XrayGeometry& geometry,
               const cement::CementResult& cement,
               std::optional<double> injectedMl) {
  const float untilMl = injectedMl ? static_cast<float>(*injectedMl) : INFINITY;
  const std::vector<float>& arrival = cement.arrival.voxels();
  std::vector<float> attenuation(arrival.size());
  std::transform(arrival.begin(), arrival.end(), attenuation.begin(), [=](float ml) {
    return ml >= 0.0F && ml <= untilMl ? static_cast<float>(kCementPerMm) : 0.0F;
  });
  const XrayImage shadow =
      XrayVolume(cement.arrival.grid(), std::move(attenuation)).project(geometry);
  for (std::size_t i = 0; i < image.lineIntegral.size(); ++i)
    image.lineIntegral[i] += shadow.lineIntegral[i];
}

std::uint8_t greyOf(float value, const Window& window, bool bonesDark) {
  const float t = std::clamp((value - window.low) / (window.high - window.low), 0.0F, 1.0F);
  const float bright = std::pow(t, 1.15F);
  return static_cast<std::uint8_t>(
      std::lround(255.0F * (bonesDark ? 0.04F + 0.93F * (1.0F - bright) : bright)));
}

void paint(Canvas& canvas, const XrayImage& image, const Window& window, bool bonesDark) {
  for (int r = 0; r < image.height; ++r) {
    std::uint8_t* pixel = canvas.row(r);
    for (int c = 0; c < image.width; ++c, pixel += 4) {
      const std::uint8_t grey = greyOf(image.at(c, r), window, bonesDark);
      pixel[0] = pixel[1] = pixel[2] = grey;
      pixel[3] = 255;
    }
  }
}

/// The letter of the body's side that a direction points to most.
std::string letterOf(const Vec3& direction) {
  Eigen::Index axis = 0;
  direction.cwiseAbs().maxCoeff(&axis);
  constexpr std::array<const char*, 3> kPositive = {"L", "P", "S"};
  constexpr std::array<const char*, 3> kNegative = {"R", "A", "I"};
  const auto at = static_cast<std::size_t>(axis);
  return direction[axis] > 0.0 ? kPositive[at] : kNegative[at];
}

std::string cornerText(const fluoro::CarmSetup& setup) {
  return consoleText(setup.angles) +
         (setup.position == PatientPosition::Prone ? "  ·  prone" : "  ·  supine") +
         (setup.magnification > 1.0 ? "  ·  magnified" : "") +
         (setup.operatorSide ? "  ·  operator's side" : "");
}

void letter(Canvas& canvas, const fluoro::XrayGeometry& geometry, const fluoro::CarmSetup& setup) {
  const double unit = geometry.width / 512.0;
  TextStyle style;
  style.color = {250, 210, 90};
  style.bold = true;
  style.sizePx = 20.0 * unit;
  const double margin = 14.0 * unit;
  const double width = geometry.width;
  const double height = geometry.height;
  canvas.text(letterOf(geometry.right), {width - margin, 0.5 * height}, Anchor::Right, style);
  canvas.text(letterOf(-geometry.right), {margin, 0.5 * height}, Anchor::Left, style);
  canvas.text(letterOf(geometry.down), {0.5 * width, height - margin}, Anchor::Bottom, style);
  canvas.text(letterOf(-geometry.down), {0.5 * width, margin}, Anchor::Top, style);
  style.bold = false;
  style.sizePx = 13.0 * unit;
  style.color = {230, 234, 240};
  canvas.text(cornerText(setup), {margin, margin}, Anchor::TopLeft, style);
  canvas.text("Simulated X-ray · not for diagnosis",
              {width - margin, height - margin},
              Anchor::BottomRight,
              style);
}

/// Black where the shutters cover the field.
void closeShutters(Canvas& canvas, const fluoro::CarmSetup& setup) {
  const double width = canvas.widthPx();
  const double height = canvas.heightPx();
  const double aside = 0.5 * (1.0 - setup.shutterWidth) * width;
  const double above = 0.5 * (1.0 - setup.shutterHeight) * height;
  const Fill black{{0, 0, 0}};
  if (aside > 0.0) {
    canvas.box({0.0, 0.0, aside, height}, 0.0, black);
    canvas.box({width - aside, 0.0, aside, height}, 0.0, black);
  }
  if (above > 0.0) {
    canvas.box({0.0, 0.0, width, above}, 0.0, black);
    canvas.box({0.0, height - above, width, above}, 0.0, black);
  }
}

Picture pictureOf(const Canvas& canvas) {
  Picture picture{canvas.widthPx(), canvas.heightPx(), {}};
  picture.rgb.reserve(static_cast<std::size_t>(canvas.widthPx()) *
                      static_cast<std::size_t>(canvas.heightPx()) * 3);
  const std::uint8_t* pixel = canvas.data();
  const std::uint8_t* end =
      pixel + static_cast<std::ptrdiff_t>(canvas.widthPx()) * canvas.heightPx() * 4;
  for (; pixel != end; pixel += 4)
    picture.rgb.insert(picture.rgb.end(), pixel, pixel + 3);
  return picture;
}

}  // namespace

Picture xrayPicture(const XrayVolume& volume,
                    const fluoro::CarmSetup& setup,
                    const XrayContents& contents,
                    const XrayLook& look) {
  const fluoro::XrayGeometry geometry = fluoro::carmGeometry(setup);
  XrayImage image = volume.project(geometry);
  const Window window = windowOf(image);
  if (contents.cement != nullptr)
    addCement(image, geometry, *contents.cement, contents.cementMl);
  addNeedles(image, geometry, contents.needles);
  if (look.grain)
    addGrain(image, geometry, *look.grain);
  Canvas canvas(image.width, image.height);
  paint(canvas, image, window, look.bonesDark);
  closeShutters(canvas, setup);
  if (look.letters)
    letter(canvas, geometry, setup);
  return pictureOf(canvas);
}

}  // namespace trocar::render
