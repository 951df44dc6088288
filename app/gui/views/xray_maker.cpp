#include "app/gui/views/xray_maker.h"

#include "render/xray/xray_picture.h"

#include <mutex>

namespace trocar::gui {
namespace {

constexpr int kQuickPx = 384;
constexpr int kFinePx = 704;

QImage imageOf(const render::Picture& picture) {
  const QImage shared(picture.rgb.data(),
                      picture.widthPx,
                      picture.heightPx,
                      3 * picture.widthPx,
                      QImage::Format_RGB888);
  return shared.copy();
}

}  // namespace

/// The voxels for X-rays of one case, made by whoever needs them first.
struct XrayVolumes {
  explicit XrayVolumes(const Volume& volume) : ct(volume) {}

  const render::XrayVolume& of(bool fine) {
    std::call_once(fine ? fineOnce : coarseOnce, [this, fine] {
      (fine ? fineVolume : coarseVolume) =
          std::make_unique<const render::XrayVolume>(fine ? ct : render::halved(ct));
    });
    return *(fine ? fineVolume : coarseVolume);
  }

  Volume ct;
  std::once_flag fineOnce;
  std::once_flag coarseOnce;
  std::unique_ptr<const render::XrayVolume> fineVolume;
  std::unique_ptr<const render::XrayVolume> coarseVolume;
};

XrayMaker::XrayMaker(QObject* parent) : QObject(parent) {
  for (Plane& plane : planes_)
    connect(&plane.task, &Task::failed, this, [this, &plane](const QString& message) {
      plane.busy = false;
      emit failed(message);
    });
}

void XrayMaker::setCase(const std::shared_ptr<const CaseModel>& model) {
  if (model == model_)
    return;
  model_ = model;
  volumes_ = std::make_shared<XrayVolumes>(model->patient().ct);
  for (int plane = 0; plane < fluoro::kPlanes; ++plane)
    clear(plane);
}

void XrayMaker::clear(int plane) {
  Plane& one = planes_[static_cast<std::size_t>(plane)];
  one.task.cancel();
  one.wanted.reset();
  one.drawing.reset();
  one.image = QImage();
  one.busy = false;
}

void XrayMaker::want(int plane, const WantedXray& wanted) {
  Plane& one = planes_[static_cast<std::size_t>(plane)];
  if (one.wanted == wanted)
    return;
  one.wanted = wanted;
  if (!one.busy)
    start(plane, false);
}

bool XrayMaker::isSettled() const {
  for (const Plane& plane : planes_) {
    if (plane.busy || plane.wanted != plane.drawing || (plane.wanted && !plane.fine))
      return false;
  }
  return true;
}

void XrayMaker::start(int plane, bool fine) {
  Plane& one = planes_[static_cast<std::size_t>(plane)];
  one.busy = true;
  one.fine = fine;
  one.drawing = one.wanted;
  one.task.start(
      [volumes = volumes_, wanted = *one.wanted, fine](const Progress&) {
        fluoro::CarmSetup setup = wanted.exposed.setup;
        setup.sizePx = fine ? kFinePx : kQuickPx;
        render::XrayLook look;
        look.bonesDark = wanted.bonesDark;
        if (wanted.exposed.frame > 0)
          look.grain = static_cast<std::uint64_t>(wanted.exposed.frame);
        const bool cemented = wanted.cement && wanted.exposed.cementMl;
        const render::XrayContents contents{wanted.exposed.needles,
                                            cemented ? wanted.cement.get() : nullptr,
                                            wanted.exposed.cementMl};
        return imageOf(render::xrayPicture(volumes->of(fine), setup, contents, look));
      },
      [this, plane](const QImage& image) { finished(plane, image); });
}

void XrayMaker::finished(int plane, const QImage& image) {
  Plane& one = planes_[static_cast<std::size_t>(plane)];
  one.busy = false;
  one.image = image;
  ++drawn_;
  if (one.wanted != one.drawing)
    start(plane, false);
  else if (!one.fine)
    start(plane, true);
  emit ready(plane);
}

}  // namespace trocar::gui
