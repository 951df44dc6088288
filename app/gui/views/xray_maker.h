#pragma once

#include "app/fluoro/room.h"
#include "app/gui/parts/task.h"

#include <QImage>
#include <QObject>

#include <array>
#include <memory>
#include <optional>

namespace trocar::gui {

struct XrayVolumes;

/// One X-ray as a pane wants it.
struct WantedXray {
  fluoro::Exposed exposed;
  bool bonesDark = true;
  std::shared_ptr<const cement::CementResult> cement;

  bool operator==(const WantedXray&) const = default;
};

/// Draws the X-rays of the room beside the window's thread: a quick picture of 384 pixels from half
/// the voxels at once, and the fine one when nothing newer is wanted.
class XrayMaker : public QObject {
  Q_OBJECT

 public:
  explicit XrayMaker(QObject* parent = nullptr);

  /// Forgets the pictures of another case.
  void setCase(const std::shared_ptr<const CaseModel>& model);
  void want(int plane, const WantedXray& wanted);
  void clear(int plane);
  /// Null before the first.
  const QImage& picture(int plane) const { return planes_[static_cast<std::size_t>(plane)].image; }
  /// The pictures are those that were wanted last, in full detail.
  bool isSettled() const;
  /// Counts the pictures of all planes, for tests and for the frame rate.
  int drawn() const { return drawn_; }

 signals:
  void ready(int plane);
  void failed(const QString& message);

 private:
  struct Plane {
    std::optional<WantedXray> wanted;
    std::optional<WantedXray> drawing;
    bool fine = false;  ///< What is drawn, or was drawn last.
    bool busy = false;
    QImage image;
    Task task;
  };

  void start(int plane, bool fine);
  void finished(int plane, const QImage& image);

  std::shared_ptr<const CaseModel> model_;
  std::shared_ptr<XrayVolumes> volumes_;
  std::array<Plane, fluoro::kPlanes> planes_;
  int drawn_ = 0;
};

}  // namespace trocar::gui
