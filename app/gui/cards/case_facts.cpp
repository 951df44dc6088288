#include "app/gui/cards/case_facts.h"

#include "planning/anatomy/collapse.h"
#include "planning/model/all_landmarks.h"
#include "render/mesh/known_surfaces.h"

#include <utility>

namespace trocar::gui {

void CaseFacts::follow(const app::Document& document) {
  const std::shared_ptr<const CaseModel> model = document.sharedModel();
  if (model == of_)
    return;
  const bool sameCase = of_ && of_->sharedPatient() == model->sharedPatient();
  const bool edited = of_ && of_->patient().ct.data() == model->patient().ct.data();
  of_ = model;
  if (sameCase && finalSurfaces_)
    return measure(model);
  const bool mended = edited && finalSurfaces_;
  if (!mended) {
    surfaces_.reset();
    vertebrae_.reset();
    landmarks_.clear();
    lesions_.clear();
    volumesMl_.clear();
    finalSurfaces_ = false;
  }
  for (Task* task :
       {&surfaceTask_, &measureTask_, &landmarkTask_, &lesionTask_, &volumeTask_, &warmTask_}) {
    task->cancel();
    task->disconnect(this);
    connect(task, &Task::failed, this, &CaseFacts::failed);
  }
  if (mended)
    mendSurfacesOf(model);
  else
    makeSurfacesOf(model, render::SurfaceQuality::Draft);
}

void CaseFacts::mendSurfacesOf(const std::shared_ptr<const CaseModel>& model) {
  surfaceTask_.start(
      [model, before = drawnOf_, known = surfaces_](const Progress& progress) {
        return std::make_shared<const render::Surfaces>(
            render::surfacesAfter(model->patient(), *before, *known, progress));
      },
      [this, model](const std::shared_ptr<const render::Surfaces>& surfaces) {
        surfaces_ = surfaces;
        drawnOf_ = model->sharedPatient();
        emit ready();
        warm(model);
      });
  measure(model);
  weigh(model);
}

void CaseFacts::makeSurfacesOf(const std::shared_ptr<const CaseModel>& model,
                               render::SurfaceQuality quality) {
  surfaceTask_.start(
      [model, quality](const Progress& progress) {
        return std::make_shared<const render::Surfaces>(
            render::knownSurfaces(*model, quality, progress));
      },
      [this, model, quality](const std::shared_ptr<const render::Surfaces>& surfaces) {
        surfaces_ = surfaces;
        drawnOf_ = model->sharedPatient();
        finalSurfaces_ = quality == render::SurfaceQuality::Final;
        if (finalSurfaces_) {
          warm(model);
        } else {
          measure(model);
          weigh(model);
          makeSurfacesOf(model, render::SurfaceQuality::Final);
        }
        emit ready();
      });
}

/// Distances to everything a needle has to keep away from, before anybody asks for them.
void CaseFacts::warm(const std::shared_ptr<const CaseModel>& model) {
  warmTask_.start(
      [model](const Progress& progress) {
        for (const Structure& structure : model->patient().structures) {
          progress.at(0.0);
          if (isCritical(structure.role))
            model->fields().of(structure.id);
        }
        return true;
      },
      [](bool) {});
}

void CaseFacts::measure(const std::shared_ptr<const CaseModel>& model) {
  measureTask_.start(
      [model](const Progress&) {
        return std::make_shared<const std::vector<anatomy::VertebraAnatomy>>(model->vertebrae());
      },
      [this](const std::shared_ptr<const std::vector<anatomy::VertebraAnatomy>>& vertebrae) {
        vertebrae_ = vertebrae;
        emit ready();
      });
  landmarkTask_.start([model](const Progress& progress) { return allLandmarks(*model, progress); },
                      [this](const std::vector<anatomy::Landmark>& landmarks) {
                        landmarks_ = landmarks;
                        emit ready();
                      });
}

void CaseFacts::weigh(const std::shared_ptr<const CaseModel>& model) {
  lesionTask_.start(
      [model](const Progress& progress) {
        std::vector<anatomy::VertebraAnatomy> vertebrae = model->vertebrae();
        anatomy::addCollapse(vertebrae);
        return anatomy::measureLesions(model->patient(), vertebrae, model->pelvis(), progress);
      },
      [this](const std::vector<anatomy::LesionAnatomy>& lesions) {
        lesions_ = lesions;
        emit ready();
      });
  volumeTask_.start(
      [model](const Progress& progress) {
        std::map<std::string, double> volumes;
        for (const Structure& structure : model->patient().structures) {
          progress.at(0.0);
          volumes[structure.id] = volumeMl(model->patient(), structure);
        }
        return volumes;
      },
      [this](const std::map<std::string, double>& volumes) {
        volumesMl_ = volumes;
        emit ready();
      });
}

}  // namespace trocar::gui
