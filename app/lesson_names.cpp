#include "app/lesson_names.h"

#include "app/export.h"
#include "core/error.h"
#include "core/identity.h"

#include <filesystem>
#include <string>

namespace trocar::app {

void requireNoPerson(const school::Lesson& lesson, const Case& patient) {
  const std::string folder = std::filesystem::path(lesson.patient).filename().string();
  std::string name = identityIn(patient, lesson.expert, {});
  if (name.empty() && looksLikeIdentity(folder))
    name = folder;
  if (!name.empty())
    throw Error("The name \"" + name +
                "\" looks like that of a person and would travel with the lesson: rename the case "
                "or its folder, or say that it may (--named, or \"named\": true).");
}

}  // namespace trocar::app
