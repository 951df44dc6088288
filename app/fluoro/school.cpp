#include "app/fluoro/school.h"

#include "app/autosave.h"
#include "app/document.h"
#include "app/fluoro/room.h"

#include <algorithm>

namespace trocar::fluoro {

const school::Lesson* School::find(const std::string& lessonId) const {
  const auto found = std::find_if(lessons.begin(), lessons.end(), [&](const school::Lesson& one) {
    return one.id == lessonId;
  });
  return found == lessons.end() ? nullptr : &*found;
}

const school::Lesson* School::lesson() const {
  return running ? find(running->lesson) : nullptr;
}

school::Attempt attemptNow(const app::Document& document) {
  const Room& room = document.room();
  school::Attempt attempt = document.school().running.value_or(school::Attempt());
  attempt.plan.needles = room.others;
  if (room.drive && room.drive->corticalPasses > 0)
    attempt.plan.needles.push_back(room.drive->needle());
  if (room.cement && room.cementMl > 0.0 && room.drive)
    attempt.plan = withInjection(attempt.plan, {room.drive->id, room.cementMl});
  attempt.drive = room.drive;
  school::Handling handling = attempt.handling.value_or(school::Handling());
  handling.exposures = room.exposures;
  if (room.drive) {
    handling.corticalPasses += room.drive->corticalPasses;
    handling.corrections += room.drive->corrections;
  }
  attempt.handling = handling;
  for (std::size_t i = 0; i < attempt.arms.size(); ++i) {
    attempt.arms[i] = room.arms[i].angles;
    attempt.isocentresMm[i] = room.arms[i].isocentreMm;
  }
  attempt.armsKnown = true;
  return attempt;
}

school::Records recordsOf(const School& school) {
  return {school.folder.empty() ? app::stateFolder() / "school" : school.folder, school.learner};
}

void keepAttempt(const app::Document& document) {
  recordsOf(document.school()).keepRunning(attemptNow(document));
}

std::vector<Needle> expertNeedles(const Plan& expert) {
  std::vector<Needle> needles = expert.needles;
  int number = 0;
  for (Needle& needle : needles) {
    needle.id = "X" + std::to_string(++number);
    needle.through.reset();
    needle.cannulaBackMm = 0.0;
    needle.locked = true;
  }
  return needles;
}

}  // namespace trocar::fluoro
