#pragma once

#include "planning/school/attempt.h"
#include "planning/school/grade.h"
#include "planning/school/lesson.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// The lessons and what is being done with them. A plain value beside the plan.
struct School {
  std::vector<Lesson> lessons;  ///< Empty before they were read.
  std::string learner = "me";
  std::optional<Attempt> running;  ///< A lesson is on: the planner's answers are withheld.
  std::vector<Attempt> records;    ///< Of the learner, oldest first.
  std::string selected;            ///< Lesson in the list.

  /// The attempt that the debriefing is about, with its grade and the lesson's own numbers.
  struct Debriefing {
    Attempt attempt;
    Grade grade;
  };
  std::shared_ptr<const Debriefing> debriefing;

  const Lesson* find(const std::string& lessonId) const;
  /// Of the running attempt; nullptr without one.
  const Lesson* lesson() const;
};

}  // namespace trocar
