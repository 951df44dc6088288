#pragma once

#include "app/document.h"
#include "app/gui/parts/task.h"
#include "planning/anatomy/landmarks.h"
#include "planning/anatomy/lesion_anatomy.h"
#include "render/mesh/surface.h"

#include <QObject>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trocar::gui {

/// What takes a while to find out about a case: surfaces to draw, measured vertebrae and the
/// volumes of its structures. Made beside the window, roughly first. While a case is edited, what
/// was known before is shown until the new is there.
class CaseFacts : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// Starts over where the case is another than before.
  void follow(const app::Document& document);

  /// Those that are ready; nullptr before.
  const std::shared_ptr<const render::Surfaces>& surfaces() const { return surfaces_; }
  const std::shared_ptr<const std::vector<anatomy::VertebraAnatomy>>& vertebrae() const {
    return vertebrae_;
  }
  /// Of vertebrae, pelvis and estimated routes, with the plan's corrections; empty before they are
  /// ready.
  const std::vector<anatomy::Landmark>& landmarks() const { return landmarks_; }
  /// In their bones, in the order of the structures; empty before they are measured.
  const std::vector<anatomy::LesionAnatomy>& lesions() const { return lesions_; }
  /// By structure; empty before they are ready.
  const std::map<std::string, double>& volumesMl() const { return volumesMl_; }
  bool finalSurfaces() const { return finalSurfaces_ && of_ && drawnOf_ == of_->sharedPatient(); }

 signals:
  void ready();
  void failed(const QString& message);

 private:
  void makeSurfacesOf(const std::shared_ptr<const CaseModel>& model,
                      render::SurfaceQuality quality);
  /// Of a case after an edit, from those of the case before it.
  void mendSurfacesOf(const std::shared_ptr<const CaseModel>& model);
  void warm(const std::shared_ptr<const CaseModel>& model);
  void measure(const std::shared_ptr<const CaseModel>& model);
  void weigh(const std::shared_ptr<const CaseModel>& model);

  std::shared_ptr<const CaseModel> of_;
  bool finalSurfaces_ = false;
  std::shared_ptr<const render::Surfaces> surfaces_;
  std::shared_ptr<const Case> drawnOf_;  ///< Whose surfaces they are.
  std::shared_ptr<const std::vector<anatomy::VertebraAnatomy>> vertebrae_;
  std::vector<anatomy::Landmark> landmarks_;
  std::vector<anatomy::LesionAnatomy> lesions_;
  std::map<std::string, double> volumesMl_;
  Task surfaceTask_;
  Task measureTask_;
  Task landmarkTask_;
  Task lesionTask_;
  Task volumeTask_;
  Task warmTask_;
};

}  // namespace trocar::gui
