#pragma once

#include "core/patients.h"
#include "planning/model/case_model.h"

#include <map>
#include <memory>
#include <string>

namespace trocar {

/// The model of a bundled patient, made once in a test program: what one test has measured is there
/// for the next. It keeps no results of plans.
inline const CaseModel& bundledModel(const std::string& id) {
  static std::map<std::string, std::unique_ptr<const CaseModel>> models;
  std::unique_ptr<const CaseModel>& model = models[id];
  if (!model)
    model = std::make_unique<CaseModel>(std::make_shared<const Case>(loadBundledPatient(id)));
  return *model;
}

}  // namespace trocar
