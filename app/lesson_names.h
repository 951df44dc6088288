#pragma once

#include "core/case.h"
#include "planning/school/lesson.h"

namespace trocar::app {

/// Throws Error where a name that looks like a person's would travel with a lesson: that of its
/// case, or of the folder in which that lies.
void requireNoPerson(const school::Lesson& lesson, const Case& patient);

}  // namespace trocar::app
