#pragma once

#include "planning/school/attempt.h"
#include "planning/school/grade.h"
#include "planning/school/lesson.h"
#include "planning/school/records.h"
#include "render/canvas/picture.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::app {
class Document;
}

namespace trocar::fluoro {

/// The lessons and what is being done with them. A plain value beside the plan.
struct School {
  std::vector<school::Lesson> lessons;  ///< Empty before they were read.
  std::string learner = "me";
  std::optional<school::Attempt> running;  ///< A lesson is on: the planner's answers are withheld.
  std::vector<school::Attempt> records;    ///< Of the learner, oldest first.
  std::string selected;                    ///< Lesson in the list.

  /// A finished attempt, its grade, and pictures of it beside the expert's needles.
  struct Debriefing {
    school::Lesson lesson;
    school::Attempt attempt;
    school::Grade grade;
    std::vector<render::Picture> pictures;
  };
  std::shared_ptr<const Debriefing> debriefing;
  std::filesystem::path folder;  ///< Of the records; the program's state folder where empty.

  const school::Lesson* find(const std::string& lessonId) const;
  /// Of the running attempt; nullptr without one.
  const school::Lesson* lesson() const;
};

/// The running attempt with what the room knows: needles, arms, handling.
school::Attempt attemptNow(const app::Document& document);
/// Where the learner's attempts are kept.
school::Records recordsOf(const School& school);
/// Keeps the running attempt as it stands, for going on after an interruption.
void keepAttempt(const app::Document& document);
/// The expert's needles as they stand beside the learner's: "X1", "X2", locked.
std::vector<Needle> expertNeedles(const Plan& expert);

}  // namespace trocar::fluoro
