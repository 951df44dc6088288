#pragma once

#include "core/content_key.h"
#include "core/results.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"
#include "planning/plan/plan_file.h"

#include <memory>
#include <string>
#include <string_view>

namespace trocar {

/// By what a result of a case is known again: its kind, and the content of all that it is made of.
/// What makes it is given a part of the plan and not the whole, so that nothing else can matter.
struct RecallKey {
  std::string_view kind;
  std::string key;  ///< Empty where the result is not to be remembered.
  Words words;      ///< Ids that are in the part and the case already.

  /// Of what is made of that result and of no more than `others`.
  RecallKey of(std::string_view otherKind, std::string_view others = {}) const;
};

/// `others` tells whatever is read beside model and part.
RecallKey recallKey(std::string_view kind,
                    const CaseModel& model,
                    const Plan& part,
                    std::string_view others = {});

/// What `make` gives; where the model has a memory, worked out once.
template <typename T, typename Make>
std::shared_ptr<const T> recalled(const CaseModel& model, const RecallKey& key, const Make& make) {
  if (!model.memory().results || key.key.empty())
    return std::make_shared<const T>(make());
  return model.memory().results->of<T>(key.kind, key.key, key.words, make);
}

/// The same of what may tell names of the case: files of it are sealed.
template <typename T, typename Make>
std::shared_ptr<const T> recalledSealed(const CaseModel& model,
                                        const RecallKey& key,
                                        const Make& make) {
  if (!model.memory().results || key.key.empty())
    return std::make_shared<const T>(make());
  return model.memory().results->of<T>(key.kind, key.key, key.words, make, Results::Seal::Sealed);
}

/// Every digit of a number, for a key.
std::string exactText(double value);

}  // namespace trocar
